"""A scikit-learn classifier that prints its report."""

import json
import sys

import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import accuracy_score, classification_report, confusion_matrix, f1_score
from sklearn.pipeline import make_pipeline
from texts import LABELS

train = pd.read_csv("data/train.csv")
dev = pd.read_csv("data/dev.csv")
test = pd.read_csv("data/test.csv")
model = make_pipeline(TfidfVectorizer(), LogisticRegression(C=float(sys.argv[1]) if len(sys.argv) > 1 else 1.0, random_state=7))
model.fit(train.text, train.label)

y_dev, y_test = dev.label, test.label
dev_pred = model.predict(dev.text)
print("dev accuracy", accuracy_score(y_dev, dev_pred))
pred = model.predict(test.text)
print(classification_report(y_test, pred, target_names=LABELS))
print(confusion_matrix(y_test, pred))
report = classification_report(y_test, pred, target_names=LABELS, output_dict=True)
truth = {"report": report, "dev_accuracy": accuracy_score(y_dev, dev_pred), "macro_f1": f1_score(y_test, pred, average="macro")}
truth["matrix"] = confusion_matrix(y_test, pred).tolist()
print("TRUTH " + json.dumps(truth))
