"""scikit-learn and seqeval: what the script's own code asks of their metrics, and what it fits."""

import sys

from .. import patch, spool
from . import common
from .lightning import told_within

_FRAMEWORKS = ("lightning", "pytorch_lightning", "keras", "tensorflow")
_NAMES = {
    "accuracy_score": "accuracy",
    "balanced_accuracy_score": "balanced_accuracy",
    "cohen_kappa_score": "cohen_kappa",
    "matthews_corrcoef": "mcc",
    "log_loss": "log_loss",
    "brier_score_loss": "brier_score",
    "hamming_loss": "hamming_loss",
    "zero_one_loss": "zero_one_loss",
    "mean_squared_error": "mse",
    "root_mean_squared_error": "rmse",
    "mean_absolute_error": "mae",
    "mean_absolute_percentage_error": "mape",
    "mean_squared_log_error": "msle",
    "median_absolute_error": "median_absolute_error",
    "explained_variance_score": "explained_variance",
    "max_error": "max_error",
    "r2_score": "r2",
    "ndcg_score": "ndcg",
    "top_k_accuracy_score": "top_k_accuracy",
    "label_ranking_average_precision_score": "lrap",
}
_AVERAGED = {
    "f1_score": "f1",
    "precision_score": "precision",
    "recall_score": "recall",
    "jaccard_score": "jaccard",
    "fbeta_score": "fbeta",
    "roc_auc_score": "roc_auc",
    "average_precision_score": "average_precision",
}
_REPORTED = ("f1", "precision", "recall")
_AVERAGES = {"macro avg": "macro", "micro avg": "micro", "weighted avg": "weighted", "samples avg": "samples"}
_MOST_LABELS, _MOST_CLASSES, _MOST_LINES = 200, 100, 10000
_told = {"lines": 0}


@patch.when_imported("sklearn.metrics._classification", "sklearn.metrics._regression", "sklearn.metrics._ranking")
def _metrics(module):
    for name in list(_NAMES) + list(_AVERAGED) + ["classification_report", "confusion_matrix", "precision_recall_fscore_support"]:
        function = module.__dict__.get(name)
        if function is None or getattr(function, "__module__", None) != module.__name__:
            continue
        look = {
            "classification_report": _report,
            "confusion_matrix": _matrix,
            "precision_recall_fscore_support": _support,
        }.get(name, _averaged if name in _AVERAGED else _metric)
        _listen(module, name, look, "sklearn")


def _listen(module, name, look, source):
    original = getattr(module, name, None)

    def after(result, args, kwargs, seen):
        if _told["lines"] >= _MOST_LINES or not common.called_by_user("sklearn", "seqeval"):
            return
        lightning = None
        if not common.called_by_user(*_FRAMEWORKS):
            # Of a batch, or of an epoch: only at the end of an evaluation the numbers are of the whole.
            lightning = told_within()
            if lightning is None:
                return
        given = common.bound(original, args, kwargs)
        true = given.get("y_true")
        predicted = next((given[key] for key in ("y_pred", "y_score", "y_proba", "y_prob", "pred_decision") if key in given), None)
        told = {"split": None, "data": None}
        evaluations = common.stack("evaluations")
        if lightning is not None:
            told = lightning
        elif evaluations:
            within = evaluations[-1]
            if within["silent"] or within["several"]:
                return
            told = dict(within["job"], split=within["split"], data=within["data"])
            if within["state"] is not None:
                told.update(step=int(within["state"].global_step), epoch=within["state"].epoch)
        else:
            told["data"] = common.array_data(true)
            told["predictions"] = common.digest(predicted)
        # Within an evaluation the numbers come with that evaluation.
        look(original, result, given, source, told, bool(evaluations or lightning))
        _told["lines"] += 1

    patch.wrap(module, name, after=after)
    # Where the package was imported before us, it has its own reference.
    for package in (module.__name__.rpartition(".")[0],):
        outer = sys.modules.get(package)
        if outer is not None and getattr(outer, name, None) is original:
            setattr(outer, name, getattr(module, name))


def _tell(values, source, told):
    values = spool.numbers(values)
    if values:
        spool.tell("metrics", source=source, values=values, **told)


