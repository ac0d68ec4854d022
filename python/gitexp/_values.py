"""What callers give, as lines can hold it: numbers, steps, reports, matrices. What is none of these is left out, with a warning."""

from ._guard import warn
from ._hook import spool

MOST = spool.MOST_ITEMS // 2


def numbers(values, before=""):
    """Name → number of a mapping, nested ones as `eval/f1`; scalars of numpy, torch, tensorflow and jax are numbers."""
    found = {}
    for key, value in dict(values).items():
        name = before + str(key)
        if isinstance(value, dict):
            found.update(numbers(value, name + "/"))
            continue
        number = spool.as_number(value)
        if number is None:
            warn("log: %s is no number (%s) and is left out" % (name, type(value).__name__))
        else:
            found[name] = spool.number(number)
    return found


def integer(value, what="step"):
    """A whole number, `3.0`, `'3'` and a tensor's included; None for None. Raises ValueError for others."""
    if value is None:
        return None
    number = spool.as_number(value)
    number = float(value) if number is None else number
    if isinstance(number, float) and not number.is_integer():
        raise ValueError("%s is no whole number: %r" % (what, value))
    return int(number)


def text(value):
    """None stays None."""
    return None if value is None else str(value)[: spool.MOST_TEXT]


def words(value):
    """A list of texts; one text is a list of one."""
    if value is None:
        return []
    return [str(value)] if isinstance(value, (str, bytes)) or hasattr(value, "__fspath__") else [str(item) for item in value]


def mapping(values):
    """A dict of a mapping, `argparse.Namespace`, dataclass or object with attributes."""
    if values is None:
        return {}
    if hasattr(values, "items"):
        return {str(key): value for key, value in values.items()}
    if hasattr(values, "to_dict"):
        return mapping(values.to_dict())
    if hasattr(values, "__dict__"):
        return {key: value for key, value in vars(values).items() if not key.startswith("_")}
    return mapping(dict(values))


def chunks(items, size=MOST):
    """A dict in parts that a line can hold."""
    pairs = list(items.items())
    return [dict(pairs[at : at + size]) for at in range(0, len(pairs), size)]


_SCORES = {"precision": "precision", "recall": "recall", "f1": "f1", "f1-score": "f1", "f1_score": "f1", "support": "support"}


def report(given):
    """(labels, averages, accuracy) of label → scores, or of scikit-learn's `classification_report(…, output_dict=True)`."""
    labels, averages, accuracy = {}, {}, None
    for key, value in mapping(given).items():
        average = key[: -len(" avg")] if key.endswith(" avg") else None
        if not isinstance(value, dict):
            accuracy = spool.as_number(value) if key == "accuracy" else accuracy
        elif average in ("macro", "micro", "weighted", "samples"):
            averages[average] = scores(value)
        else:
            labels[key] = scores(value)
    return labels, averages, accuracy


def scores(value):
    """precision, recall, f1 and support of a label, whatever f1 is called."""
    found = spool.numbers(value)
    return {_SCORES[key]: number for key, number in found.items() if key in _SCORES}


def rows(matrix):
    """A square of counts as lists, of lists or an array. Raises ValueError where it is none."""
    matrix = matrix.tolist() if hasattr(matrix, "tolist") else matrix
    made = [[spool.as_number(count) for count in row] for row in matrix]
    if not made or any(len(row) != len(made) for row in made) or any(count is None for row in made for count in row):
        raise ValueError("a confusion matrix is a square of counts")
    if len(made) > spool.MOST_ITEMS:
        raise ValueError("a confusion matrix has %d labels at most: keep it as an artifact" % spool.MOST_ITEMS)
    return [[spool.number(count) for count in row] for row in made]


def samples(values):
    """Samples in ms; of more than a line holds as many that have the very same p50 and p95 (by the nearest rank)."""
    values = values.tolist() if hasattr(values, "tolist") else values
    made = sorted(number for number in map(spool.as_number, values) if number is not None)
    most, count = spool.MOST_ITEMS, len(made)
    return made if count <= most else [made[-(-(at + 1) * count // most) - 1] for at in range(most)]
