"""The environment of the process that trains, as it is inside of it."""

import os
import sys

from . import packages, process, spool

MOST_SOURCES = 500

_told = set()


def tell(before, at_exit):
    """`before`: modules that are not the program's."""
    fields = {} if os.getpid() in _told else packages.told()
    _told.add(os.getpid())
    libraries, sources = modules(before)
    fields["imported"] = packages.imported(libraries)
    fields["editable"] = packages.editable() or None
    fields["torch"] = _torch()
    fields["peak_vram"] = _peak_vram() if at_exit else None
    spool.tell("env", sources=sources[: spool.MOST_ITEMS], **fields)
    # A line's list has an end; what is left has lines of its own.
    for start in range(spool.MOST_ITEMS, min(len(sources), MOST_SOURCES), spool.MOST_ITEMS):
        spool.tell("env", sources=sources[start : min(start + spool.MOST_ITEMS, MOST_SOURCES)])


def modules(before):
    """Top-level modules that were imported from libraries, and the files of all others."""
    known = process.facts()["purelib"]
    standard = os.path.dirname(os.__file__)
    own = os.path.dirname(os.path.abspath(__file__))
    folders = tuple(folder + os.sep for folder in known)
    installed = tuple(folder + os.sep for folder in known if folder != standard and folder != os.path.realpath(standard))
    libraries, sources = set(), set()
    for name, module in list(sys.modules.items()):
        file = getattr(module, "__file__", None)
        if not isinstance(file, str) or file.startswith(own) or name in before:
            continue
        if file.startswith(installed):
            libraries.add(name.partition(".")[0])
        elif not file.startswith(folders) and os.path.isfile(file):
            sources.add(os.path.abspath(file))
    return libraries, sorted(sources)


def _torch():
    torch = sys.modules.get("torch")
    if torch is None or not hasattr(torch, "version"):
        return None
    try:
        cudnn = torch.backends.cudnn.version() if torch.version.cuda and _is_on_gpu(torch) else None
        found = {"version": str(torch.__version__), "cuda": torch.version.cuda, "hip": getattr(torch.version, "hip", None), "cudnn": cudnn}
        found["gpus"] = _gpus(torch) if _is_on_gpu(torch) else None
        return {key: value for key, value in found.items() if value is not None}
    except Exception as error:
        spool.trouble("torch", error)
        return None


def _is_on_gpu(torch):
    # To ask a device that the program does not use takes memory of it, and forbids it a fork.
    return torch.cuda.is_available() and torch.cuda.is_initialized()


def _gpus(torch):
    each = (torch.cuda.get_device_properties(index) for index in range(torch.cuda.device_count()))
    return [{"name": one.name, "memory": one.total_memory} for one in each]


def _peak_vram():
    torch = sys.modules.get("torch")
    try:
        if torch is None or not _is_on_gpu(torch):
            return None
        return sum(torch.cuda.max_memory_reserved(index) for index in range(torch.cuda.device_count()))
    except Exception:
        return None
