"""Lines of what happens in this process, appended to a file of its own (docs/reference/heard.md)."""

import os
import time
from _thread import RLock, _local

try:
    from _json import encode_basestring_ascii as _quoted
except ImportError:
    from json import dumps as _quoted

# Only modules that a bare interpreter has: this is loaded by each one that starts.

MOST_TEXT = 2000
MOST_ITEMS = 200
MOST_LINE = 64 * 1024
MOST_TROUBLE = 5

_lock = RLock()
_jobs = _local()
_state = {"fd": None, "pid": None, "n": 0, "file": None, "trouble": 0, "job": 0, "first": None, "which": None, "torn": False}
_once = {}  # type of a line -> what is to be done after the first such


def folder():
    """The folder of the run's lines, or None where nobody listens."""
    run = os.environ.get("GIT_EXP_RUN_DIR")
    if not run or os.environ.get("GIT_EXP_HOOK", "").lower() == "off":
        return None
    return os.path.join(run, "heard")


def listening():
    return _state["fd"] is not None or folder() is not None


def file_name():
    """Name of this process's file, or None before the first line."""
    return _state["file"]


def first_line(make):
    """Sets what makes the first line of each file: a function that answers (type, fields)."""
    _state["first"] = make


def once(type, action):
    """Calls the function after the first line of this type."""
    _once.setdefault(type, []).append(action)


def tell(type, **fields):
    """Appends one line; never raises. Fields that are None are left out."""
    try:
        with _lock:
            fd = _opened()
            if fd is None:
                return
            job = current_job()
            if job is not None and "job" not in fields:
                fields["job"] = job
            _write(fd, type, fields)
        for action in _once.pop(type, ()) if type in _once else ():
            action()
    except Exception:
        pass


def hello():
    """Makes the file, with its first line alone."""
    with _lock:
        _opened()


def forked():
    """In a child: another thread of the parent may have held the lock for ever."""
    global _lock
    _lock = RLock()


def trouble(where, error):
    """Something of ours failed: said at most five times a process."""
    if _state["trouble"] < MOST_TROUBLE:
        _state["trouble"] += 1
        tell("trouble", where=where, what="%s: %s" % (type(error).__name__, error))


def current_job():
    stack = getattr(_jobs, "stack", None)
    return stack[-1] if stack else None


def begin_job(source, **fields):
    """A training begins: lines of this thread belong to it until `end_job`. Answers its number."""
    with _lock:
        _state["job"] += 1
        job = _state["job"]
    parent = current_job()
    _stack().append(job)
    tell("begin", source=source, job=job, parent_job=parent, **fields)
    return job


def end_job(job, **fields):
    """Ends a training, and those within it that nobody has ended."""
    tell("end", job=job, **fields)
    stack = _stack()
    if job in stack:
        del stack[stack.index(job):]


def _stack():
    if not hasattr(_jobs, "stack"):
        _jobs.stack = []
    return _jobs.stack


def _opened():
    pid = os.getpid()
    if _state["pid"] == pid:
        return _state["fd"] if _state["fd"] is None or _is_ours(_state["fd"]) else _reopened()
    parent = _state["file"]
    where = folder()
    # Asked once a process: where the folder is gone the run is over.
    _state.update(pid=pid, fd=None, n=0, file=None, trouble=0, torn=False)
    if where is None:
        return None
    name = "%d-%s.jsonl" % (pid, os.urandom(4).hex())
    try:
        _keep(os.open(os.path.join(where, name), _FLAGS | os.O_CREAT, 0o644))
    except OSError:
        return None
    _state["file"] = name
    if _state["first"] is not None:
        type, fields = _state["first"](parent)
        _write(_state["fd"], type, fields)
    return _state["fd"]


_FLAGS = os.O_WRONLY | os.O_APPEND | getattr(os, "O_CLOEXEC", 0)


def _keep(fd):
    found = os.fstat(fd)
    _state.update(fd=fd, which=(found.st_dev, found.st_ino))


def _is_ours(fd):
    # A program that closes all descriptors (a daemon) may have opened a file of its own as ours.
    try:
        found = os.fstat(fd)
        return (found.st_dev, found.st_ino) == _state["which"]
    except OSError:
        return False


def _reopened():
    _state["fd"] = None
    try:
        _keep(os.open(os.path.join(folder() or "", _state["file"]), _FLAGS))
    except OSError:
        pass
    return _state["fd"]


def _write(fd, type, fields):
    n, t = _state["n"], round(time.time(), 6)
    parts = ['"type":%s,"t":%r,"n":%d' % (_quoted(type), t, n)]
    parts.extend("%s:%s" % (_quoted(key), spelled(plain(value))) for key, value in fields.items() if value is not None)
    data = ("{%s}\n" % ",".join(parts)).encode()
    if len(data) > MOST_LINE:
        data = ('{"type":"trouble","t":%r,"n":%d,"where":%s,"what":"a line over 64 KiB"}\n' % (t, n, _quoted(type))).encode()
    _state["n"] += 1
    # After a disk that was full for half a line.
    data = b"\n" + data if _state["torn"] else data
    _state["torn"] = os.write(fd, data) < len(data)


def spelled(value):
    """JSON of what `plain` answers."""
    if isinstance(value, str):
        return _quoted(value)
    if value is None or isinstance(value, bool):
        return "null" if value is None else "true" if value else "false"
    if isinstance(value, dict):
        return "{%s}" % ",".join("%s:%s" % (_quoted(key), spelled(item)) for key, item in value.items())
    if isinstance(value, list):
        return "[%s]" % ",".join(map(spelled, value))
    return int.__repr__(value) if isinstance(value, int) else float.__repr__(value)


def plain(value, depth=0):
    """The value as JSON can hold it; what has no such form is the text of it."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value[:MOST_TEXT]
    if isinstance(value, int):
        return int(value) if abs(value) < 2**63 else str(value)
    if isinstance(value, float):
        return number(value)
    if depth > 6:
        return _text(value)
    if isinstance(value, dict):
        pairs = list(value.items())[:MOST_ITEMS]
        return {str(key)[:MOST_TEXT]: plain(item, depth + 1) for key, item in pairs}
    if isinstance(value, (list, tuple, set, frozenset)):
        items = sorted(value, key=str) if isinstance(value, (set, frozenset)) else list(value)
        return [plain(item, depth + 1) for item in items[:MOST_ITEMS]]
    if hasattr(value, "__fspath__"):
        return os.fsdecode(value)[:MOST_TEXT]
    scalar = as_number(value)
    if scalar is not None:
        return number(scalar)
    inner = getattr(value, "value", None)  # an enum
    return inner if isinstance(inner, (str, int)) else _text(value)


def number(value):
    """A float as it is spelled in a line."""
    value = float(value) if not isinstance(value, int) else value
    if isinstance(value, float) and value - value != 0:
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    return value


def as_number(value):
    """The number that a scalar of numpy, torch, tensorflow or jax holds; None where it is none."""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, (int, float)):
        return value
    try:
        size = getattr(value, "size", None)
        count = size if isinstance(size, int) else value.numel() if hasattr(value, "numel") else 1
        if count != 1:
            return None
        value = value.item() if hasattr(value, "item") else value.numpy().item()
        return value if isinstance(value, (int, float)) else None
    except Exception:
        return None


def numbers(values):
    """Of a mapping the entries that are numbers, as numbers."""
    found = ((str(key), as_number(value)) for key, value in values.items())
    return {key: number(value) for key, value in found if value is not None}


def _text(value):
    try:
        return str(value)[:MOST_TEXT]
    except Exception:
        return "<%s>" % type(value).__name__
