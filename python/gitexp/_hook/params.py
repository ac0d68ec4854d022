"""Arguments of the command line, as the script's own parser understood them."""

import os
import sys
from _thread import _local

from . import process, spool
from .patch import around, when_imported, wrap

RUNNERS = frozenset("hydra traitlets kernprof line_profiler memory_profiler viztracer scalene debugpy".split())
_STANDARD = os.path.dirname(os.__file__)
_parsing = _local()


def _tells():
    # A launcher's arguments are its own; a worker's command line is that of multiprocessing.
    return process.kind() in ("main", "fork")


def _told(source, values):
    values = {str(name): value for name, value in values.items() if _is_value(value)}
    if values:
        spool.tell("params", source=source, values=values)


def _is_value(value):
    return not callable(value) and not hasattr(value, "read") and not hasattr(value, "write")


def _outermost(owner, name, source, values_of):
    """Wraps a parser's method: the parse that no other parse has called is told, where it is one of this program's own arguments."""

    def make(original):
        def parse(*args, **kwargs):
            depth = getattr(_parsing, "depth", 0)
            _parsing.depth = depth + 1
            try:
                result = original(*args, **kwargs)
            finally:
                _parsing.depth = depth
            if depth == 0:
                _safely(source, _tell_parse, source, values_of, args, kwargs, result)
            return result

        return parse

    around(owner, name, make)


def _safely(where, function, *args):
    try:
        function(*args)
    except Exception as error:
        spool.trouble(where, error)


def _tell_parse(source, values_of, args, kwargs, result):
    given = args[1] if len(args) > 1 else kwargs.get("args")
    if _tells() and _is_of_this_program(given) and not _is_a_tool():
        _told(source, values_of(args[0], result))


def _is_a_tool():
    """Whether it is no part of the program that parses, but what runs it (`python -m cProfile`, `kernprof`), or tells its params itself."""
    own = os.path.dirname(os.path.abspath(__file__))
    frame = sys._getframe(1)
    while frame is not None and frame.f_code.co_filename.startswith((own, os.path.join(_STANDARD, "argparse.py"))):
        frame = frame.f_back
    file = frame.f_code.co_filename if frame is not None else ""
    return file.startswith(_STANDARD + os.sep) and "-packages" + os.sep not in file or _package(file) in RUNNERS


def _package(file):
    for folder in process.facts()["purelib"]:
        if file.startswith(folder + os.sep):
            return file[len(folder) + 1 :].split(os.sep)[0].partition(".")[0]
    return None


def _is_of_this_program(given):
    kernel = process.facts()["main"].endswith(("ipykernel_launcher", "ipykernel_launcher.py", "ipykernel"))
    if given is None:
        return not kernel
    # In a notebook sys.argv is the kernel's, and the cell gives the parser a list.
    own = list(given) == sys.argv[1:]
    return own != kernel


@when_imported("argparse")
def _argparse(argparse):
    for name in ("parse_args", "parse_known_args", "parse_intermixed_args", "parse_known_intermixed_args"):
        _outermost(argparse.ArgumentParser, name, "argparse", _of_namespace)


def _of_namespace(parser, result):
    namespace = result[0] if isinstance(result, tuple) else result
    told_elsewhere = _training_arguments(parser)
    return {name: value for name, value in vars(namespace).items() if name not in told_elsewhere}


def _training_arguments(parser):
    """What `transformers.TrainingArguments` says itself, once it has made of it what holds."""
    kinds = getattr(parser, "dataclass_types", None) or ()
    fields = (getattr(kind, "__dataclass_fields__", {}) for kind in kinds if _is_training(kind))
    return {name for names in fields for name in names}


def _is_training(kind):
    return any(base.__name__ == "TrainingArguments" for base in getattr(kind, "__mro__", ()))


@when_imported("transformers.hf_argparser")
def _files(module):
    """`parse_dict`, and with it `parse_json_file` and `parse_yaml_file`, which go past argparse."""

    def after(result, args, kwargs, seen):
        if _tells():
            for values in result:
                if hasattr(values, "__dataclass_fields__") and not _is_training(type(values)):
                    _told("argparse", {name: getattr(values, name, None) for name in values.__dataclass_fields__})

    wrap(module.HfArgumentParser, "parse_dict", after=after)


@when_imported("click.core", "typer._click.core")
def _click(core):
    def before(args, kwargs):
        context = args[1] if len(args) > 1 else kwargs["ctx"]
        if _tells():
            _told("typer" if core.__name__.startswith("typer") else "click", context.params)

    wrap(core.Command, "invoke", before=before)


@when_imported("jsonargparse._core", "jsonargparse.core")
def _jsonargparse(core):
    def values(parser, namespace):
        return namespace.as_dict() if hasattr(namespace, "as_dict") else vars(namespace)

    _outermost(core.ArgumentParser, "parse_args", "jsonargparse", values)
