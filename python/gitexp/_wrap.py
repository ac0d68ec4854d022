"""`python -m gitexp run -- CMD`: any command as a run, where there is no git exp program."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections import deque

from . import _own, _step
from ._guard import guarded, say

HERE = os.path.dirname(os.path.abspath(__file__))
MOST_LINES = 40
MOST_LINE = 2000
MOST_WAIT_S = 1
_FORWARDED = ("SIGTERM", "SIGHUP", "SIGUSR1", "SIGUSR2", "SIGWINCH", "SIGCONT", "SIGINT", "SIGQUIT")


def inject_folder():
    """What is to stand first on PYTHONPATH so that Python tells what happens inside; None where it was not installed along."""
    places = [os.path.join(HERE, "_inject"), os.path.join(HERE, "_hook", "_inject")]
    return next((place for place in places if os.path.exists(os.path.join(place, "sitecustomize.py"))), None)


def run(said, command, hook=True):
    """Runs the command and answers its exit code, 128 and the signal's number where one ended it. Whatever becomes of the record."""
    if os.environ.get("GIT_EXP_RUN_ID") and "parent" not in said:
        said["parent"] = os.environ["GIT_EXP_RUN_ID"]
    task = guarded(_step.joined)(said, command)
    if task and task.rank > 0:
        # Its run is that of rank 0, which may have ended by the time this has.
        return _exit_of(_executed(command, child_env(task, hook), deque(maxlen=MOST_LINES))[0])
    return _recorded(_own.started(said, command, task), command, hook)


def _recorded(own, command, hook):
    if own:
        say("run %s  %s" % (own.id, own.name))
    tail = deque(maxlen=MOST_LINES)
    begun = time.monotonic()
    code, used = _executed(command, child_env(own, hook), tail)
    if own:
        status, reason = _outcome(code)
        more = dict(exit=_exit_of(code), wall_s=round(time.monotonic() - begun, 3), stderr=_text(tail) if code else None)
        _undisturbed(lambda stopped: guarded(own.finish)(status, stopped, reason=reason, **dict(more, **used)))
    return _exit_of(code)


def _exit_of(code):
    return 128 - code if code < 0 else code


def child_env(own, hook=True):
    """The variables of docs/reference/heard.md; where there is no folder, nobody listens."""
    env = dict(os.environ)
    if own is None:
        return dict(env, GIT_EXP_HOOK="off", GIT_EXP_RUN_DIR="")
    env.update(GIT_EXP_RUN_DIR=own.folder, GIT_EXP_RUN_ID=own.id, GIT_EXP_RUN_NAME=own.name, GIT_EXP_ATTEMPT="1")
    inject = inject_folder()
    if not hook:
        env["GIT_EXP_HOOK"] = "off"
    elif inject:
        paths = [path for path in env.get("PYTHONPATH", "").split(os.pathsep) if path and path != inject]
        env["PYTHONPATH"] = os.pathsep.join([inject] + paths)
    return env


def _executed(command, env, tail):
    """(return code, cpu_s and peak_rss); 127 where there is no such command, 126 where it cannot be executed."""
    terminal = _is_terminal(2)
    waiting = []
    before = {}
    # From here on, until the command is there to take them, signals wait: none may end us alone.
    process = None

    def forward(number, frame):
        if process is None:
            waiting.append(number)
        elif not (number in (signal.SIGINT, signal.SIGQUIT) and _in_foreground()):
            _send(process, number)

    _handle(forward, before)
    try:
        try:
            process = subprocess.Popen(command, env=env, stderr=None if terminal else subprocess.PIPE)
        except OSError as error:
            say("error: %s: %s" % (command[0], error.strerror))
            tail.append(("%s: %s" % (command[0], error.strerror)).encode())
            return 127 if isinstance(error, FileNotFoundError) else 126, {}
        for number in waiting:
            _send(process, number)
        reader = None if terminal else _tee(process.stderr, tail)
        answer = _waited(process)
        if reader:
            # A process that the command leaves behind may keep its stderr open.
            reader.join(2)
        return answer
    finally:
        _restore(before)


def _undisturbed(finish):
    """A signal that comes now comes too late for the command: it only shortens what is left to do."""
    came, before = [], {}
    _handle(lambda number, frame: came.append(number), before)
    try:
        finish(lambda: bool(came))
    finally:
        _restore(before)


def _restore(before):
    for number, handler in before.items():
        signal.signal(number, handler if handler is not None else signal.SIG_DFL)


def _handle(forward, before):
    for name in _FORWARDED:
        number = getattr(signal, name, None)
        # What is ignored (nohup) stays so, for the command, too.
        if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
            try:
                before[number] = signal.signal(number, forward)
            except (OSError, ValueError):
                continue


def _send(process, number):
    try:
        os.kill(process.pid, number)
    except OSError:
        pass


def _waited(process):
    if not hasattr(os, "wait4"):
        return process.wait(), {}
    ended = []

    def wait():
        try:
            ended.append(os.wait4(process.pid, 0))
        except ChildProcessError:
            pass

    waiter = threading.Thread(target=wait, daemon=True)
    waiter.start()
    while waiter.is_alive():
        # A signal that comes in just before a call that waits is dealt with after it only: no call may wait for long.
        waiter.join(MOST_WAIT_S)
    if not ended:
        # Who ignores SIGCHLD is never told.
        return process.wait(), {}
    _, status, used = ended[0]
    process.returncode = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    scale = 1 if sys.platform == "darwin" else 1024
    return process.returncode, {"cpu_s": round(used.ru_utime + used.ru_stime, 3), "peak_rss": used.ru_maxrss * scale}


def _tee(pipe, tail):
    """Passes the command's stderr on as it comes, and keeps its last lines."""

    def pump():
        begun = b""
        while True:
            data = os.read(pipe.fileno(), 65536)
            if not data:
                break
            _write_all(2, data)
            *lines, begun = (begun + data).split(b"\n")
            tail.extend(line[-MOST_LINE:] for line in lines)
            begun = begun[-65536:]
        if begun:
            tail.append(begun[-MOST_LINE:])

    thread = threading.Thread(target=pump, daemon=True)
    thread.start()
    return thread


def _write_all(fd, data):
    try:
        while data:
            data = data[os.write(fd, data) :]
    except OSError:
        # Ours is gone; the command's must not fill up.
        pass


def _text(tail):
    # Of a progress bar only what stood there last.
    lines = [line.rstrip(b"\r").rsplit(b"\r", 1)[-1].decode("utf-8", "replace") for line in list(tail)]
    return "\n".join(lines) or None


def _outcome(code):
    """(status, reason) as `git exp run` has them."""
    number = -code if code < 0 else code - 128 if code in (130, 143) else 0
    if code == 0:
        return "finished", None
    job = any(os.environ.get(name) for name in ("SLURM_JOB_ID", "PBS_JOBID"))
    if number == signal.SIGINT:
        return "aborted", "SIGINT"
    if number == signal.SIGTERM:
        return ("preempted" if job else "aborted"), "SIGTERM"
    return "failed", signal.Signals(number).name if code < 0 else "exit %d" % code


def _is_terminal(fd):
    try:
        return os.isatty(fd)
    except OSError:
        return False


def _in_foreground():
    """Whether the terminal has sent the signal to the command as well."""
    try:
        return os.isatty(0) and os.tcgetpgrp(0) == os.getpgrp()
    except OSError:
        return False
