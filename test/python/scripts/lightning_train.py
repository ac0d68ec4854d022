"""A LightningModule with its CSV logger."""

import json

import lightning.pytorch as pl
import torch
from texts import LABELS, read_csv


class Classifier(pl.LightningModule):
    def __init__(self, width, lr=0.1):
        super().__init__()
        self.save_hyperparameters()
        self.layer = torch.nn.Linear(width, len(LABELS))

    def _step(self, batch, split):
        x, y = batch
        logits = self.layer(x)
        loss = torch.nn.functional.cross_entropy(logits, y)
        self.log(f"{split}_loss", loss, on_step=False, on_epoch=True)
        self.log(f"{split}_acc", (logits.argmax(1) == y).float().mean(), on_step=False, on_epoch=True)
        return loss

    def training_step(self, batch, _):
        return self._step(batch, "train")

    def validation_step(self, batch, _):
        self._step(batch, "val")

    def test_step(self, batch, _):
        self._step(batch, "test")

    def configure_optimizers(self):
        return torch.optim.SGD(self.parameters(), lr=self.hparams.lr)


def loader(path, words):
    rows = read_csv(path)
    x = torch.tensor([[float(word in row["text"].split()) for word in words] for row in rows])
    y = torch.tensor([row["label"] for row in rows])
    return torch.utils.data.DataLoader(torch.utils.data.TensorDataset(x, y), batch_size=16)


pl.seed_everything(11)
words = sorted({word for row in read_csv("data/train.csv") for word in row["text"].split()})
model = Classifier(len(words), lr=0.2)
trainer = pl.Trainer(max_epochs=2, logger=pl.loggers.CSVLogger("pl_logs"), enable_progress_bar=False, enable_model_summary=False, accelerator="cpu")
trainer.fit(model, loader("data/train.csv", words), loader("data/dev.csv", words))
val = {key: value.item() for key, value in trainer.callback_metrics.items()}
test = trainer.test(model, loader("data/test.csv", words), verbose=False)[0]
print("TRUTH " + json.dumps({"val": val, "test": test}))