def _metric(original, result, given, source, told, within):
    if within or given.get("normalize") is False:
        return
    name = _NAMES.get(original.__name__, original.__name__)
    if given.get("squared") is False:
        name = "r" + name
    if name == "top_k_accuracy":
        name = "top_%s_accuracy" % given.get("k")
    _tell({_weighted(name, given): result}, source, told)


def _weighted(name, given):
    return name if given.get("sample_weight") is None else "sample_weighted_" + name


def _averaged(original, result, given, source, told, within):
    name, average = _AVERAGED[original.__name__], given.get("average")
    if name == "fbeta":
        name = "f%g" % given.get("beta")
    if average is None and given.get("sample_weight") is None:
        if name in _REPORTED:
            labels = _labels(given)
            if len(labels) == len(result):
                _tell_report({str(key): {name: value} for key, value in zip(labels, result)}, told)
        return
    if within:
        return
    if name in ("roc_auc", "average_precision"):
        kind = given.get("multi_class")
        name = "%s_%s" % (name, kind) if kind in ("ovr", "ovo") and _classes(given) > 2 else name
        name = name if average == "macro" else "%s_%s" % (name, average)
    elif average == "binary":
        positive = given.get("pos_label", 1)
        if positive not in (1, True):
            # Of a class that the script has named: a number of that class.
            if name in _REPORTED and given.get("sample_weight") is None:
                _tell_report({str(positive): {name: result}}, told)
            return
    else:
        name = "%s_%s" % (average, name)
        if given.get("labels") is not None and not set(_labels({"y_true": given["y_true"]})) <= set(_list(given["labels"])):
            name += "_subset"
    _tell({_weighted(name, given): result}, source, told)


def _support(original, result, given, source, told, within):
    precision, recall, f, support = result
    average, beta = given.get("average"), given.get("beta", 1.0)
    names = ("precision", "recall", "f1" if beta == 1.0 else "f%g" % beta)
    if average is None:
        if given.get("sample_weight") is not None or beta != 1.0:
            return
        rows = zip(_labels(given), precision, recall, f, support)
        _tell_report({str(row[0]): dict(zip(("precision", "recall", "f1", "support"), row[1:])) for row in rows}, told)
    else:
        for name, value in zip(names, (precision, recall, f)):
            _averaged(_Named({v: k for k, v in _AVERAGED.items()}.get(name, "fbeta_score")), value, given, source, told, within)


class _Named:
    def __init__(self, name):
        self.__name__ = name


def _list(values):
    return values.tolist() if hasattr(values, "tolist") else list(values)


def _labels(given):
    if given.get("labels") is not None:
        return _list(given["labels"])
    unique = sys.modules["sklearn.utils.multiclass"].unique_labels
    return _list(unique(*[given[key] for key in ("y_true", "y_pred") if key in given]))


def _classes(given):
    return len(_labels({"y_true": given["y_true"]}))


def _report(original, result, given, source, told, within):
    if given.get("sample_weight") is not None:
        return
    if "output_dict" not in given:
        return  # too old to say it
    if not given["output_dict"]:
        quiet = {"output_dict": True}
        if given.get("zero_division") == "warn":
            quiet["zero_division"] = 0  # the same numbers; the warning has been given
        result = original(**dict(given, **quiet))
    names = given.get("target_names")
    if names is not None and len(set(map(str, names))) != len(list(names)):
        return
    seqeval = source == "seqeval"
    _tell_result(result, "seqeval" if seqeval else "sklearn.classification_report", told)


def _tell_result(result, source, told):
    labels, averages, accuracy = {}, {}, None
    for key, value in result.items():
        if not isinstance(value, dict):
            accuracy = spool.as_number(value)
            continue
        row = {name.replace("f1-score", "f1"): spool.as_number(number) for name, number in value.items()}
        (averages if key in _AVERAGES else labels)[_AVERAGES.get(key, str(key))] = row
    _tell_report(labels, told, source, averages, accuracy)


def _tell_report(labels, told, source="sklearn.classification_report", averages=None, accuracy=None):
    labels = {key: {name: spool.as_number(value) for name, value in row.items()} for key, row in labels.items()}
    if len(labels) > _MOST_LABELS:
        labels = None
    if labels or averages:
        spool.tell("report", source=source, labels=labels, averages=averages, accuracy=accuracy, **told)


