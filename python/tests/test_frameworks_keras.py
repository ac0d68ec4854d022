import unittest

from frameworks_hearing import Hearing, has, of

COMMON = """
import numpy as np, keras
keras.utils.set_random_seed(1)
x, y = np.random.rand(60, 4).astype("float32"), np.random.randint(0, 2, 60)
x_train, y_train, x_dev, y_dev, x_test, y_test = x[:30], y[:30], x[30:45], y[30:45], x[45:], y[45:]
def make(lr):
    m = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(4, activation="relu"), keras.layers.Dense(1, activation="sigmoid")])
    m.compile(optimizer=keras.optimizers.SGD(lr), loss="binary_crossentropy", metrics=["accuracy"])
    return m
"""


@unittest.skipUnless(has("keras"), "no keras")
class Keras(Hearing):
    def test_epochs_best_and_evaluations(self):
        lines, said, output = self.hear(
            COMMON
            + """
for lr in (3.0, 0.5):
    m = make(lr)
    stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=2, restore_best_weights=True)
    h = m.fit(x_train, y_train, epochs=5, batch_size=10, validation_data=(x_dev, y_dev), callbacks=[stop], verbose=0)
    said([h.history, stop.best, stop.best_epoch])
    said([m.evaluate(x_dev, y_dev, verbose=0, return_dict=True), m.evaluate(x_test, y_test, verbose=0)])
"""
        )
        self.assertEqual([line["source"] for line in of(lines, "begin")], ["keras"] * 2)
        for job in (1, 2):
            history, best, best_epoch = said[job * 2 - 2]
            dev, test = said[job * 2 - 1]
            mine = [line for line in lines if line.get("job") == job]
            told = {}
            for line in of(mine, "metrics"):
                if "epoch" in line:
                    self.assertEqual(line["step"], 3 * (line["epoch"] + 1))
                    self.assertEqual(line["split"], "val" if "val_loss" in line["values"] else "train")
                    self.assertEqual(line.get("data", {}).get("name"), "dev" if line["split"] == "val" else None)
                    for key, value in line["values"].items():
                        told.setdefault(key, []).append(value)
            self.assertEqual(told, history)
            self.assertEqual(of(mine, "end")[0]["best"], {"metric": "val_loss", "value": best, "step": 3 * (best_epoch + 1), "loaded": True})
            after = [line for line in of(mine, "metrics") if "epoch" not in line]
            self.assertEqual([(line["data"]["name"], line["data"]["rows"]) for line in after], [("dev", 15), ("test", 15)])
            self.assertEqual([after[0]["values"], [after[1]["values"][key] for key in ("loss", "accuracy")]], [dev, test])
            params = of(mine, "params")[0]["values"]
            self.assertEqual((params["epochs"], params["batch_size"], params["optimizer"]["class"], params["loss"]), (5, 10, "SGD", "binary_crossentropy"))
            self.assertAlmostEqual(params["optimizer"]["learning_rate"], (3.0, 0.5)[job - 1], 6)

    def test_changes_nothing(self):
        script = COMMON + """
m = make(0.5)
h = m.fit(x_train, y_train, epochs=2, validation_split=0.2, verbose=0)
said([h.history, float(np.random.rand()), m.evaluate(x_test, y_test, verbose=0)])
"""
        self.assertEqual(self.hear(script)[1], self.hear(script, hooked=False)[1])


if __name__ == "__main__":
    unittest.main()
