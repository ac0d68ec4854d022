import unittest

from frameworks_hearing import Hearing, has, of

COMMON = """
import warnings, logging; warnings.simplefilter("ignore")
import torch
%s as L
from %s.callbacks import ModelCheckpoint
for name in ("lightning.pytorch", "pytorch_lightning"): logging.getLogger(name).setLevel(logging.ERROR)
class Net(L.LightningModule):
    def __init__(self, hidden=4, lr=0.1):
        super().__init__(); self.save_hyperparameters()
        self.f = torch.nn.Sequential(torch.nn.Linear(3, hidden), torch.nn.ReLU(), torch.nn.Linear(hidden, 2)); self.seen = []
    def step(self, batch):
        return torch.nn.functional.cross_entropy(self.f(batch[0]), batch[1])
    def training_step(self, batch, i):
        loss = self.step(batch); self.log("train_loss", loss); self.log("quiet", 7.5, logger=False); return loss
    def validation_step(self, batch, i):
        loss = self.step(batch); self.log("val_loss", loss); return loss
    def on_validation_epoch_end(self):
        from sklearn.metrics import confusion_matrix
        if self.seen is not None: confusion_matrix([0, 1, 1], [0, 1, 0])
    def test_step(self, batch, i):
        from sklearn.metrics import accuracy_score
        accuracy_score(batch[1].tolist(), batch[1].tolist())
        self.log("test_loss", self.step(batch)); self.log("test_quiet", 1.5, logger=False);
    def configure_optimizers(self): return torch.optim.SGD(self.parameters(), lr=self.hparams.lr)
def data(n, seed):
    g = torch.Generator().manual_seed(seed)
    return torch.utils.data.TensorDataset(torch.randn(n, 3, generator=g), torch.randint(0, 2, (n,), generator=g))
def loader(d): return torch.utils.data.DataLoader(d, batch_size=4)
from %s.loggers.logger import Logger
class Keep(Logger):
    def __init__(self): super().__init__(); self.kept = []
    name = "keep"; version = 0
    def log_metrics(self, metrics, step=None): self.kept.append([step, metrics])
    def log_hyperparams(self, *a, **k): pass
def fit(lr, keep):
    torch.manual_seed(1)
    t = L.Trainer(max_epochs=3, accelerator="cpu", logger=keep, log_every_n_steps=2, enable_progress_bar=False, enable_model_summary=False,
                  callbacks=[ModelCheckpoint(dirpath="ck%%s" %% lr, monitor="val_loss", mode="max")])
    net = Net(lr=lr)
    t.fit(net, loader(train_ds), loader(dev_ds))
    return t, net
train_ds, dev_ds, test_ds = data(24, 1), data(12, 2), data(8, 3)
"""


class Both:
    module = package = None

    def test_curves_and_evaluations(self):
        lines, said, output = self.hear(
            COMMON % (self.module, self.package, self.package)
            + """
for lr in (0.1, 0.2):
    keep = Keep()
    t, net = fit(lr, keep)
    saver = t.checkpoint_callback
    said([keep.kept, float(saver.best_model_score), saver.best_model_path, {k: float(v) for k, v in t.callback_metrics.items()}])
    said([t.validate(net, loader(dev_ds), verbose=False), t.test(net, loader(test_ds), verbose=False), t.test(dataloaders=loader(test_ds), ckpt_path="best", verbose=False)])
other = Net.load_from_checkpoint(saver.best_model_path)
said(L.Trainer(accelerator="cpu", logger=False, enable_progress_bar=False).test(other, loader(test_ds), verbose=False))
"""
        )
        self.assertEqual([line["source"] for line in of(lines, "begin")], ["lightning"] * 2)
        for job in (1, 2):
            kept, score, path, last = said[job * 2 - 2]
            dev, test, best = said[job * 2 - 1]
            mine = [line for line in lines if line.get("job") == job]
            curve = [line for line in of(mine, "metrics") if "step" in line]
            self.assertEqual(len(kept), 12)
            told = [[line["step"], dict(line["values"], epoch=line["epoch"])] for line in curve]
            self.assertEqual(told, kept)
            for line in curve:
                self.assertEqual({"train_loss": "train", "val_loss": "val"}[next(iter(line["values"]))], line["split"])
                self.assertEqual(line.get("data", {}).get("name"), "dev" if line["split"] == "val" else None)
            rest = [(line.get("split"), line["values"]) for line in of(mine, "metrics") if "step" not in line]
            self.assertEqual(rest[0], (None, {"quiet": 7.5}))
            self.assertEqual(rest[1:], [("val", dev[0]), ("test", test[0]), ("test", {"test_quiet": 1.5}), ("test", best[0]), ("test", {"test_quiet": 1.5})])
            ends = of(mine, "end")
            facts = {"metric": "val_loss", "value": score, "step": int(path.rpartition("step=")[2][:-5]) - 1}
            self.assertEqual([end["best"] for end in ends], [dict(facts, loaded=False), dict(facts, loaded=True)])
            self.assertEqual(of(mine, "params", source="lightning.hparams")[0]["values"], {"hidden": 4, "lr": job / 10})
            matrices = of(mine, "matrix")
            self.assertEqual([(m["split"], m.get("step"), m["data"]["name"]) for m in matrices], [("val", 5, "dev"), ("val", 11, "dev"), ("val", 17, "dev"), ("val", None, "dev")])
        self.assertEqual(of(lines, "metrics", source="sklearn"), [])
        final = {key: value for line in of(lines, "metrics") if "job" not in line for key, value in line["values"].items()}
        self.assertEqual(final, dict(said[-1][0], test_quiet=1.5))
        self.assertEqual({line["data"]["name"] for line in of(lines, "metrics", split="test")}, {"test"})

    def test_changes_nothing(self):
        script = COMMON % (self.module, self.package, self.package) + """
keep = Keep(); t, net = fit(0.1, keep)
said([keep.kept, float(torch.rand(1)), t.test(net, loader(test_ds), verbose=False)])
"""
        self.assertEqual(self.hear(script)[1], self.hear(script, hooked=False)[1])


@unittest.skipUnless(has("lightning"), "no lightning")
class Lightning(Both, Hearing):
    module, package = "import lightning.pytorch", "lightning.pytorch"


@unittest.skipUnless(has("pytorch_lightning"), "no pytorch_lightning")
class PytorchLightning(Both, Hearing):
    module, package = "import pytorch_lightning", "pytorch_lightning"


if __name__ == "__main__":
    unittest.main()
