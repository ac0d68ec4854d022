"""How a run begins and ends, and how its inputs are spelled."""

import os
import re

from . import _own, _values
from ._guard import guarded, warn
from ._hook import spool

STATUSES = ("finished", "failed", "aborted", "preempted")
_KINDS = {"base_model": "model", "tokenizer": "tokenizer", "checkpoint": "checkpoint", "data": "dataset"}
_SPLITS = ("train", "dev", "test", "val", "valid", "validation")


def number(value):
    """None stays None."""
    found = spool.as_number(value) if value is not None else None
    return None if found is None else spool.number(found)


def said_of(name, **given):
    """The caller's words by the keys of run.json; what is of a wrong type is made right or left out."""
    said = {key: _values.text(given[key]) for key in ("task", "hypothesis", "group", "dataset", "parent")}
    said["name"] = _values.text(name)
    said["tags"], said["notes"] = _safe(_values.words, given["tags"]), _safe(_values.words, given["notes"])
    said["params"] = spool.plain(_safe(_values.mapping, given["params"]) or {}) or None
    said["seed"] = _safe(_values.integer, given["seed"], "seed")
    said["artifacts"] = _safe(_values.words, given["artifacts"])
    data = _safe(_values.mapping, given["data"]) or {}
    said["inputs"] = [{"role": str(split), "path": place_of(str(path))} for split, path in data.items()]
    return {key: value for key, value in said.items() if value not in (None, [], {})}


def _safe(make, *values):
    return guarded(make)(*values)


def opened(run, said):
    """Tells the run around us what is said of this one; a run of our own has it in run.json."""
    if run._own or run._lines.folder:
        return
    run._lines.begin(**{key: said.get(key) for key in ("name", "task", "group", "hypothesis", "dataset", "parent")})
    if "params" in said:
        run.params(said["params"])
    if "seed" in said:
        run.seed(said["seed"])
    run.tag(*said.get("tags", []))
    for note in said.get("notes", []):
        run.note(note)
    for item in said.get("inputs", []):
        run.input(item["role"], item["path"])
    for item in said.get("artifacts", []):
        run.artifact(item)


def closed(run, status, reason):
    """The last lines, then end.json; in a forked child nothing: the run is its parent's."""
    if status not in STATUSES:
        warn("finish: %r is none of %s" % (status, ", ".join(STATUSES)))
        status = "finished"
    if run._own and os.getpid() != run._pid:
        return
    if run._own:
        guarded(run._own.environment)()
    try:
        run._lines.tell("finish", status=status, reason=reason)
        run._lines.end(status="finished" if status == "finished" else "failed")
    finally:
        if run._own:
            run._own.finish(status, reason=reason, **_own.usage(run._own.cpu))


def ending(error, reason_of):
    """(status, reason) of what left the `with` block."""
    if error is None:
        return "finished", None
    if isinstance(error, SystemExit):
        code = error.code
        return ("finished", None) if code in (None, 0) else ("failed", "exit %s" % code if isinstance(code, int) else str(code))
    if isinstance(error, (KeyboardInterrupt, GeneratorExit)):
        return "aborted", type(error).__name__
    return "failed", reason_of(error)


def place_of(path):
    """An address as it is, a path as an absolute one."""
    return path if re.match(r"^[a-z][a-z0-9+.-]*://", path) else os.path.abspath(path)


def input_line(role):
    return ("dataset",) if role in _SPLITS else ("hub",)


def input_fields(role, path, revision):
    """The fields of a `dataset` line for a split, of a `hub` line for other roles."""
    place = place_of(path)
    if role in _SPLITS:
        return {"source": "client", "split": role, "files": [place], "revision": _values.text(revision)}
    kind, name, local = _KINDS.get(role, role), place, True
    found = re.match(r"^hf://(?:datasets/|models/)?([\w.-]+/[\w.-]+)(?:@([\w./-]+))?$", place)
    if found:
        name, local, revision = found.group(1), None, revision or found.group(2)
    return {"source": "client", "kind": kind, "name": name, "local": local, "revision": _values.text(revision)}
