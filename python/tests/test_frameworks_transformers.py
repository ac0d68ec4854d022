import unittest

from frameworks_hearing import Hearing, has, of

COMMON = """
import random, sys, warnings, numpy as np, torch
from tokenizers import Tokenizer, models, pre_tokenizers
from transformers import (BertConfig, BertForSequenceClassification, PreTrainedTokenizerFast, Trainer, TrainingArguments,
                          DataCollatorWithPadding, set_seed)
import inspect
words = ["[PAD]", "[UNK]"] + ["w%d" % i for i in range(30)]
core = Tokenizer(models.WordLevel({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
core.pre_tokenizer = pre_tokenizers.Whitespace()
tok = PreTrainedTokenizerFast(tokenizer_object=core, pad_token="[PAD]", unk_token="[UNK]", model_max_length=16)

class Texts(torch.utils.data.Dataset):
    def __init__(self, n, seed):
        draw = random.Random(seed)
        self.items = [dict(tok(" ".join(draw.choice(words) for _ in range(6))), labels=draw.randrange(3)) for _ in range(n)]
    def __len__(self): return len(self.items)
    def __getitem__(self, i): return self.items[i]

def model(hidden=16):
    set_seed(1)
    return BertForSequenceClassification(BertConfig(vocab_size=40, hidden_size=hidden, num_hidden_layers=1, num_attention_heads=2,
        intermediate_size=16, max_position_embeddings=32, num_labels=3))

EVAL = "eval_strategy" if "eval_strategy" in inspect.signature(TrainingArguments).parameters else "evaluation_strategy"
def arguments(**more):
    given = dict(output_dir="out", num_train_epochs=2, per_device_train_batch_size=8, logging_steps=2, report_to=[], disable_tqdm=True,
                 learning_rate=1e-3, save_strategy="epoch", metric_for_best_model="macro_f1", load_best_model_at_end=True, use_cpu=True)
    given[EVAL] = "epoch"
    given.update(more)
    return TrainingArguments(**given)

def trainer(m, a, train, dev, **more):
    kind = more.pop("kind", Trainer)
    key = "processing_class" if "processing_class" in inspect.signature(Trainer.__init__).parameters else "tokenizer"
    return kind(model=m, args=a, train_dataset=train, eval_dataset=dev, data_collator=DataCollatorWithPadding(tok), **{key: tok}, **more)
"""

SCORE = """
from sklearn.metrics import f1_score, accuracy_score, classification_report, confusion_matrix
def scores(p):
    guess = p.predictions.argmax(-1)
    said(["report", classification_report(p.label_ids, guess, output_dict=True, zero_division=0)])
    confusion_matrix(p.label_ids, guess)
    return {"macro_f1": f1_score(p.label_ids, guess, average="macro"), "accuracy": accuracy_score(p.label_ids, guess)}
"""


