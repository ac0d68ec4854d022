"""
What listens inside of a Python process of a run (docs/reference/heard.md). Loaded by `_inject/sitecustomize.py` as `_gitexp_hook`
before the program begins: here and in what it imports there are only modules that a bare interpreter has.
"""

import sys
from _thread import RLock, _local

from . import patch, spool

# What is loaded when the program imports one of these; a part waits for no others (python/tests/test_parts.py).
PARTS = {
    "params": "argparse click.core typer._click.core jsonargparse._core jsonargparse.core transformers.hf_argparser",
    "seeds": "random numpy.random torch.random transformers.trainer_utils lightning.fabric.utilities.seed lightning_fabric.utilities.seed "
    "accelerate.utils.random keras.src.utils.rng_utils",
    "natives": "torch.serialization torch.jit._serialization safetensors tokenizers sentencepiece pandas.io.parquet pyarrow "
    "pyarrow.parquet.core pyarrow.dataset pyarrow.csv pyarrow.json pyarrow.orc pyarrow.feather cv2 polars h5py._hl.files",
}

_before = set()  # modules that were there before the program
_trains = []
# A fork while another thread imports leaves the child a module that it would wait for for ever.
_loading = RLock()
_forking = _local()
_state = {"loads": True}  # not in a child, nor in its children, that was forked in the midst of it all the same
MOST_HELD_S = 2


def install():
    """Begins to listen; what of it fails is told as trouble, and the rest goes on."""
    for part in (_first_line, _files, _forks, _moments, _wrappers):
        try:
            part()
        except Exception as error:
            spool.trouble(part.__name__, error)


def _first_line():
    """At once: a run that hears of no process was not listened to."""
    from . import process

    spool.first_line(process.line)
    spool.hello()


def _files():
    from . import opens

    opens.install()


def _forks():
    import os

    if hasattr(os, "register_at_fork"):
        os.register_at_fork(before=_hold, after_in_parent=_let_go, after_in_child=_forked)


def _hold():
    _forking.held = _loading.acquire(timeout=MOST_HELD_S)


def _let_go():
    if _forking.held:
        _loading.release()


def _forked():
    global _loading
    _loading = RLock()
    _state["loads"] = _state["loads"] and _forking.held
    spool.forked()
    _listen_for_training()


def _moments():
    """The environment is told when a training has begun, and at exit."""
    import atexit

    # What .pth files import is not the program's.
    _before.update(set(sys.modules) - {"__main__"})
    _listen_for_training()
    atexit.register(at_exit)
    # A child of multiprocessing that was forked runs no exit handlers but these.
    patch.when_imported("multiprocessing.util")(
        lambda util: util.register_after_fork(spool, lambda _: util.Finalize(None, at_exit, exitpriority=0))
    )


def _listen_for_training():
    _trains.clear()
    for type in ("params", "metrics", "begin", "seed"):
        spool.once(type, _training)
    spool.once("metrics", _determinism)


def _training():
    if not _trains:
        _trains.append(True)
        _environment()


def _environment(at_exit=False):
    _have_told("env", _before, at_exit)


def _determinism():
    _have_told("determinism")


def _have_told(part, *args):
    if not _state["loads"]:
        return
    with _loading:
        name = __name__ + "." + part
        __import__(name)
        sys.modules[name].tell(*args)


def at_exit():
    """A program that has told nothing of a training may be one all the same, if it uses libraries."""
    if not _state["loads"]:
        return
    try:
        with _loading:
            from . import env, process

            if _trains or (process.kind() == "main" and env.modules(_before)[0]):
                _determinism()
                _environment(at_exit=True)
    except KeyboardInterrupt:
        # A second Ctrl-C: whoever is in a hurry wants no traceback of ours.
        pass
    except Exception as error:
        spool.trouble("at_exit", error)


def _wrappers():
    patch.install()
    for part, modules in PARTS.items():
        patch.load_when(__name__, part, *modules.split())
    try:
        from . import frameworks
    except ImportError as error:
        if error.name != __name__:
            spool.trouble("frameworks", error)
