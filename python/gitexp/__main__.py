"""`python -m gitexp run [words] -- CMD…` · `python -m gitexp path`"""

import argparse
import re
import sys

from . import __version__, _inside, _wrap

_NUMBER = re.compile(r"^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$")


def main(argv=None):
    argv = list(sys.argv[1:] if argv is None else argv)
    cut = argv.index("--") if "--" in argv else len(argv)
    words, command = argv[:cut], argv[cut + 1 :]
    parser = make_parser()
    given = parser.parse_args(words)
    if given.what == "path":
        return _path()
    if given.what != "run" or not command:
        parser.error("the command to run is missing: python -m gitexp run -- python train.py")
    try:
        said = said_of(given)
    except ValueError as error:
        parser.error(str(error))
    return _wrap.run(said, command, hook=given.hook)


def make_parser():
    parser = argparse.ArgumentParser(prog="python -m gitexp", description="Record a command where there is no git exp program: see git exp run.")
    parser.add_argument("--version", action="version", version=__version__)
    verbs = parser.add_subparsers(dest="what")
    verbs.add_parser("path", help="print the folder that PYTHONPATH needs first so that Python tells what happens inside")
    run = verbs.add_parser("run", help="run a command, and keep it as a run", usage="python -m gitexp run [words] -- COMMAND…")
    for name, text in _ONE.items():
        run.add_argument("--" + name, help=text)
    for name, (short, shape, text) in _MANY.items():
        run.add_argument("--" + name, *short, action="append", default=[], metavar=shape, help=text)
    run.add_argument("--seed", type=int, help="the seed it is given")
    run.add_argument("--no-hook", dest="hook", action="store_false", help="do not listen inside the Python that the command starts")
    return parser


_ONE = {
    "name": "how people call the run; the script's name where not said",
    "task": "the task, as text_classification",
    "group": "the experiment it belongs to",
    "hypothesis": "what it is to show",
    "parent": "id of the run it belongs to",
    "dataset": "name of the data set",
    "template": "template of the record",
}
_MANY = {
    "tag": (["-t"], "TAG", "tag the run"),
    "note": ([], "TEXT", "add to its notes"),
    "param": (["-p"], "KEY=VALUE", "a parameter"),
    "data": ([], "SPLIT=PATH", "file or folder of a split"),
    "input": ([], "ROLE=PATH", "another input: base_model, tokenizer, checkpoint, prompt …"),
    "artifact": (["-a"], "GLOB", "files it leaves: small ones whole, others by digest"),
}


def said_of(given):
    """The words by the keys of run.json. Raises ValueError where one has no `=`."""
    said = {key: getattr(given, key) for key in _ONE}
    said.update(tags=given.tag, notes=given.note, seed=given.seed, artifacts=given.artifact)
    said["params"] = {key: typed(value) for key, value in map(lambda word: pair(word, "--param"), given.param)}
    places = [pair(word, "--data") for word in given.data] + [pair(word, "--input") for word in given.input]
    said["inputs"] = [{"role": role, "path": _inside.place_of(path)} for role, path in places]
    return {key: value for key, value in said.items() if value not in (None, [], {})}


def pair(word, flag):
    name, sign, value = word.partition("=")
    if not (name and sign and value):
        raise ValueError("%s %s: expected NAME=VALUE" % (flag, word))
    return name, value


def typed(value):
    """`1e-4` is 0.0001, `true` is true; all else is text."""
    if value.lower() in ("true", "false"):
        return value.lower() == "true"
    if not _NUMBER.match(value):
        return value
    return int(value) if re.match(r"^[-+]?\d+$", value) else float(value)


def _path():
    folder = _wrap.inject_folder()
    if folder is None:
        print("gitexp: error: the hook was not installed along", file=sys.stderr)
        return 1
    print(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
