"""`Run`: what is said of one training."""

from __future__ import annotations

import os
from typing import Any, Dict, Iterable, Mapping, Optional, Sequence, Union

from . import _inside, _notebook, _session, _values
from ._guard import guarded, reason_of, warn
from ._lines import Nowhere

Path = Union[str, "os.PathLike[str]"]


class Run:
    """
    One training, made by `gitexp.run(…)` or `gitexp.start(…)`. No method raises, whatever it is given: the first failure is a warning
    on stderr, and the training goes on. Methods may be called from any thread, and from forked children.
    """

    def __init__(self, said: Dict[str, Any], lines: Nowhere, own: Any = None):
        self._lines = lines
        self._own = own
        self._outer: Any = None
        self.open = True
        #: 12 characters; of `git exp run` the id of its run; None where nobody listens.
        self.id: Optional[str] = own.id if own else os.environ.get("GIT_EXP_RUN_ID") or None
        self.name: Optional[str] = own.name if own else said.get("name") or os.environ.get("GIT_EXP_RUN_NAME") or None
        #: The run's self-contained folder; None within `git exp run`.
        self.folder: Optional[str] = own.folder if own else None

    @guarded
    def log(self, values: Mapping[str, Any], step: Optional[int] = None, split: Optional[str] = None, epoch: Optional[float] = None) -> None:
        """
        Metrics: name → number (a scalar of numpy or torch, too). With `step` a point of a curve, without it a result of the run.

        >>> run.log({"loss": 0.31}, step=100, split="train")
        >>> run.log({"macro_f1": 0.84}, split="dev")
        """
        step, epoch = _values.integer(step), _inside.number(epoch)
        for part in _values.chunks(_values.numbers(values)):
            self._tell("metrics", source="client", values=part, step=step, split=_values.text(split), epoch=epoch)

    @guarded
    def params(self, values: Any = None, **more: Any) -> None:
        """
        Parameters: a dict (nested is fine), an `argparse.Namespace`, a dataclass, keywords.

        >>> run.params({"lr": 1e-4, "optimizer": {"name": "adamw"}}, batch_size=32)
        """
        for part in _values.chunks(dict(_values.mapping(values), **more)):
            self._tell("params", source="client", values=part)

    @guarded
    def report(self, labels: Mapping[str, Any], averages: Any = None, accuracy: Any = None, split: Optional[str] = None) -> None:
        """
        Scores per class, in parts of 1: label → `{"precision", "recall", "f1", "support"}`; or all that scikit-learn's
        `classification_report(y, predicted, output_dict=True)` answers.

        >>> run.report(labels={"pos": {"precision": 0.9, "recall": 0.8, "f1": 0.85, "support": 120}}, split="test")
        """
        found, means, accurate = _values.report(labels)
        means.update((name, _values.scores(value)) for name, value in _values.mapping(averages).items())
        accurate = _inside.number(accuracy) if accuracy is not None else accurate
        for at, part in enumerate(_values.chunks(found) or [{}]):
            whole = {"averages": means or None, "accuracy": accurate} if at == 0 else {}
            self._tell("report", source="client", labels=part, split=_values.text(split), **whole)

    @guarded
    def confusion_matrix(self, rows: Any, labels: Optional[Sequence[Any]] = None, split: Optional[str] = None) -> None:
        """Counts: a row is a true class, a column a predicted one. Up to 200 labels; `labels` in the order of the rows."""
        made = _values.rows(rows)
        names = [str(label) for label in labels] if labels is not None else [str(at) for at in range(len(made))]
        if len(names) != len(made):
            raise ValueError("%d labels for %d rows" % (len(names), len(made)))
        self._tell("matrix", labels=names, rows=made, split=_values.text(split))

    @guarded
    def latency(self, ms_samples: Iterable[float], name: str = "latency") -> None:
        """Samples in milliseconds, all of one measurement: kept as p50 and p95 under `name`."""
        made = _values.samples(ms_samples)
        if made:
            self._tell("latency", name=str(name), samples_ms=made)

    @guarded
    def artifact(self, path: Path, role: Optional[str] = None) -> None:
        """A file, a folder or a glob that the training leaves: `run.artifact("out/model.pt", role="model")`."""
        role = _values.text(role)
        item = os.path.abspath(os.fspath(path))
        kept = self._own.keep(item, role) if self._own and self._lines.folder else []
        for one in kept or [{"path": item, "role": role}]:
            self._tell("artifact", **one)

    @guarded
    def input(self, role: str, path: Path, revision: Optional[str] = None) -> None:
        """Something it reads: role `base_model`, `tokenizer`, `checkpoint`, `prompt`, `data`, `train`, `dev`…; a path or `hf://org/name`."""
        self._tell(*_inside.input_line(str(role)), **_inside.input_fields(str(role), os.fspath(path), revision))

    @guarded
    def note(self, text: str) -> None:
        """A remark, in words, of 2,000 characters at most."""
        if len(str(text)) > 2000:
            warn("a note is cut at 2,000 characters")
        self._tell("note", text=str(text))

    @guarded
    def tag(self, *tags: str) -> None:
        """`run.tag("baseline", "bf16")`"""
        for tag in _values.words([one for each in tags for one in _values.words(each)]):
            self._tell("tag", tag=tag)

    @guarded
    def seed(self, n: int) -> None:
        """The seed that the training uses. It is noted, nothing is seeded."""
        self._tell("seed", source="client", value=_values.integer(n, "seed"))

    @guarded
    def finish(self, status: str = "finished", reason: Optional[str] = None) -> None:
        """`finished`, `failed`, `aborted` or `preempted`, and why. What is said afterwards is not heard."""
        if self.open:
            self.open = False
            _session.left(self)
            _notebook.left(self)
            _inside.closed(self, status, _values.text(reason))

    def _tell(self, type: str, **fields: Any) -> None:
        if self.open:
            self._lines.tell(type, **fields)
        else:
            warn("%s was told after the run was finished, and is not kept" % type)

    def __enter__(self) -> "Run":
        return self

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        self.finish(*_inside.ending(error, reason_of))

    def __repr__(self) -> str:
        return "<gitexp.Run %s %s>" % (self.name, self.id)
