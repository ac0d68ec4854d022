"""Nothing of ours reaches the training: one warning on stderr, then silence."""

import functools
import os
import sys

_warned = {"pid": None}


def warn(text):
    """The first warning of a process, and no other."""
    if _warned["pid"] == os.getpid():
        return
    _warned["pid"] = os.getpid()
    say("warning: %s (nothing more is said of such; the program goes on)" % text)


def say(text):
    """A line on stderr, where there is one."""
    try:
        sys.stderr.write("gitexp: %s\n" % text)
        sys.stderr.flush()
    except Exception:
        pass


def guarded(function):
    """What the function raises becomes the warning, and its answer None."""

    @functools.wraps(function)
    def safe(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except Exception as error:
            warn("%s: %s" % (function.__name__.strip("_"), reason_of(error)))
            return None

    return safe


def reason_of(error):
    """`ValueError: no such label`, on one line."""
    try:
        text = " ".join(str(error).split())
    except Exception:
        text = ""
    name = type(error).__name__
    return ("%s: %s" % (name, text) if text else name)[:500]
