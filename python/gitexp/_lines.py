"""Where lines go: the folder of a run of our own, the run of `git exp` around us, or nowhere."""

import json
import os
import sys
import threading
import time
import weakref

from . import _process
from ._hook import spool as _spool

_all = weakref.WeakSet()


class Nowhere:
    """Nobody listens."""

    folder = None

    def tell(self, type, **fields):
        pass

    def begin(self, **fields):
        pass

    def end(self, **fields):
        pass


class Around(Nowhere):
    """The run of `git exp run` around this process: one file a process, shared with the hook where that listens, too."""

    def __init__(self):
        self._spool = hook_spool() or _spool
        if self._spool is _spool:
            _spool.first_line(_process.line)
        self.job = None

    def tell(self, type, **fields):
        # What a framework's training is going on in this thread says more.
        if self.job is not None and self._spool.current_job() is None:
            fields["job"] = self.job
        self._spool.tell(type, **fields)

    def begin(self, **fields):
        self.job = self._spool.begin_job("client", **fields)

    def end(self, **fields):
        if self.job is not None:
            job, self.job = self.job, None
            self._spool.end_job(job, **fields)


class Own(Nowhere):
    """Lines in a folder of our own; each process a file. Raises OSError where the disk does not take them."""

    def __init__(self, folder):
        self.folder = folder
        self._lock = threading.Lock()
        self._pid = self._fd = self._file = None
        self._n = 0
        self._torn = False
        _all.add(self)

    def tell(self, type, **fields):
        with self._lock:
            if self._pid != os.getpid():
                self._open()
            if self._fd is not None:
                self._write(type, fields)

    def close(self):
        """All is on the disk from here on."""
        with self._lock:
            if self._fd is not None and self._pid == os.getpid():
                os.fsync(self._fd)
                os.close(self._fd)
            self._fd = None

    def _open(self):
        parent, self._pid, self._n, self._fd = self._file, os.getpid(), 0, None
        self._file = "%d-%s.jsonl" % (self._pid, os.urandom(4).hex())
        flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND | getattr(os, "O_CLOEXEC", 0)
        self._fd = os.open(os.path.join(self.folder, "heard", self._file), flags, 0o644)
        type, fields = _process.line(parent)
        self._write(type, fields)

    def _write(self, type, fields):
        line = {"type": type, "t": round(time.time(), 6), "n": self._n}
        line.update((key, _spool.plain(value)) for key, value in fields.items() if value is not None)
        data = json.dumps(line, allow_nan=False, separators=(",", ":")).encode() + b"\n"
        if len(data) > _spool.MOST_LINE:
            raise ValueError("a line of %s over 64 KiB is left out" % type)
        self._n += 1
        # After a disk that was full for half a line.
        data = b"\n" + data if self._torn else data
        self._torn = True
        self._torn = os.write(self._fd, data) < len(data)

    def _forked(self):
        # Another thread of the parent may have held the lock for ever.
        self._lock = threading.Lock()


def hook_spool():
    """The hook's own writer, where it listens to this process."""
    return getattr(sys.modules.get("_gitexp_hook"), "spool", None) or sys.modules.get("_gitexp_hook.spool")


def around():
    """`Around`, `Nowhere` where a run around us does not listen, or None where there is no run around us."""
    run = os.environ.get("GIT_EXP_RUN_DIR")
    if os.environ.get("GIT_EXP_HOOK", "").lower() == "off":
        return Nowhere()
    if not run:
        return None
    over = not os.path.isdir(os.path.join(run, "heard")) or os.path.exists(os.path.join(run, "end.json"))
    return Nowhere() if over else Around()


def _after_fork():
    for each in list(_all):
        each._forked()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
