"""What the listeners of the frameworks share: spans, who called, and which data it was."""

import functools
import hashlib
import inspect
import os
import re
import sys
import threading
import weakref

from .. import patch, spool

_HOOK = os.path.dirname(os.path.abspath(spool.__file__)) + os.sep
_LIBRARY = os.path.dirname(os.path.abspath(os.__file__)) + os.sep
_SITE = re.compile(r"[\\/](site|dist)-packages[\\/]")
_here = threading.local()

SPLIT = re.compile(r"^(train|dev|val|valid|validation|test)$")
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_SAME = {"valid": "val", "validation": "val"}


# Spans: what is to be said at the end also where the call raises.


def span(owner, name, begin=None, end=None):
    """
    As `patch.wrap`, for a method or function: `end(result, error, args, kwargs, seen)` is called in every case, with `error` None where
    it has returned.
    """

    def make(original):
        where = "%s.%s" % (getattr(owner, "__name__", owner), name)
        return spanning(original, where, begin, end)

    patch.around(owner, name, make)


def spanning(original, where, begin=None, end=None):
    @functools.wraps(original)
    def wrapper(*args, **kwargs):
        seen = patch.guarded(where, begin, args, kwargs) if begin else None
        result = error = None
        try:
            result = original(*args, **kwargs)
            return result
        except BaseException as raised:
            error = raised
            raise
        finally:
            if end:
                patch.guarded(where, end, result, error, args, kwargs, seen)
            result = error = None

    wrapper._gitexp = True
    return wrapper


def safely(where, look, *args, **kwargs):
    """Part of a look that is not to spoil the rest of it."""
    try:
        return look(*args, **kwargs)
    except Exception as error:
        spool.trouble(where, error)
        return None


def bound(function, args, kwargs):
    """The arguments by their names, defaults included; {} where they do not fit."""
    try:
        given = inspect.signature(function).bind(*args, **kwargs)
        given.apply_defaults()
        found = dict(given.arguments)
        for name, parameter in given.signature.parameters.items():
            if parameter.kind is parameter.VAR_KEYWORD:
                found.update(found.pop(name, {}))
        return found
    except Exception:
        return {}


def stack(name):
    """A list of this thread, by name."""
    if not hasattr(_here, name):
        setattr(_here, name, [])
    return getattr(_here, name)


def mute(owner, name, before=None):
    """As `patch.wrap`; and while `owner.name` runs, nothing is told by trackers that it calls: it has been heard already."""

    def begin(args, kwargs):
        try:
            if before:
                before(args, kwargs)
        finally:
            stack("muted").append(1)

    span(owner, name, begin, lambda *_: stack("muted") and stack("muted").pop())


def muted():
    return bool(stack("muted"))


# Who called.


def _is_user(frame):
    file = frame.f_code.co_filename
    if file.startswith("<"):
        return file in ("<string>", "<stdin>") or file.startswith("<ipython")
    return not (_SITE.search(file) or file.startswith(_HOOK) or file.startswith(_LIBRARY))


def frames():
    """The frames that called what is wrapped, the nearest first, without ours."""
    frame = sys._getframe(1)
    while frame is not None:
        if not frame.f_code.co_filename.startswith(_HOOK):
            yield frame
        frame = frame.f_back


def called_by_user(*not_below):
    """True where the nearest caller is the user's code, and none of its callers belongs to one of the packages `not_below`."""
    nearest = True
    for frame in frames():
        if nearest and not _is_user(frame):
            return False
        nearest = False
        if not_below and str(frame.f_globals.get("__name__", "")).partition(".")[0] in not_below:
            return False
    return not nearest


def called_through(prefix):
    """True where a module whose name begins with `prefix` stands between the wrapped function and the user's code."""
    for frame in frames():
        if _is_user(frame):
            return False
        if str(frame.f_globals.get("__name__", "")).startswith(prefix):
            return True
    return False


def split_name(*objects):
    """The split that the variables of the calling code name which are bound to one of these very objects; None but for exactly one."""
    wanted = [item for item in objects if item is not None]
    words = {}
    for frame in frames():
        if not _is_user(frame):
            continue
        for name in _names(frame, wanted):
            for word in _WORDS.findall(name):
                if SPLIT.match(word.lower()):
                    words.setdefault(_SAME.get(word.lower(), word.lower()), word.lower())
    return list(words.values())[0] if len(words) == 1 else None


_LOOKS_AT_ITSELF = {"locals", "vars", "dir", "exec", "eval", "_getframe"}


def _names(frame, wanted):
    found, scopes = [], [frame.f_globals]
    if frame.f_code.co_flags & inspect.CO_OPTIMIZED:
        if sys.version_info < (3, 13) and not _LOOKS_AT_ITSELF.isdisjoint(frame.f_code.co_names):
            return found  # it may hold the very object that we would change by looking
        local = frame.f_locals
        found += [name for name, value in list(local.items()) if any(value is item for item in wanted)]
        # Before Python 3.13 this is a snapshot that the frame keeps, which would keep alive what the function deletes.
        if type(local) is dict and sys.getrefcount(local) <= 3:
            local.clear()
        del local
    elif frame.f_locals is not frame.f_globals:
        scopes.append(frame.f_locals)
    for scope in scopes:
        found += [name for name, value in list(scope.items()) if any(value is item for item in wanted)]
    return found


