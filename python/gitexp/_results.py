"""Result files that a run wrote without naming them, kept small and whole for whoever makes a record of it."""

import os
import re
import stat

from ._files import is_ours, is_secret
from ._folder import moment
from ._guard import warn

MOST_RESULTS = 64
# The names that src/usecases/run/file-results.ts looks at.
_MAYBE = re.compile(r"\.(?:jsonl?|bin|csv|tsv|ya?ml)$|tfevents", re.I)
# The system's clock for files lags behind the one that we ask.
_LAG_S = 0.05


def results_of(heard, keeper, since):
    """`[{path, size, digest, file, modified}]` of what its processes were heard writing since then and is still there."""
    found = sorted(_found(heard, keeper, since))
    kept = [one for one in (_kept(keeper, path) for _, path in found[:MOST_RESULTS]) if one]
    if len(found) > MOST_RESULTS:
        warn("more than %d result files; the largest are left out" % MOST_RESULTS)
    return sorted(kept, key=lambda one: one["path"])


def _found(heard, keeper, since):
    """(size, path) of each that is small enough; a checkpoint may be called *.bin, so of those that are not nothing is said."""
    large = []
    for path in heard.written:
        if not _MAYBE.search(path) or is_ours(path, keeper.folder):
            continue
        facts = _facts(path)
        if facts is None or facts.st_mtime < since - _LAG_S:
            continue
        if keeper.is_small(path, facts.st_size):
            yield facts.st_size, path
        elif not path.endswith(".bin") and not is_secret(path):
            large.append(path)
    if large:
        warn("result files too large to be kept: %s" % ", ".join(sorted(large)[:3]))


def _facts(path):
    """None where there is no plain file; opening a pipe would wait for ever."""
    try:
        facts = os.stat(path)
    except (OSError, ValueError):
        return None
    return facts if stat.S_ISREG(facts.st_mode) else None


def _kept(keeper, path):
    try:
        facts = os.stat(path)
        kept = keeper.keep(path, into="results", digest=False)
    except (OSError, ValueError):
        return None
    return dict(kept, modified=moment(facts.st_mtime)) if "file" in kept else None