def _matrix(original, result, given, source, told, within):
    if given.get("sample_weight") is not None:
        return
    labels = _labels(given)
    if given.get("normalize"):
        result = original(**dict(given, normalize=None))
    rows = result.tolist()
    if len(labels) == len(rows) <= _MOST_CLASSES:
        spool.tell("matrix", labels=[str(label) for label in labels], rows=rows, **told)


@patch.when_imported("seqeval.metrics.sequence_labeling")
def _seqeval(module):
    _listen(module, "classification_report", _report, "seqeval")
    for name in ("f1_score", "precision_score", "recall_score"):
        _listen(module, name, _averaged, "seqeval")
    _listen(module, "accuracy_score", _metric, "seqeval")


# Fitting.


@patch.when_imported("sklearn.base")
def _base(module):
    def make(original):
        def context(*args, **kwargs):
            decorate = original(*args, **kwargs)
            return lambda fit: _fit(decorate(fit))

        return context

    patch.around(module, "_fit_context", make)
    for kind, name in (("TransformerMixin", "fit_transform"), ("ClusterMixin", "fit_predict")):
        common.span(getattr(module, kind, None), name, _fits, _fitted)


@patch.when_imported("sklearn.feature_extraction.text")
def _text(module):
    common.span(module.TfidfVectorizer, "fit_transform", _fits, _fitted)


def _fit(method):
    if method.__name__ not in ("fit", "fit_transform", "fit_predict"):
        return method
    return common.spanning(method, "sklearn." + method.__name__, _fits, _fitted)


def _fits(args, kwargs):
    depth = common.stack("fits")
    depth.append(1)
    if len(depth) > 1 or not common.called_by_user("sklearn", *_FRAMEWORKS):
        return None
    estimator = args[0]
    if not hasattr(estimator, "get_params"):
        return None
    spool.tell("params", source="sklearn", values=_values(estimator.get_params()), model=type(estimator).__name__)
    return True


def _values(params):
    found = {}
    for key, value in params.items():
        if hasattr(value, "get_params"):
            found[key] = type(value).__name__
        elif _scalar(value) or (isinstance(value, (list, tuple)) and len(value) <= 20 and all(_scalar(part) for part in value)):
            found[key] = value
    return found


def _scalar(value):
    return value is None or isinstance(value, (str, int, float)) or spool.as_number(value) is not None


def _fitted(result, error, args, kwargs, seen):
    depth = common.stack("fits")
    if depth:
        depth.pop()
    if not seen or error is not None:
        return
    search = args[0]
    best = search.__dict__.get("best_params_")
    if isinstance(best, dict):
        model = type(search).__name__ + ".best"
        spool.tell("params", source="sklearn", values=_values(best), model=model)
        score = search.__dict__.get("best_score_")
        if score is not None:
            scoring = search.scoring if isinstance(search.scoring, str) else search.refit if isinstance(search.refit, str) else "score"
            spool.tell("metrics", source="sklearn", values=spool.numbers({scoring: score}), split="cv", data=_cv_data(args, kwargs))


def _cv_data(args, kwargs):
    labels = kwargs.get("y", args[2] if len(args) > 2 else None)
    found = common.array_data(labels) if labels is not None else None
    # Held-out parts of it: the name of the whole is no name for them.
    return {key: value for key, value in found.items() if key != "name"} if found else None


@patch.when_imported("sklearn.model_selection._validation")
def _validation(module):
    for name in ("cross_val_score", "cross_validate"):
        original = getattr(module, name, None)
        patch.wrap(module, name, after=lambda result, args, kwargs, seen, of=original: _crossed(result, common.bound(of, args, kwargs)))


def _crossed(result, given):
    if not common.called_by_user("sklearn"):
        return
    scoring = given.get("scoring")
    scoring = scoring if isinstance(scoring, str) else "score"
    if not isinstance(result, dict):
        result = {"test_score": result}
    values = {}
    for key, scores in result.items():
        if key.startswith("test_"):
            name = scoring if key == "test_score" else key[5:]
            values[name], values[name + "_std"] = scores.mean(), scores.std()
    data = _cv_data((None, None), {"y": given.get("y")})
    spool.tell("metrics", source="sklearn", values=spool.numbers(values), split="cv", data=data)
    estimator = given.get("estimator")
    if hasattr(estimator, "get_params"):
        spool.tell("params", source="sklearn", values=_values(estimator.get_params()), model=type(estimator).__name__)
