"""
Callbacks of frameworks, each made when it is first asked for: `from gitexp import HFCallback`. They speak to the run that is open,
and start one where there is none. Within `git exp run` the hook hears the frameworks by itself, and callbacks stay silent.
"""

from __future__ import annotations

import importlib
from typing import Any, Optional

from . import _session
from ._guard import guarded
from ._hook import spool
from ._lines import hook_spool

_made: dict = {}


def __getattr__(name: str) -> Any:
    makers = {"HFCallback": _hf, "LightningLogger": _lightning, "KerasCallback": _keras}
    if name not in makers:
        raise AttributeError("module 'gitexp.callbacks' has no attribute %r" % name)
    if name not in _made:
        _made[name] = makers[name]()
        _made[name].__name__ = _made[name].__qualname__ = name
    return _made[name]


class Teller:
    """The run that a callback speaks to: the one it is given, else the one that is open, else one that it starts."""

    def __init__(self, run: Any = None):
        self.given = run
        self.own: Any = None
        self.data: list = []

    def run(self) -> Any:
        found = self.given or _session.current()
        if found is None:
            found = self.own = _session.start()
        return found

    @guarded
    def tell(self, type: str, **fields: Any) -> None:
        if hook_spool() is None:
            self.run()._tell(type, **fields)

    def metrics(self, source: str, values: Any, **fields: Any) -> None:
        found = guarded(spool.numbers)(values or {})
        if found:
            self.tell("metrics", source=source, values=found, **fields)

    @guarded
    def of(self, dataset: Any) -> Any:
        """Which data: the same object has the same id."""
        if dataset is None:
            return None
        known = [at for at, other in enumerate(self.data) if other is dataset]
        if not known:
            self.data.append(dataset)
        return {"id": known[0] if known else len(self.data) - 1, "rows": len(dataset) if hasattr(dataset, "__len__") else None}

    def failed(self, reason: Optional[str] = None) -> None:
        if self.own is not None:
            self.own.finish("failed", reason)


def _hf() -> Any:
    from transformers import TrainerCallback

    class HFCallback(TrainerCallback):
        """`Trainer(…, callbacks=[gitexp.HFCallback()])`: arguments, the model's config, losses, evaluations by their data set."""

        def __init__(self, run: Any = None):
            self._gitexp = Teller(run)

        def on_train_begin(self, args: Any, state: Any, control: Any, model: Any = None, **kwargs: Any) -> None:
            if state.is_world_process_zero:
                _params(self._gitexp, "transformers.TrainingArguments", args)
                _params(self._gitexp, "transformers.config", getattr(model, "config", None), model="model")

        def on_log(self, args: Any, state: Any, control: Any, logs: Any = None, **kwargs: Any) -> None:
            if state.is_world_process_zero and logs:
                _hf_logs(self._gitexp, state, dict(logs), kwargs)

        def on_predict(self, args: Any, state: Any, control: Any, metrics: Any = None, **kwargs: Any) -> None:
            if state.is_world_process_zero and metrics:
                split = _split_of(metrics) or "test"
                data = self._gitexp.of(getattr(kwargs.get("eval_dataloader"), "dataset", None))
                self._gitexp.metrics("transformers.predict", metrics, split=split, data=data)

    return HFCallback


def _hf_logs(teller: Teller, state: Any, logs: dict, kwargs: dict) -> None:
    epoch = logs.pop("epoch", None)
    split = _split_of(logs)
    if split in (None, "train"):
        teller.metrics("transformers.log", logs, step=state.global_step, epoch=epoch, split="train")
    else:
        data = teller.of(getattr(kwargs.get("eval_dataloader"), "dataset", None))
        teller.metrics("transformers.evaluate", logs, step=state.global_step, epoch=epoch, split=split, data=data)


def _split_of(logs: Any) -> Optional[str]:
    """`eval` of `eval_runtime`, which each evaluation has."""
    return next((key[: -len("_runtime")] for key in logs if key.endswith("_runtime")), None)


@guarded
def _params(teller: Teller, source: str, given: Any, **fields: Any) -> None:
    from ._values import chunks, mapping

    values = {key: value for key, value in mapping(given).items() if value is not None and not key.startswith("_")}
    for part in chunks(values):
        teller.tell("params", source=source, values=part, **fields)


def _lightning() -> Any:
    loggers, rank_zero_only = _lightning_parts()

    class LightningLogger(loggers.Logger):
        """`Trainer(logger=gitexp.LightningLogger())`: hyperparameters, and what the module logs."""

        def __init__(self, run: Any = None):
            super().__init__()
            self._gitexp = Teller(run)

        @property
        def name(self) -> Optional[str]:
            return "gitexp"

        @property
        def version(self) -> Any:
            return getattr(self._gitexp.given or self._gitexp.own, "id", None)

        @property
        def experiment(self) -> Any:
            return self._gitexp.run()

        @rank_zero_only
        def log_metrics(self, metrics: Any, step: Optional[int] = None) -> None:
            values = dict(metrics)
            epoch = guarded(spool.as_number)(values.pop("epoch", None))
            self._gitexp.metrics("lightning", values, step=step, epoch=epoch)

        @rank_zero_only
        def log_hyperparams(self, params: Any, *args: Any, **kwargs: Any) -> None:
            _params(self._gitexp, "lightning.hparams", params)

        @rank_zero_only
        def finalize(self, status: str) -> None:
            if status == "failed":
                self._gitexp.failed("the trainer failed")

    return LightningLogger


def _lightning_parts() -> Any:
    """Of the package that the program has imported; of the newer one where it has neither."""
    import sys

    names = ["lightning.pytorch", "pytorch_lightning"]
    names.sort(key=lambda name: name not in sys.modules)
    for name in names:
        try:
            return importlib.import_module(name + ".loggers.logger"), importlib.import_module(name + ".utilities").rank_zero_only
        except ImportError:
            continue
    raise ImportError("LightningLogger needs lightning or pytorch_lightning")


def _keras() -> Any:
    import keras

    class KerasCallback(keras.callbacks.Callback):
        """`model.fit(…, callbacks=[gitexp.KerasCallback()])`: settings, losses and metrics of each epoch, evaluations."""

        def __init__(self, run: Any = None):
            super().__init__()
            self._gitexp = Teller(run)
            self._fits = False

        def on_train_begin(self, logs: Any = None) -> None:
            self._fits = True
            values = {key: value for key, value in (self.params or {}).items() if key in ("epochs", "steps")}
            optimizer = getattr(self.model, "optimizer", None)
            if hasattr(optimizer, "get_config"):
                values["optimizer"] = guarded(optimizer.get_config)()
            _params(self._gitexp, "keras", values)

        def on_train_end(self, logs: Any = None) -> None:
            self._fits = False

        def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
            for split, wanted in (("train", False), ("val", True)):
                part = {key: value for key, value in (logs or {}).items() if key.startswith("val_") is wanted}
                self._gitexp.metrics("keras", part, step=guarded(self._step)(), epoch=epoch, split=split)

        def on_test_end(self, logs: Any = None) -> None:
            if not self._fits:
                self._gitexp.metrics("keras", logs, split="eval")

        def _step(self) -> Optional[int]:
            made = getattr(getattr(self.model, "optimizer", None), "iterations", None)
            return None if made is None else int(made.numpy() if hasattr(made, "numpy") else made)

    return KerasCallback
