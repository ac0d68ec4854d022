"""
Put on PYTHONPATH by `git exp run`: loads what listens to this process, and the sitecustomize that would have been found without it.
The folder stays on PYTHONPATH, so that the processes that this one starts are heard too. Silent on any failure of its own.
"""

import os
import sys


def _listen():
    if not os.environ.get("GIT_EXP_RUN_DIR") or os.environ.get("GIT_EXP_HOOK", "").lower() == "off":
        return
    # A name of its own: the `gitexp` that pip has installed may be another version.
    if "_gitexp_hook" in sys.modules:
        return
    from _frozen_importlib import module_from_spec
    from _frozen_importlib_external import spec_from_file_location

    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    spec = spec_from_file_location("_gitexp_hook", os.path.join(folder, "__init__.py"), submodule_search_locations=[folder])
    module = module_from_spec(spec)
    sys.modules["_gitexp_hook"] = module
    spec.loader.exec_module(module)
    module.install()


def _next():
    """The sitecustomize that this one hides: the first in what follows this folder on sys.path."""
    from _frozen_importlib_external import PathFinder

    own = os.path.dirname(os.path.abspath(__file__))
    paths = [os.path.abspath(path) for path in sys.path]
    rest = sys.path[paths.index(own) + 1 :] if own in paths else []
    return PathFinder.find_spec("sitecustomize", [path for path in rest if os.path.abspath(path) != own])


try:
    _listen()
except Exception:
    pass

try:
    _spec = _next()
except Exception:
    _spec = None

if _spec is not None and _spec.loader is not None:
    # What it raises is for `site` to report, as it would be without us.
    from _frozen_importlib import module_from_spec as _module

    _found = sys.modules["sitecustomize"] = _module(_spec)
    _spec.loader.exec_module(_found)
