"""Answers with scikit-learn and SciPy what comparing two runs by example answers: reads a JSON list of cases, prints a list of answers."""

import json
import sys

import numpy as np
from scipy import stats
from sklearn import metrics


def scores(gold, predicted, labels):
    options = {"labels": labels, "average": None, "zero_division": 0}
    return {
        "accuracy": metrics.accuracy_score(gold, predicted),
        "macro_f1": metrics.f1_score(gold, predicted, average="macro", zero_division=0),
        "recall": list(metrics.recall_score(gold, predicted, **options)),
        "f1": list(metrics.f1_score(gold, predicted, **options)),
    }


def mcnemar(gold, before, after):
    only_before, only_after = int(np.sum((before == gold) & (after != gold))), int(np.sum((after == gold) & (before != gold)))
    return stats.binomtest(only_before, only_before + only_after).pvalue if only_before + only_after else 1.0


def sign_flip(differences):
    far = lambda x, axis: np.abs(np.mean(x, axis=axis))  # noqa: E731
    options = {"permutation_type": "samples", "alternative": "greater", "n_resamples": np.inf, "vectorized": True}
    return stats.permutation_test((differences,), far, **options).pvalue


def answer(case):
    gold, before, after = (np.array(case[name]) for name in ("gold", "before", "after"))
    labels = case["labels"]
    of = lambda label: gold == label  # noqa: E731
    return {
        "before": scores(gold, before, labels),
        "after": scores(gold, after, labels),
        "p": mcnemar(gold, before, after),
        "classes": [mcnemar(gold[of(each)], before[of(each)], after[of(each)]) for each in labels],
        "sign_flip": sign_flip(np.array(case["after_loss"]) - np.array(case["before_loss"])),
    }


print(json.dumps([answer(case) for case in json.load(sys.stdin)]))
