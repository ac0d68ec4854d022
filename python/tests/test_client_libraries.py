"""Notebooks and frameworks, where they are installed."""

import importlib.util
import unittest

from client import Client


def needs(*names):
    return unittest.skipUnless(all(importlib.util.find_spec(name) for name in names), "needs " + " ".join(names))


class Libraries(Client):
    @needs("IPython")
    def test_cells(self):
        self.script(
            """
            from IPython.core.interactiveshell import InteractiveShell
            shell = InteractiveShell.instance()
            for cell in ("x = 1", "import gitexp\\ngitexp.start('nb')", "gitexp.log({'a': x}, step=1)", "1 / 0", "gitexp.log({'a': 2}, step=2)", "gitexp.finish()", "y = 2"):
                shell.run_cell(cell, store_history=True)
            """
        )
        with open(self.folder() + "/cells.py") as file:
            cells = file.read()
        self.assertEqual(cells.count("# %% ["), 6)
        self.assertIn("# %% [1]\nx = 1\n", cells)
        self.assertIn("1 / 0\n# raised ZeroDivisionError: division by zero\n", cells)
        self.assertNotIn("y = 2", cells)
        self.assertEqual(self.values(), [({"a": 1}, 1, None), ({"a": 2}, 2, None)])
        self.assertEqual(self.read("end.json")["status"], "finished")

    @needs("torch", "transformers", "accelerate")
    def test_hf(self):
        self.script(
            """
            import torch, gitexp
            from transformers import BertConfig, BertForSequenceClassification, Trainer, TrainingArguments
            model = BertForSequenceClassification(BertConfig(vocab_size=50, hidden_size=8, num_hidden_layers=1, num_attention_heads=2, intermediate_size=8))
            def made(n): return [{"input_ids": torch.randint(0, 50, (6,)), "labels": i % 2} for i in range(n)]
            args = TrainingArguments("out", max_steps=4, logging_steps=2, per_device_train_batch_size=2, report_to=[], save_strategy="no", use_cpu=True)
            with gitexp.run("hf"):
                dev, test = made(4), made(6)
                trainer = Trainer(model, args, train_dataset=made(8), eval_dataset=dev, callbacks=[gitexp.HFCallback()])
                trainer.train(); trainer.evaluate(); trainer.evaluate(test)
            """
        )
        train = [line for line in self.lines("metrics") if line["source"] == "transformers.log"]
        self.assertEqual([line["step"] for line in train][:2], [2, 4])
        evals = [line for line in self.lines("metrics") if line["source"] == "transformers.evaluate"]
        self.assertEqual([line["data"]["rows"] for line in evals], [4, 6])
        self.assertNotEqual(evals[0]["data"]["id"], evals[1]["data"]["id"])
        self.assertEqual({line["source"] for line in self.lines("params")}, {"transformers.TrainingArguments", "transformers.config"})

    @needs("torch", "lightning")
    def test_lightning(self):
        self.script(
            """
            import torch, gitexp, lightning.pytorch as pl
            class Net(pl.LightningModule):
                def __init__(self, width=3):
                    super().__init__(); self.save_hyperparameters(); self.l = torch.nn.Linear(2, 1)
                def training_step(self, b, i):
                    loss = self.l(b[0]).mean(); self.log("train_loss", loss); return loss
                def configure_optimizers(self): return torch.optim.SGD(self.parameters(), 0.1)
            data = torch.utils.data.DataLoader(torch.utils.data.TensorDataset(torch.zeros(8, 2)), batch_size=2)
            with gitexp.run("pl"):
                pl.Trainer(max_epochs=1, log_every_n_steps=2, logger=gitexp.LightningLogger(), accelerator="cpu", enable_checkpointing=False, enable_progress_bar=False).fit(Net(), data)
            """
        )
        self.assertEqual([(line["values"].keys() & {"train_loss"}, line["step"]) for line in self.lines("metrics")], [({"train_loss"}, 1), ({"train_loss"}, 3)])
        self.assertEqual(self.lines("params")[0]["values"], {"width": 3})
        (env,) = self.lines("env")
        self.assertLessEqual({"torch", "lightning"}, set(env["imported"]))
        self.assertIn("version", env["torch"])
        self.assertIn("torch", self.read("heard/" + env["packages_file"]))

    @needs("torch", "keras")
    def test_keras(self):
        self.script(
            """
            import keras, numpy, gitexp
            model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
            model.compile("sgd", "mse", metrics=["mae"])
            x, y = numpy.zeros((8, 2)), numpy.zeros((8, 1))
            with gitexp.run("k"):
                callback = gitexp.KerasCallback()
                model.fit(x, y, validation_data=(x, y), epochs=2, batch_size=4, verbose=0, callbacks=[callback])
                model.evaluate(x, y, verbose=0, callbacks=[callback])
            """,
            KERAS_BACKEND="torch",
        )
        found = [(line["split"], line.get("step"), line.get("epoch"), sorted(line["values"])) for line in self.lines("metrics")]
        train, val = ["loss", "mae"], ["val_loss", "val_mae"]
        self.assertEqual(found, [("train", 2, 0, train), ("val", 2, 0, val), ("train", 4, 1, train), ("val", 4, 1, val), ("eval", None, None, train)])


if __name__ == "__main__":
    unittest.main()
