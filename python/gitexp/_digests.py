"""Digests of what a run was heard reading, taken when it is over."""

import hashlib
import os
import re
import stat
import time

from ._files import is_ours, is_secret

MOST_S = 10
MOST_BYTES = 20 * 1024**3
_PIECE = 1024 * 1024
# What is no input for src/hearing/inputs.ts either: nobody would look at its digest.
_NOT_DATA = re.compile(
    r"^/(?:proc|sys|dev|etc|usr|lib|lib64|bin|sbin|var/(?:lib|cache))/"
    r"|/(?:\.git|__pycache__|\.ipynb_checkpoints|node_modules|\.venv|site-packages|dist-packages|\.cache|\.config|\.local|\.nv|\.triton|\.conda|\.matplotlib|\.keras)/"
    r"|\.(?:py|pyc|pyi|pyx|pyd|so|dll|dylib|pth|egg-link|ipynb|sh|h|c|cu|cpp)$|\.so\.[\d.]+$",
    re.I,
)


def digests_of(heard, folder, stopped=lambda: False):
    """
    `[{path, bytes, digest}]` of the files that are still as they were when they were first read, the smallest first, for 10 s and 20 GiB
    at most.
    """
    until, room, found = time.monotonic() + MOST_S, MOST_BYTES, []
    late = lambda: stopped() or time.monotonic() > until  # noqa: E731
    candidates = ((path, at) for path, at in heard.read.items() if not late() and not is_ours(path, folder) and _is_data(path, heard))
    for size, path, facts in sorted(_unchanged(candidates), key=lambda one: one[:2]):
        room -= size
        if room < 0 or late():
            break
        digest = _digest(path, facts, late)
        if digest:
            found.append({"path": path, "bytes": size, "digest": digest})
    return sorted(found, key=lambda one: one["path"])


def _is_data(path, heard):
    if _NOT_DATA.search(path) or is_secret(path) or heard.is_written(path):
        return False
    return not any(path.startswith(library + os.sep) for library in heard.libraries)


def _unchanged(candidates):
    for path, at in candidates:
        try:
            facts = os.stat(path)
        except (OSError, ValueError):
            continue
        if stat.S_ISREG(facts.st_mode) and facts.st_mtime <= at:
            yield facts.st_size, path, facts


def _digest(path, before, is_late):
    """None where it cannot be read, in time, as one and the same file."""
    made = hashlib.sha256()
    try:
        with open(path, "rb") as file:
            for piece in iter(lambda: file.read(_PIECE), b""):
                made.update(piece)
                if is_late():
                    return None
            after = os.fstat(file.fileno())
    except OSError:
        return None
    same = all(getattr(before, key) == getattr(after, key) for key in ("st_ino", "st_size", "st_mtime_ns"))
    return "sha256:" + made.hexdigest() if same else None
