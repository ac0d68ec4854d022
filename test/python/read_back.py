"""Reads a YAML stream with one reader and compares each document with what was written.

read_back.py READER STREAM EXPECTED

EXPECTED holds one JSON value a line, with every value tagged, since JSON itself cannot say NaN, -0.0 or the kind of a
number: ["i", "12"], ["f", "1e-05"], ["s", text], ["b", bool], ["n"], ["l", [...]], ["m", [[key, value], ...]].
Prints the differences and how many documents were read.
"""

import json
import math
import re
import sys

sys.setrecursionlimit(10_000)


def readers():
    import ruamel.yaml
    import yaml

    table = {
        "pyyaml": lambda text: yaml.load(text, yaml.SafeLoader),
        "ruamel-safe": lambda text: ruamel.yaml.YAML(typ="safe").load(text),
        "ruamel-1.2-pure": pure_12,
    }
    if hasattr(yaml, "CSafeLoader"):
        table["libyaml"] = lambda text: yaml.load(text, yaml.CSafeLoader)
    return table


def pure_12(text):
    import ruamel.yaml

    reader = ruamel.yaml.YAML(typ="safe", pure=True)
    reader.version = (1, 2)
    return reader.load(text)


def difference(found, expected, path="$"):
    """Where two values differ, kinds of numbers and the sign of zero included; None where nowhere."""
    kind, *rest = expected
    value = rest[0] if rest else None
    if kind == "m":
        if type(found) is not dict or set(found) != {key for key, _ in value}:
            return f"{path}: {found!r} for the keys {[key for key, _ in value]!r}"
        return first(difference(found[key], child, f"{path}/{key}") for key, child in value)
    if kind == "l":
        if type(found) is not list or len(found) != len(value):
            return f"{path}: {found!r} for a list of {len(value)}"
        return first(difference(item, child, f"{path}/{i}") for i, (item, child) in enumerate(zip(found, value)))
    wanted = {"i": int, "f": float, "s": str, "b": bool}.get(kind, lambda _: None)(value)
    return None if same(found, wanted) else f"{path}: {found!r} for {wanted!r}"


def same(found, wanted):
    if type(found) is not type(wanted):
        return False
    if isinstance(wanted, float):
        return (math.isnan(found) and math.isnan(wanted)) or (
            found == wanted and math.copysign(1, found) == math.copysign(1, wanted)
        )
    return found == wanted


def first(differences):
    return next((each for each in differences if each is not None), None)


def read_back(read, document, expected):
    try:
        return difference(read(document), json.loads(expected))
    except Exception as error:  # whatever a reader throws is a finding
        return f"{type(error).__name__}: {error}"


def main():
    name, stream, expected = sys.argv[1:]
    with open(stream, encoding="utf-8", newline="") as file:
        documents = re.split(r"(?m)^---\n", file.read())[1:]
    with open(expected, encoding="utf-8", newline="\n") as file:
        lines = file.read().split("\n")[:-1]
    if len(lines) != len(documents):
        raise SystemExit(f"{len(documents)} documents, {len(lines)} expected")
    read = readers()[name]
    bad = 0
    for i, (document, line) in enumerate(zip(documents, lines)):
        found = read_back(read, document, line)
        if found is None:
            continue
        bad += 1
        if bad <= 10:
            print(f"document {i}: {found}\n{document}")
    print(f"{len(documents) - bad} of {len(documents)} read back equal")


if __name__ == "__main__":
    if sys.argv[1:] == ["--list"]:
        print("\n".join(readers()))
    else:
        main()
