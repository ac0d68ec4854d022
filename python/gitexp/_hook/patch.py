"""Wrapping functions of libraries when, and only when, the script imports them."""

import functools
import sys
import threading

from . import spool

_waiting = {}  # module name -> actions
_inside = threading.local()


def when_imported(*modules):
    """Decorates a function that is given a module once the module has been imported."""

    def register(action):
        for module in modules:
            loaded = sys.modules.get(module)
            if loaded is None or getattr(getattr(loaded, "__spec__", None), "_initializing", False):
                _waiting.setdefault(module, []).append(action)
            else:
                _act(action, module, loaded)
        return action

    return register


def wrap(owner, name, before=None, after=None):
    """
    Replaces `owner.name` by a function that calls it exactly once and answers what it answers, or raises what it raises.
    `before(args, kwargs)` is called first, its answer is `seen` for `after(result, args, kwargs, seen)`; `after` is not called
    where the original raises. What either of them raises is told as trouble and disturbs nobody. Does nothing where there is no such name.
    """
    try:
        static = owner.__dict__.get(name) if isinstance(owner, type) else None
        original = getattr(owner, name, None)
        if original is None or getattr(original, "_gitexp", False):
            return
        where = "%s.%s" % (getattr(owner, "__name__", owner), name)
        call = static.__func__ if isinstance(static, (staticmethod, classmethod)) else original

        @functools.wraps(call)
        def wrapper(*args, **kwargs):
            seen = _guarded(where, before, args, kwargs) if before else None
            result = call(*args, **kwargs)
            if after:
                _guarded(where, after, result, args, kwargs, seen)
            return result

        wrapper._gitexp = True
        kind = type(static) if isinstance(static, (staticmethod, classmethod)) else None
        setattr(owner, name, kind(wrapper) if kind else wrapper)
    except Exception as error:
        spool.trouble("wrap %s" % name, error)


def around(owner, name, make):
    """Replaces `owner.name` by `make(original)`, for what `wrap` cannot say (a `finally`, for example); `make` must call it exactly once."""
    try:
        original = getattr(owner, name, None)
        if original is None or getattr(original, "_gitexp", False):
            return
        wrapper = functools.wraps(original)(make(original))
        wrapper._gitexp = True
        setattr(owner, name, wrapper)
    except Exception as error:
        spool.trouble("around %s" % name, error)


def _guarded(where, function, *args):
    # Our own look at a value may call what is wrapped.
    if getattr(_inside, "busy", False):
        return None
    _inside.busy = True
    try:
        return function(*args)
    except Exception as error:
        spool.trouble(where, error)
        return None
    finally:
        _inside.busy = False


def _act(action, name, module):
    try:
        action(module)
    except Exception as error:
        spool.trouble("patch %s" % name, error)


class _Finder:
    """First of `sys.meta_path`: finds nothing itself, but wraps the loader of a module that somebody waits for."""

    def find_spec(self, name, path=None, target=None):
        if name not in _waiting:
            return None
        for finder in sys.meta_path:
            if finder is self or not hasattr(finder, "find_spec"):
                continue
            spec = finder.find_spec(name, path, target)
            if spec is not None:
                if spec.loader is not None and hasattr(spec.loader, "exec_module"):
                    spec.loader = _Loader(spec.loader, name)
                return spec
        return None


class _Loader:
    """The module's own loader; when it has loaded, those who wait are told."""

    def __init__(self, loader, name):
        self._loader = loader
        self._name = name

    def __getattr__(self, name):
        return getattr(self._loader, name)

    def create_module(self, spec):
        return self._loader.create_module(spec) if hasattr(self._loader, "create_module") else None

    def exec_module(self, module):
        # What a module or its spec says of its loader is to be its own (importlib.resources, inspect, pickle look there).
        module.__loader__ = self._loader
        if module.__spec__ is not None:
            module.__spec__.loader = self._loader
        self._loader.exec_module(module)
        # An action may load a part of ours that waits for this module too.
        while self._name in _waiting:
            for action in _waiting.pop(self._name):
                _act(action, self._name, module)


def install():
    """Listens for imports from now on."""
    if not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())
