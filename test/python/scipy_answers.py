"""Answers questions with SciPy: reads a JSON object, name → list of questions, and prints name → list of answers.

A question is the list of arguments of the function of that name below. What is not a finite number is answered with null.
"""

import json
import math
import sys

import numpy as np
from scipy import special, stats


def summary(values):
    mean, sd = np.mean(values), np.std(values, ddof=1)
    return [mean, sd, *stats.t.interval(0.95, len(values) - 1, loc=mean, scale=stats.sem(values))]


def welch(a, b):
    test = stats.ttest_ind(a, b, equal_var=False)
    return [test.statistic, test.df, test.pvalue, *test.confidence_interval(0.95)]


def paired(a, b):
    test = stats.ttest_rel(a, b)
    return [test.statistic, test.df, test.pvalue, *test.confidence_interval(0.95)]


def apart(x, y, axis):
    return np.abs(np.mean(x, axis=axis) - np.mean(y, axis=axis))


def far(x, axis):
    return np.abs(np.mean(x, axis=axis))


def permuted(data, statistic, kind):
    options = {"permutation_type": kind, "alternative": "greater", "n_resamples": np.inf, "vectorized": True}
    return stats.permutation_test(data, statistic, **options).pvalue


def mcnemar(b, c):
    if b + c < 25:
        return stats.binomtest(b, b + c, 0.5).pvalue if b + c else 1.0
    return stats.chi2.sf(max(0, abs(b - c) - 1) ** 2 / (b + c), 1)


ANSWERS = {
    "gamma": special.gammaln,
    "logBeta": special.betaln,
    "beta": special.betainc,
    "normalCdf": special.ndtr,
    "normalQuantile": special.ndtri,
    "chiSquareTail": lambda x: stats.chi2.sf(x, 1),
    "tTwoSided": lambda t, df: 2 * stats.t.sf(abs(t), df),
    "tQuantile": lambda p, df: stats.t.ppf(p, df),
    "binomialAtMost": stats.binom.cdf,
    "binomialAtLeast": lambda k, n, p: stats.binom.sf(k - 1, n, p),
    "summary": summary,
    "welch": welch,
    "paired": paired,
    "unpaired": lambda a, b: permuted((a, b), apart, "independent"),
    "signFlip": lambda d: permuted((d,), far, "samples"),
    "mannWhitney": lambda a, b: list(stats.mannwhitneyu(a, b, method="exact")),
    "wilcoxon": lambda a, b: list(stats.wilcoxon(a, b, method="exact")),
    "mcnemar": mcnemar,
    "wilson": lambda k, n: list(stats.binomtest(k, n).proportion_ci(0.95, "wilson")),
    "benjaminiHochberg": lambda ps: list(stats.false_discovery_control(ps)),
}


def plain(answer):
    if isinstance(answer, list):
        return [plain(each) for each in answer]
    return float(answer) if math.isfinite(answer) else None


questions = json.load(sys.stdin)
print(json.dumps({name: [plain(ANSWERS[name](*each)) for each in asked] for name, asked in questions.items()}))