@unittest.skipUnless(has("transformers", "torch"), "no transformers")
class Transformers(Hearing):
    def test_trains_evaluates_and_predicts(self):
        lines, said, output = self.hear(
            COMMON
            + SCORE
            + """
train_ds, dev_ds, test_ds = Texts(40, 1), Texts(20, 2), Texts(24, 3)
t = trainer(model(), arguments(weight_decay=0.01), train_ds, dev_ds, compute_metrics=scores)
t.train()
said(["history", t.state.log_history])
said(["best", t.state.best_metric, t.state.best_model_checkpoint])
said(["dev", t.evaluate()])
said(["test", t.evaluate(test_ds)])
said(["predict", t.predict(test_ds).metrics])
"""
        )
        facts = {item[0]: item[1:] for item in said if item[0] != "report"}
        begin, end = of(lines, "begin")[0], of(lines, "end")[0]
        self.assertEqual((begin["source"], begin["job"], end["job"], end["status"]), ("transformers", 1, 1, "finished"))
        value, checkpoint = facts["best"]
        self.assertEqual(end["best"], {"metric": "eval_macro_f1", "value": value, "loaded": True, "step": int(checkpoint.rpartition("-")[2])})
        # Curves: each log of the trainer once, under what it is.
        history = facts["history"][0]
        for source, split, mark in (("transformers.log", "train", "loss"), ("transformers.evaluate", "eval", "eval_loss")):
            told = [line for line in of(lines, "metrics", source=source, split=split) if mark in line["values"] and "step" in line]
            logged = [item for item in history if mark in item]
            self.assertEqual([(line["step"], line["epoch"], line["values"][mark]) for line in told], [(i["step"], i["epoch"], i[mark]) for i in logged])
            self.assertEqual({line["job"] for line in told}, {1})
        self.assertFalse([key for line in of(lines, "metrics", split="train") for key in line["values"] if key.startswith(("eval_", "test_"))])
        # Afterwards: dev and test are told apart, and are no points of a curve.
        after = [line for line in of(lines, "metrics") if line["source"] != "transformers.log" and "step" not in line]
        dev, test, predicted = after
        self.assertEqual((dev["values"]["eval_macro_f1"], dev["data"]["name"], dev["data"]["rows"]), (facts["dev"][0]["eval_macro_f1"], "dev", 20))
        self.assertEqual((test["values"]["eval_macro_f1"], test["data"]["name"], test["data"]["rows"]), (facts["test"][0]["eval_macro_f1"], "test", 24))
        self.assertEqual((predicted["source"], predicted["split"]), ("transformers.predict", "test"))
        self.assertEqual(predicted["values"]["test_loss"], facts["predict"][0]["test_loss"])
        self.assertEqual(predicted["data"], test["data"])
        self.assertNotEqual(dev["data"]["id"], test["data"]["id"])
        during = of(lines, "metrics", source="transformers.evaluate")[0]
        self.assertEqual(during["data"], dev["data"])
        self.assertTrue(all(line["job"] == 1 for line in after))
        # sklearn within: reports and matrices of that evaluation, no numbers of their own.
        self.assertEqual(of(lines, "metrics", source="sklearn"), [])
        reports = of(lines, "report")
        self.assertEqual([(r["split"], r["data"]["name"], r.get("step")) for r in reports],
                         [("eval", "dev", 5), ("eval", "dev", 10), ("eval", "dev", None), ("eval", "test", None), ("test", "test", None)])
        for told, real in zip(reports, [item[1] for item in said if item[0] == "report"]):
            self.assertEqual(told["labels"]["1"]["f1"], real["1"]["f1-score"])
            self.assertEqual(told["averages"]["macro"]["f1"], real["macro avg"]["f1-score"])
        self.assertEqual(len(of(lines, "matrix")), 5)
        # Params.
        args = of(lines, "params", source="transformers.TrainingArguments")[0]["values"]
        self.assertEqual((args["learning_rate"], args["weight_decay"], args["seed"], args["num_train_epochs"]), (1e-3, 0.01, 42, 2))
        self.assertFalse([key for key in args if key.endswith("_dir") or "token" in key or key.startswith("hub")], args)
        config = of(lines, "params", model="model")[0]["values"]
        self.assertEqual((config["model_type"], config["hidden_size"], config["num_labels"]), ("bert", 16, 3))
        self.assertEqual(of(lines, "params", model="tokenizer")[0]["values"]["model_max_length"], 16)

    def test_names_and_trainings_are_not_mixed(self):
        lines, said, output = self.hear(
            COMMON
            + """
from transformers import AutoModelForSequenceClassification
class Own(Trainer):
    def evaluate(self, eval_dataset=None, ignore_keys=None, metric_key_prefix="eval"):
        found = super().evaluate(eval_dataset, ignore_keys=ignore_keys, metric_key_prefix=metric_key_prefix)
        return found
class Whole(Trainer):
    def evaluate(self, eval_dataset=None, ignore_keys=None, metric_key_prefix="eval"):
        found = {metric_key_prefix + "_own": 0.5 if eval_dataset is None else 0.25}
        self.log(found)
        return found
train = Texts(16, 1)
folds = {"news": Texts(8, 2), "tweets": Texts(9, 3)}
for number in range(2):
    a = arguments(num_train_epochs=1, metric_for_best_model=None, load_best_model_at_end=False, learning_rate=1e-3 * (number + 1), save_strategy="no")
    t = trainer(model(), a, train, folds, kind=Own if number else Trainer)
    t.train()
    said([number, t.state.log_history, t.evaluate(Texts(5, 4 + number), metric_key_prefix="held")])
    t.save_model("saved%d" % number)
plain = arguments(metric_for_best_model=None, load_best_model_at_end=False, **{EVAL: "no"})
one = AutoModelForSequenceClassification.from_pretrained("saved0")
said(["one", trainer(one, plain, None, folds["news"]).evaluate()])
two = AutoModelForSequenceClassification.from_pretrained("saved1")
said(["two", trainer(two, plain, None, folds["news"]).evaluate()])
w = trainer(model(), plain, train, folds["news"], kind=Whole)
w.evaluate(); w.evaluate(folds["tweets"])
"""
        )
        begins = of(lines, "begin")
        self.assertEqual([line.get("name") for line in begins], [None, None, "evaluation", "evaluation"])
        for number, history, held in said[:2]:
            mine = [line for line in lines if line.get("job") == number + 1]
            told = {key: value for line in of(mine, "metrics", source="transformers.evaluate") for key, value in line["values"].items()}
            real = {key: value for item in history for key, value in item.items() if key.startswith("eval_")}
            real.update((key, value) for key, value in held.items() if key != "epoch")
            self.assertEqual(told, real)
            splits = [line["split"] for line in of(mine, "metrics", source="transformers.evaluate")]
            self.assertEqual(splits, ["eval_news", "eval_tweets", "held"])
            self.assertEqual(of(mine, "params", source="transformers.TrainingArguments")[0]["values"]["learning_rate"], 1e-3 * (number + 1))
        held = of(lines, "metrics", split="held")
        self.assertNotEqual(held[0]["data"]["id"], held[1]["data"]["id"])
        self.assertNotIn("name", held[0]["data"])
        loaded = [line for line in of(lines, "metrics") if line["split"] == "eval" and "eval_loss" in line["values"]]
        self.assertEqual([line["values"]["eval_loss"] for line in loaded], [said[2][1]["eval_loss"], said[3][1]["eval_loss"]])
        self.assertNotEqual(loaded[0].get("job"), loaded[1].get("job"))
        own = [line for line in of(lines, "metrics") if "eval_own" in line["values"]]
        self.assertEqual([line["values"]["eval_own"] for line in own], [0.5, 0.25])
        self.assertNotEqual(own[0]["data"]["id"], own[1]["data"]["id"])
        hubs = of(lines, "hub", kind="model")
        self.assertTrue(hubs[0]["local"] and hubs[0]["name"].endswith("saved0"))

    def test_changes_nothing(self):
        script = COMMON + SCORE + """
train_ds, dev_ds = Texts(24, 1), Texts(12, 2)
t = trainer(model(), arguments(), train_ds, dev_ds, compute_metrics=scores)
t.train()
timed = ("runtime", "per_second")
said([{k: v for k, v in item.items() if not k.endswith(timed)} for item in t.state.log_history])
said([random.random(), float(np.random.rand()), float(torch.rand(1))])
said([type(c).__name__ for c in t.callback_handler.callbacks])
try:
    t.evaluate(object())
except Exception as error:
    said(type(error).__name__)
"""
        self.assertEqual(self.hear(script)[1], self.hear(script, hooked=False)[1])

    def test_a_failure_ends_the_training_as_failed(self):
        lines, said, output = self.hear(
            COMMON
            + """
class Broken(Trainer):
    def compute_loss(self, *args, **kwargs): raise ValueError("no")
try:
    trainer(model(), arguments(), Texts(8, 1), Texts(8, 2), kind=Broken).train()
except ValueError:
    said(1)
"""
        )
        self.assertEqual([line["status"] for line in of(lines, "end")], ["failed"])


if __name__ == "__main__":
    unittest.main()
