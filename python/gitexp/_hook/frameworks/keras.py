"""Keras 3 and tf.keras: epochs, evaluations, the weights that are held at the end."""

import sys

from .. import patch, spool
from . import common

_ARGUMENTS = "batch_size epochs initial_epoch steps_per_epoch validation_split validation_freq shuffle class_weight".split()


@patch.when_imported("keras.src.models.model", "keras.src.engine.training", "keras.engine.training", "tensorflow.python.keras.engine.training")
def _model(module):
    kind = module.Model
    fit, evaluate = kind.fit, kind.evaluate
    common.span(kind, "fit", lambda args, kwargs: _fit(common.bound(fit, args, kwargs), args[0]), _fitted)
    common.span(kind, "evaluate", lambda args, kwargs: _evaluate(common.bound(evaluate, args, kwargs), args[0], kwargs), _evaluated)


@patch.when_imported("keras.src.callbacks.callback_list", "keras.src.callbacks", "keras.callbacks", "tensorflow.python.keras.callbacks")
def _callbacks(module):
    kind = getattr(module, "CallbackList", None)
    if kind is not None:
        patch.wrap(kind, "on_epoch_end", after=_epoch)
        patch.wrap(kind, "on_test_end", after=_tested)


def _running():
    return common.stack("keras")


def _fit(given, model):
    job = spool.begin_job("keras")
    _running().append({"model": model, "job": job, "steps": {}, "kind": "fit", "given": given})
    common.remember_job(model, job)
    common.safely("keras.params", _params, model, given)
    return job


def _params(model, given):
    values = {key: given.get(key) for key in _ARGUMENTS if given.get(key) is not None and common.simple(given.get(key))}
    optimizer = getattr(model, "optimizer", None)
    if hasattr(optimizer, "get_config"):
        config = {key: spool.plain(value) for key, value in optimizer.get_config().items() if value is not None}
        values["optimizer"] = {"class": type(optimizer).__name__}
        values["optimizer"].update((key, value) for key, value in config.items() if common.simple(value))
    loss = getattr(model, "loss", None)
    if isinstance(loss, str):
        values["loss"] = loss
    elif loss is not None:
        values["loss"] = getattr(loss, "name", None) or getattr(loss, "__name__", None)
    spool.tell("params", source="keras", values=values)


def _iterations(model):
    made = getattr(getattr(model, "optimizer", None), "iterations", None)
    number = spool.as_number(made) if made is not None else None
    if number is None and made is not None:
        number = int(made.numpy()) if hasattr(made, "numpy") else int(made)
    return int(number) if number is not None else None


def _epoch(result, args, kwargs, seen):
    given = dict(zip(("self", "epoch", "logs"), args), **kwargs)
    mine = _running()[-1] if _running() else None
    if mine is None or mine["kind"] != "fit":
        return
    epoch, values = given.get("epoch"), spool.numbers(given.get("logs") or {})
    step = common.safely("keras.iterations", _iterations, mine["model"])
    mine["steps"][epoch] = step
    for split in ("val", "train"):
        part = {key: value for key, value in values.items() if key.startswith("val_") == (split == "val")}
        if part:
            data = mine["given"].get("validation_data") if split == "val" else None
            data = _data(data[0], data[1]) if isinstance(data, (list, tuple)) and len(data) > 1 else common.data_of(data)
            spool.tell("metrics", source="keras", values=part, step=step, epoch=epoch, split=split, data=data, job=mine["job"])


def _data(x, y):
    if y is None:
        return common.data_of(x)
    found = common.array_data(y, x)
    return dict(found, rows=common.rows_of(y)) if found else None


def _leave(model, kind):
    running = _running()
    for at in range(len(running) - 1, -1, -1):
        if running[at]["model"] is model and running[at]["kind"] == kind:
            mine = running[at]
            del running[at:]
            return mine
    return None


def _fitted(result, error, args, kwargs, job):
    mine = _leave(args[0], "fit")
    if mine is not None:
        spool.end_job(mine["job"], status=common.failed(error), best=common.safely("keras.best", _best, mine))


def _best(mine):
    callbacks = mine["given"].get("callbacks") or []
    callbacks = callbacks if isinstance(callbacks, (list, tuple)) else [callbacks]
    named = {type(callback).__name__: callback for callback in callbacks}
    stop, save = named.get("EarlyStopping"), named.get("ModelCheckpoint")
    if stop is not None and spool.as_number(getattr(stop, "best", None)) is not None and getattr(stop, "best_epoch", None) in mine["steps"]:
        # Before Keras 3 the best weights came back only where the training was stopped.
        three = str(getattr(sys.modules.get("keras"), "__version__", "2")).partition(".")[0] != "2"
        loaded = bool(stop.restore_best_weights and stop.best_weights is not None and (three or stop.stopped_epoch > 0))
        return {"metric": stop.monitor, "value": spool.number(spool.as_number(stop.best)), "loaded": loaded, "step": mine["steps"][stop.best_epoch]}
    if save is not None and getattr(save, "save_best_only", False) and spool.as_number(getattr(save, "best", None)) is not None:
        return {"metric": save.monitor, "value": spool.number(spool.as_number(save.best)), "loaded": False}
    return None


def _evaluate(given, model, kwargs):
    within = any(item["model"] is model and item["kind"] == "fit" for item in _running())
    # The validation of `fit` comes with its epoch.
    internal = within and (bool(kwargs.get("_use_cached_eval_dataset")) or not common.called_by_user())
    mine = {"model": model, "kind": "internal" if internal else "evaluate", "logs": {}, "job": None}
    if not internal:
        mine["job"] = common.recalled_job(model) or common.job_for(model, "keras")
        mine["data"] = common.safely("keras.data", _data, given.get("x"), given.get("y"))
        mine["epoch"] = within
    _running().append(mine)
    return mine


def _tested(result, args, kwargs, seen):
    logs = kwargs.get("logs", args[1] if len(args) > 1 else None)
    if _running() and _running()[-1]["kind"] == "evaluate" and isinstance(logs, dict):
        _running()[-1]["logs"] = logs


def _evaluated(result, error, args, kwargs, seen):
    mine = _leave(args[0], seen["kind"]) if seen else None
    if mine is None or mine["kind"] != "evaluate" or error is not None:
        return
    values = spool.numbers(result if isinstance(result, dict) else mine["logs"])
    if values:
        step = common.safely("keras.iterations", _iterations, args[0]) if mine["epoch"] else None
        spool.tell("metrics", source="keras", values=values, step=step, data=mine["data"], **({"job": mine["job"]} if mine["job"] else {}))
