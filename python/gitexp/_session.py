"""The current run, for `gitexp.start()`, `gitexp.log(…)` and the cells of a notebook."""

from __future__ import annotations

import atexit
import os
import sys
from contextvars import ContextVar
from typing import Any, Iterable, Mapping, Optional, Union

from . import _inside, _lines, _notebook, _own, _process
from ._guard import guarded, reason_of, warn

_open: list = []
_here: ContextVar = ContextVar("gitexp_run", default=None)
_state = {"outer": None, "implicit": None, "registered": False}

Texts = Union[str, Iterable[str]]


def run(
    name: Optional[str] = None,
    *,
    task: Optional[str] = None,
    params: Any = None,
    tags: Texts = (),
    notes: Optional[Texts] = None,
    hypothesis: Optional[str] = None,
    group: Optional[str] = None,
    seed: Optional[int] = None,
    dataset: Optional[str] = None,
    data: Optional[Mapping[str, Any]] = None,
    artifacts: Texts = (),
    parent: Optional[str] = None,
) -> Any:
    """
    A run, for a `with` block: it is finished at its end, failed with the reason where an exception leaves it.

    >>> with gitexp.run("baseline", params={"lr": 1e-4}, seed=42, data={"train": "data/train.csv"}) as run:
    ...     run.log({"loss": 0.31}, step=100, split="train")

    `data` is split → path, `artifacts` globs of what it will leave, `parent` the id of a run that it belongs to (the run that is
    open already, where not said). Within `git exp run` all of it is told to that run: one `with` block adds to it, several in one
    process become its children. Elsewhere the run is kept in a folder of its own below `$GIT_EXP_SPOOL` or `./.gitexp`.
    """
    given = dict(task=task, params=params, tags=tags, notes=notes, hypothesis=hypothesis, group=group)
    given.update(seed=seed, dataset=dataset, data=data, artifacts=artifacts, parent=parent)
    made = guarded(_begun)(name, given)
    return made if made is not None else _made({}, _lines.Nowhere())


def start(name: Optional[str] = None, **words: Any) -> Any:
    """
    As `run`, over the cells of a notebook: `gitexp.log(…)` and its siblings speak to it until `gitexp.finish()`, or the end of the
    process. The cells that were run are kept beside it (cells.py). One that is still open is finished first.
    """
    last = current()
    if last is not None and last.started:
        last.finish()
    made = run(name, **words)
    made.started = True
    guarded(_notebook.joined)(made)
    return made


def current() -> Any:
    """The run that is open, or None. Within `git exp run` there always is one."""
    mine = _here.get()
    if mine is not None and mine.open:
        return mine
    if _open:
        return _open[-1]
    if _state["implicit"] is None or _state["implicit"]._pid != os.getpid():
        around = _lines.around()
        _state["implicit"] = None if around is None else _made({}, around)
    return _state["implicit"]


def said(method: str, *args: Any, **kwargs: Any) -> None:
    """Calls the current run's method; without a run nothing happens but a warning."""
    mine = guarded(current)()
    if mine is None:
        warn("%s: there is no run: `with gitexp.run(): …` or gitexp.start() makes one" % method)
    else:
        getattr(mine, method)(*args, **kwargs)


def left(mine: Any) -> None:
    """The run is over."""
    if mine in _open:
        _open.remove(mine)
    if _here.get() is mine:
        _here.set(None)
    if _state["outer"] is mine:
        _state["outer"] = None
        os.environ.pop("GIT_EXP_RUN_DIR", None)


def _begun(name, given):
    words = _inside.said_of(name, **given)
    # Where a run of this process's own is open, GIT_EXP_RUN_DIR is its folder, for the processes that are started within.
    mine = _state["outer"] is not None and _state["outer"]._pid == os.getpid()
    around = None if mine else _lines.around()
    if around is not None:
        return _joined(_made(words, around), words)
    if _process.place().get("rank"):
        # Another rank of the same training: the first one tells.
        return _joined(_made(words, _lines.Nowhere()), words)
    if _open and "parent" not in words:
        words["parent"] = _open[-1].id
    own = _own.started(words, _process.argv())
    return _joined(_made(words, own.lines if own else _lines.Nowhere(), own), words)


def _made(words, lines, own=None):
    from ._run import Run

    made = Run(words, lines, own)
    made._pid, made.started = os.getpid(), False
    return made


def _joined(made, words):
    _open.append(made)
    _here.set(made)
    if made.folder and _state["outer"] is None:
        _state["outer"] = made
        os.environ["GIT_EXP_RUN_DIR"] = made.folder
    _inside.opened(made, words)
    if not _state["registered"]:
        _state["registered"] = True
        atexit.register(_at_exit, os.getpid())
    return made


def _at_exit(pid):
    """What is open still is finished; failed, where an exception ends the process."""
    if pid != os.getpid():
        return
    error = None if "IPython" in sys.modules else getattr(sys, "last_value", None)
    for mine in reversed(list(_open)):
        mine.finish(*_inside.ending(error, reason_of))
