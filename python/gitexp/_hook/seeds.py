"""Seeds that the script sets."""

import os
import sys
from _thread import _local

from . import process, spool
from .patch import around, when_imported

_seeding = _local()
_told = set()
_OWN = os.path.dirname(os.path.abspath(__file__))


def _seeder(owner, name, source, sets_all=False):
    """
    Wraps a function that seeds. Told is what the script calls itself; and, where it is one that `sets_all`, also what a library calls
    for it. Those that another of them calls are not told again.
    """

    def make(original):
        def seed(*args, **kwargs):
            depth = getattr(_seeding, "depth", 0)
            _seeding.depth = depth + 1
            try:
                result = original(*args, **kwargs)
            finally:
                _seeding.depth = depth
            if depth == 0:
                _safely(source, sets_all, args, kwargs, result)
            return result

        return seed

    around(owner, name, make)


def _safely(source, sets_all, args, kwargs, result):
    try:
        given = args[0] if args else kwargs.get("seed", kwargs.get("a"))
        value = spool.as_number(result if given is None else given)
        if not isinstance(value, int) or (source, value) in _told:
            return
        if (sets_all or not _library_calls()) and not _loads_data():
            _told.add((source, value))
            spool.tell("seed", source=source, value=value)
    except Exception as error:
        spool.trouble("seed", error)


def _library_calls():
    frame = sys._getframe(2)
    while frame is not None and _passes_on(frame.f_code.co_filename):
        frame = frame.f_back
    return frame is not None and frame.f_code.co_filename.startswith(tuple(process.facts()["purelib"]))


def _passes_on(file):
    # torch._dynamo puts functions of its own around `manual_seed`.
    return file.startswith(_OWN) or "/torch/_compile.py" in file or "/torch/_dynamo/" in file


def _loads_data():
    """Whether this is a worker of a DataLoader: what it seeds is not the run's."""
    data = sys.modules.get("torch.utils.data")
    return data is not None and data.get_worker_info() is not None


@when_imported("random")
def _random(module):
    _seeder(module, "seed", "random")


@when_imported("numpy.random")
def _numpy(module):
    _seeder(module, "seed", "numpy")
    _seeder(module, "default_rng", "numpy")


@when_imported("torch.random")
def _torch(module):
    _seeder(module, "manual_seed", "torch")


@when_imported("transformers.trainer_utils")
def _transformers(module):
    _seeder(module, "set_seed", "transformers", sets_all=True)
    _seeder(module, "enable_full_determinism", "transformers", sets_all=True)


@when_imported("lightning.fabric.utilities.seed", "lightning_fabric.utilities.seed")
def _lightning(module):
    _seeder(module, "seed_everything", "lightning", sets_all=True)


@when_imported("accelerate.utils.random")
def _accelerate(module):
    _seeder(module, "set_seed", "accelerate", sets_all=True)


@when_imported("keras.src.utils.rng_utils")
def _keras(module):
    _seeder(module, "set_random_seed", "keras", sets_all=True)
