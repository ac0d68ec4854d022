import unittest

from frameworks_hearing import Hearing, has, of

DATA = """
import warnings, numpy as np
from sklearn.datasets import make_classification
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.metrics import *
X, y = make_classification(n_samples=200, n_classes=3, n_informative=6, random_state=0)
names = np.array(["ham", "spam", "news"])
y = names[y]
X_train, y_train, X_dev, y_dev, X_test, y_test = X[:120], y[:120], X[120:160], y[120:160], X[160:], y[160:]
"""


@unittest.skipUnless(has("sklearn"), "no scikit-learn")
class Sklearn(Hearing):
    def test_reports_matrices_and_metrics_of_each_split(self):
        lines, said, output = self.hear(
            DATA
            + """
clf = make_pipeline(StandardScaler(), LogisticRegression(C=0.5, max_iter=300)).fit(X_train, y_train)
guess, dev_guess = clf.predict(X_test), clf.predict(X_dev)
def show(y_true, y_pred):
    print(classification_report(y_true, y_pred))
    said(classification_report(y_true, y_pred, output_dict=True))
show(y_test, guess)
said(confusion_matrix(y_test, guess).tolist())
said([accuracy_score(y_dev, dev_guess), f1_score(y_dev, dev_guess, average="macro"), f1_score(y_dev, dev_guess, average="weighted"),
      matthews_corrcoef(y_dev, dev_guess), roc_auc_score(y_dev, clf.predict_proba(X_dev), multi_class="ovr"), log_loss(y_dev, clf.predict_proba(X_dev))])
said(f1_score(y_test, guess, average=None).tolist())
said(fbeta_score(y_test, guess, beta=0.5, average="macro"))
said(f1_score(y_test, guess, average="macro", labels=["ham", "spam"]))
said([float(v) for v in precision_recall_fscore_support(y_test, guess, average="micro")[:3]])
precision_recall_fscore_support(y_test, guess)
confusion_matrix(y_test, guess, normalize="true")
accuracy_score(y_test, guess, normalize=False)
accuracy_score(y_test[:10], guess[:10])
"""
        )
        report, rows, dev, classes, fbeta, subset, micro = said
        reports = of(lines, "report")
        self.assertEqual(len(reports), 4)
        for told in reports[:2] + reports[3:]:
            self.assertEqual(told["labels"], {k: dict(precision=report[k]["precision"], recall=report[k]["recall"], f1=report[k]["f1-score"], support=report[k]["support"]) for k in ("ham", "spam", "news")})
        self.assertEqual((reports[0]["accuracy"], reports[0]["averages"]["macro"]["f1"]), (report["accuracy"], report["macro avg"]["f1-score"]))
        self.assertEqual({(r["data"]["name"], r["data"]["rows"], r["data"]["id"], r["predictions"]) for r in reports},
                         {("test", 40, reports[0]["data"]["id"], reports[0]["predictions"])})
        self.assertEqual(reports[2]["labels"], {k: {"f1": v} for k, v in zip(("ham", "news", "spam"), classes)})
        for matrix in of(lines, "matrix"):
            self.assertEqual((matrix["labels"], matrix["rows"], matrix["data"]["name"]), (["ham", "news", "spam"], rows, "test"))
        metrics = of(lines, "metrics")
        told = [(key, value) for line in metrics if line["data"].get("name") == "dev" for key, value in line["values"].items()]
        self.assertEqual(told, list(zip(("accuracy", "macro_f1", "weighted_f1", "mcc", "roc_auc_ovr", "log_loss"), dev)))
        told = {key: value for line in metrics if line["data"].get("name") == "test" for key, value in line["values"].items()}
        self.assertEqual(told, {"macro_f0.5": fbeta, "macro_f1_subset": subset, "micro_precision": micro[0], "micro_recall": micro[1], "micro_f1": micro[2]})
        self.assertEqual([(line["values"].keys(), line["data"]["rows"]) for line in metrics if "name" not in line["data"]], [({"accuracy": 1}.keys(), 10)])
        params = of(lines, "params")
        self.assertEqual(len(params), 1)
        self.assertEqual((params[0]["model"], params[0]["values"]["logisticregression__C"], params[0]["values"]["logisticregression"]), ("Pipeline", 0.5, "LogisticRegression"))

    def test_folds_and_searches_are_silent_within(self):
        lines, said, output = self.hear(
            DATA
            + """
from sklearn.model_selection import GridSearchCV, cross_val_score, cross_validate
def own(y_true, y_pred): return f1_score(y_true, y_pred, average="macro")
search = GridSearchCV(LogisticRegression(), {"C": [0.1, 1.0]}, scoring=make_scorer(own), cv=3).fit(X_train, y_train)
said([search.best_params_, search.best_score_])
scores = cross_val_score(LogisticRegression(), X_train, y_train, cv=3, scoring="accuracy")
said([scores.mean(), scores.std()])
def run():
    from sklearn.feature_extraction.text import TfidfVectorizer
    TfidfVectorizer(ngram_range=(1, 2)).fit_transform(["aa bb", "bb cc"])
run()
"""
        )
        params = [(line["model"], line["values"]) for line in of(lines, "params")]
        self.assertEqual([model for model, values in params], ["GridSearchCV", "GridSearchCV.best", "LogisticRegression", "TfidfVectorizer"])
        self.assertEqual(params[1][1], said[0][0])
        self.assertEqual(params[3][1]["ngram_range"], [1, 2])
        metrics = of(lines, "metrics")
        self.assertEqual([line["values"] for line in metrics], [{"score": said[0][1]}, {"accuracy": said[1][0], "accuracy_std": said[1][1]}])
        self.assertTrue(all(line["split"] == "cv" and "name" not in line["data"] for line in metrics))

    def test_binary_classes_and_lists(self):
        lines, said, output = self.hear(
            """
from sklearn.metrics import f1_score, precision_score, accuracy_score
def evaluate(gold, guess):
    f1_score(gold, guess); precision_score(gold, guess, pos_label=0); accuracy_score(gold, guess)
test_gold, valGold = [1, 0, 1, 1], [0, 1, 1, 1]
evaluate(test_gold, [1, 1, 1, 0])
evaluate(valGold, [1, 1, 1, 0])
evaluate(list(valGold), [1, 1, 1, 0])
gold_dev_or_test = [1, 1]
accuracy_score(gold_dev_or_test, [1, 1])
"""
        )
        metrics, reports = of(lines, "metrics"), of(lines, "report")
        self.assertEqual([list(line["values"]) for line in metrics], [["f1"], ["accuracy"]] * 3 + [["accuracy"]])
        self.assertEqual([line["data"].get("name") for line in metrics], ["test", "test", "val", "val", None, None, None])
        self.assertEqual([line["labels"] for line in reports], [{"0": {"precision": 0.0}}] * 3)
        self.assertEqual(len({line["data"]["id"] for line in metrics}), 4)

    def test_warnings_variables_and_output_are_as_before(self):
        script = DATA + """
import gc, weakref, sys
class Big(list): pass
def scope():
    y_test = Big([0, 1, 2, 1]); reference = weakref.ref(y_test)
    accuracy_score(y_test, [0, 1, 1, 1])
    print(classification_report(y_test, [0, 1, 1, 1], digits=4))
    f1_score(y_test, [0, 1, 1, 1], average="macro")
    del y_test
    said(reference() is None)
def other():
    held = locals()
    held["x"] = 1
    y = [1, 0]
    accuracy_score(y, [1, 1])
    said(sorted(held))
scope(); other()
np.random.seed(3)
said(float(np.random.rand()))
import pickle, inspect
said([pickle.loads(pickle.dumps(f1_score)) is f1_score, list(inspect.signature(f1_score).parameters)])
print(LogisticRegression(max_iter=3).fit(X_train, y_train).get_params())
try:
    accuracy_score([1], [1, 2])
except ValueError as error:
    said(str(error))
"""
        with_us, without = self.hear(script), self.hear(script, hooked=False)
        self.assertEqual(with_us[1], without[1])
        self.assertEqual(with_us[2], without[2])


@unittest.skipUnless(has("seqeval"), "no seqeval")
class Seqeval(Hearing):
    def test_reports_entities(self):
        lines, said, output = self.hear(
            """
from seqeval.metrics import classification_report, f1_score
y_test = [["B-PER", "I-PER", "O"], ["B-LOC", "O"]]
guess = [["B-PER", "I-PER", "O"], ["O", "B-LOC"]]
print(classification_report(y_test, guess))
said([classification_report(y_test, guess, output_dict=True)["PER"]["f1-score"], f1_score(y_test, guess)])
"""
        )
        report = of(lines, "report", source="seqeval")[0]
        self.assertEqual((report["labels"]["PER"]["f1"], report["data"]["name"]), (said[0][0], "test"))
        self.assertEqual(of(lines, "metrics")[0]["values"], {"micro_f1": said[0][1]})
        self.assertEqual(len({line["data"]["id"] for line in lines if "data" in line}), 1)


if __name__ == "__main__":
    unittest.main()
