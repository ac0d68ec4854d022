"""
What a training tells git exp (docs/python.md). Nothing here raises into the training, and nothing needs git, Node or a repository.

>>> import gitexp
>>> with gitexp.run("baseline", params={"lr": 1e-4}, seed=42) as run:
...     run.log({"loss": 0.31}, step=100, split="train")
...     run.log({"macro_f1": 0.84}, split="dev")

In a notebook:

>>> gitexp.start("explore")
>>> gitexp.log({"accuracy": 0.9}, split="dev")
>>> gitexp.finish()
"""

from __future__ import annotations

from typing import Any, Optional

from ._run import Path, Run
from ._session import current, run, said as _said, start

__version__ = "0.1.0"
__all__ = [
    "Run", "run", "start", "current", "log", "params", "report", "confusion_matrix", "latency", "artifact", "input", "note", "tag", "seed", "finish",
    "HFCallback", "LightningLogger", "KerasCallback",
]  # fmt: skip


def log(values: Any, step: Optional[int] = None, split: Optional[str] = None, epoch: Optional[float] = None) -> None:
    """Metrics of the current run: see `Run.log`."""
    _said("log", values, step=step, split=split, epoch=epoch)


def params(values: Any = None, **more: Any) -> None:
    """Parameters of the current run: see `Run.params`."""
    _said("params", values, **more)


def report(labels: Any, averages: Any = None, accuracy: Any = None, split: Optional[str] = None) -> None:
    """Scores per class of the current run: see `Run.report`."""
    _said("report", labels, averages=averages, accuracy=accuracy, split=split)


def confusion_matrix(rows: Any, labels: Any = None, split: Optional[str] = None) -> None:
    """A confusion matrix of the current run: see `Run.confusion_matrix`."""
    _said("confusion_matrix", rows, labels=labels, split=split)


def latency(ms_samples: Any, name: str = "latency") -> None:
    """Samples in milliseconds of the current run: see `Run.latency`."""
    _said("latency", ms_samples, name=name)


def artifact(path: Path, role: Optional[str] = None) -> None:
    """A file that the current run leaves: see `Run.artifact`."""
    _said("artifact", path, role=role)


def input(role: str, path: Path, revision: Optional[str] = None) -> None:
    """Something that the current run reads: see `Run.input`."""
    _said("input", role, path, revision=revision)


def note(text: str) -> None:
    """A remark on the current run."""
    _said("note", text)


def tag(*tags: str) -> None:
    """Tags of the current run."""
    _said("tag", *tags)


def seed(n: int) -> None:
    """The seed of the current run; it is noted, nothing is seeded."""
    _said("seed", n)


def finish(status: str = "finished", reason: Optional[str] = None) -> None:
    """Ends the current run: see `Run.finish`."""
    _said("finish", status, reason)


def __getattr__(name: str) -> Any:
    # A framework is imported when its class is asked for, and not before.
    if name in ("HFCallback", "LightningLogger", "KerasCallback"):
        from . import callbacks

        return getattr(callbacks, name)
    raise AttributeError("module 'gitexp' has no attribute %r" % name)