# Which data.

_MOST_BYTES = 256 * 1024 * 1024
_objects = {}  # id -> (a weak reference, or what keeps the id from being used again; number)
_counted = {"objects": 0}


def rows_of(data):
    try:
        return len(data)
    except Exception:
        return None


def data_of(data, *names):
    """`{id, rows, name}` of a data set: of its content where it says what that is, else of the object; `names` are bound to it too."""
    if data is None:
        return None
    rows = rows_of(data)
    name = split_name(data, *names)
    fingerprint = getattr(data, "_fingerprint", None)
    if isinstance(fingerprint, str):
        return _described("fp-" + fingerprint, rows, name)
    if hasattr(data, "__array__") and not hasattr(data, "__getitems__"):
        found = digest(data)
        if found:
            return _described(_with(found, name), rows, name)
    return _described("object-%d-%s" % (_number(data), rows), rows, name)


def array_data(values, *names):
    """The same for labels, by their content: equal labels under another name are other data."""
    name = split_name(values, *names)
    return _described(_with(digest(values) or "object-%d" % _number(values), name), rows_of(values), name)


def _with(id, name):
    return id + ("-" + name if name else "")


def _described(id, rows, name):
    return {key: value for key, value in (("id", id), ("rows", rows), ("name", name)) if value is not None}


def _number(item):
    known = _objects.get(id(item))
    if known is not None and known[0](item):
        return known[1]
    _counted["objects"] += 1
    number = _counted["objects"]
    try:
        reference = weakref.ref(item)
        same = lambda other: reference() is other  # noqa: E731
    except TypeError:
        # A list has no weak references: as long as its ends are kept, no other list has both its id and these.
        ends = (item[0], item[-1]) if isinstance(item, (list, tuple)) and item else (item,)
        same = lambda other: _same_ends(other, ends)  # noqa: E731
    if len(_objects) > 4096:
        _objects.clear()
    _objects[id(item)] = (same, number)
    return number


def _same_ends(other, ends):
    if len(ends) == 1:
        return other is ends[0]
    return len(other) > 0 and other[0] is ends[0] and other[-1] is ends[1]


def digest(values):
    """A digest of the content of labels or predictions; the same for a list, an array and a column of a table. None where there is none."""
    numpy = sys.modules.get("numpy")
    try:
        if isinstance(values, (list, tuple)) and values and isinstance(values[0], (list, tuple)):
            return hashlib.sha1(repr(values).encode("utf-8", "replace")).hexdigest()[:16]
        if numpy is None or hasattr(values, "toarray"):
            return None
        array = numpy.asarray(values)
        kind = array.dtype.kind
        if array.nbytes > _MOST_BYTES:
            return None
        if kind in "biuf" and array.size > 1000000:
            content = numpy.ascontiguousarray(array).data
        elif kind in "biu":
            content = numpy.ascontiguousarray(array, dtype="<i8").data
        elif kind == "f":
            content = numpy.ascontiguousarray(array, dtype="<f8").data
        else:
            content = repr(array.tolist()).encode("utf-8", "replace")
        made = hashlib.sha1(repr(array.shape).encode())
        made.update(content)
        return made.hexdigest()[:16]
    except Exception:
        return None


# Whose numbers: the training that made the model.

_jobs_of = {}  # id of a model -> (weak reference, job)


def remember_job(model, job):
    """The numbers of this model belong to `job` from now on."""
    try:
        key = id(model)
        _jobs_of[key] = (weakref.ref(model, lambda _: _jobs_of.pop(key, None)), job)
    except TypeError:
        pass


def recalled_job(model):
    known = _jobs_of.get(id(model))
    return known[1] if known is not None and known[0]() is model else None


def job_for(model, source):
    """
    The job of an evaluation: that of the model's training. A model that was not trained here has none of its own, until a second one
    is evaluated: what is said of that one gets a job, so that two models' numbers are told apart.
    """
    job = recalled_job(model)
    if job is None and model is not None:
        surrounding = spool.current_job()
        untrained = stack("untrained")
        if surrounding in untrained:
            job = spool.begin_job(source, name="evaluation")
            spool.end_job(job)
        else:
            untrained.append(surrounding)
            job = surrounding
        remember_job(model, job if job is not None else 0)
    return job or None


# Values.


def simple(value, depth=0):
    """True for what a param can be: text, a number, or a small list or object of these."""
    if value is None or isinstance(value, (str, int, float)):
        return True
    if depth < 4 and isinstance(value, (list, tuple)):
        return len(value) <= 100 and all(simple(item, depth + 1) for item in value)
    if depth < 4 and isinstance(value, dict):
        return all(isinstance(key, (str, int)) and simple(item, depth + 1) for key, item in value.items())
    return False


def failed(error):
    return "failed" if error is not None else "finished"
