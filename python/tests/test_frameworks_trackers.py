import unittest

from frameworks_hearing import Hearing, has, of


class Trackers(Hearing):
    @unittest.skipUnless(has("torch", "tensorboard"), "no tensorboard")
    def test_tensorboard(self):
        self.writer("torch.utils.tensorboard")

    @unittest.skipUnless(has("tensorboardX"), "no tensorboardX")
    def test_tensorboardx(self):
        self.writer("tensorboardX")

    def writer(self, package):
        lines, said, output = self.hear(
            """
from %s import SummaryWriter
import numpy as np
with SummaryWriter("tb") as w:
    for i in range(3): w.add_scalar("loss/train", np.float32(1 / (i + 1)), i)
    w.add_scalars("f1", {"dev": 0.5, "test": 0.25}, global_step=7)
    w.add_scalar("alone", 2)
    w.add_hparams({"lr": 0.1, "kind": "a"}, {"hp/f1": 0.75})
"""
            % package
        )
        self.assertEqual(
            [(line["values"], line.get("step")) for line in of(lines, "metrics", source="tensorboard")],
            [({"loss/train": 1.0}, 0), ({"loss/train": 0.5}, 1), ({"loss/train": 0.3333333432674408}, 2)]
            + [({"f1/dev": 0.5, "f1/test": 0.25}, 7), ({"alone": 2}, None), ({"hp/f1": 0.75}, None)],
        )
        self.assertEqual([line["values"] for line in of(lines, "params")], [{"lr": 0.1, "kind": "a"}])

    @unittest.skipUnless(has("accelerate", "tensorboard"), "no accelerate")
    def test_accelerate_is_heard_once(self):
        lines, said, output = self.hear(
            """
from accelerate import Accelerator
a = Accelerator(log_with="tensorboard", project_dir="proj", cpu=True)
a.init_trackers("tiny", config={"lr": 0.5})
for i in range(2): a.log({"loss": 1.5 - i}, step=i)
a.end_training()
"""
        )
        self.assertEqual([(line["source"], line["values"], line["step"]) for line in of(lines, "metrics")], [("accelerate", {"loss": 1.5}, 0), ("accelerate", {"loss": 0.5}, 1)])
        self.assertEqual([(line["source"], line["values"]) for line in of(lines, "params")], [("accelerate", {"lr": 0.5})])

    @unittest.skipUnless(has("lightning", "tensorboard"), "no lightning")
    def test_loggers_of_lightning_are_heard_once(self):
        from test_frameworks_lightning import COMMON

        lines, said, output = self.hear(
            COMMON % ("import lightning.pytorch", "lightning.pytorch", "lightning.pytorch")
            + """
from lightning.pytorch.loggers import TensorBoardLogger
t, net = fit(0.1, TensorBoardLogger("tb", default_hp_metric=False))
net.logger.experiment.add_scalar("mine", 4.0, 9)
"""
        )
        self.assertEqual([line["values"] for line in of(lines, "metrics", source="tensorboard")], [{"mine": 4.0}])
        self.assertEqual(of(lines, "params", source="tensorboard"), [])
        self.assertTrue(of(lines, "metrics", source="lightning", split="val"))

    @unittest.skipUnless(has("wandb"), "no wandb")
    def test_wandb(self):
        script = """
import wandb
for lr in (0.1, 0.2):
    run = wandb.init(project="tiny", config={"lr": lr}, mode="%s")
    run.config.update({"size": 4}); wandb.config["late"] = "x"
    for i in range(2): wandb.log({"loss": lr + i, "part": {"f1": 0.5}, "text": "no"})
    wandb.log({"end": 1.0}, step=7)
    wandb.finish()
"""
        lines, said, output = self.hear(script % "offline", WANDB_SILENT="true")
        for job, lr in ((1, 0.1), (2, 0.2)):
            mine = [line for line in lines if line.get("job") == job]
            values = {}
            for line in of(mine, "params"):
                values.update(line["values"])
            self.assertEqual(values, {"lr": lr, "size": 4, "late": "x"})
            told = [(line["values"], line["step"]) for line in of(mine, "metrics")]
            self.assertEqual(told, [({"loss": lr, "part.f1": 0.5}, 0), ({"loss": lr + 1, "part.f1": 0.5}, 1), ({"end": 1.0}, 7)])
            self.assertEqual(len(of(mine, "end")), 1)
        self.hear(script % "disabled", WANDB_SILENT="true")

    @unittest.skipUnless(has("mlflow"), "no mlflow")
    def test_mlflow(self):
        lines, said, output = self.hear(
            """
import mlflow
mlflow.set_tracking_uri("sqlite:///m.db")
for lr in (0.1, 0.2):
    with mlflow.start_run(run_name="r%s" % lr):
        mlflow.log_param("lr", lr); mlflow.log_params({"size": 4})
        mlflow.log_metric("loss", lr * 2, step=3); mlflow.log_metrics({"f1": 0.5, "p": 0.25})
said(mlflow.search_runs(output_format="list")[0].data.metrics)
""",
            MLFLOW_ALLOW_FILE_STORE="true",
        )
        self.assertEqual([line["name"] for line in of(lines, "begin", source="mlflow")], ["r0.1", "r0.2"])
        for job, lr in ((1, 0.1), (2, 0.2)):
            mine = [line for line in lines if line.get("job") == job]
            self.assertEqual([line["values"] for line in of(mine, "params")], [{"lr": lr}, {"size": 4}])
            self.assertEqual([(line["values"], line.get("step")) for line in of(mine, "metrics")], [({"loss": lr * 2}, 3), ({"f1": 0.5, "p": 0.25}, None)])


if __name__ == "__main__":
    unittest.main()
