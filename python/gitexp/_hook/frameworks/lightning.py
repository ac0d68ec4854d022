"""Lightning (`lightning.pytorch` and `pytorch_lightning`): trainings, what their loggers get, evaluations."""

import os

from .. import patch, spool
from . import common

_STAGES = {"train": "train", "validate": "val", "test": "test", "predict": "predict"}
_bests = {}  # job -> its best
_SETTINGS = "max_epochs max_steps accumulate_grad_batches gradient_clip_val precision limit_train_batches val_check_interval".split()


@patch.when_imported(
    "lightning.pytorch.trainer.connectors.logger_connector.logger_connector", "pytorch_lightning.trainer.connectors.logger_connector.logger_connector"
)
def _connector(module):
    kind = getattr(module, "_LoggerConnector", None) or getattr(module, "LoggerConnector", None)
    common.mute(kind, "log_metrics", before=_logged)


@patch.when_imported("lightning.pytorch.trainer.trainer", "pytorch_lightning.trainer.trainer")
def _trainer(module):
    common.span(module.Trainer, "fit", _fit, _fitted)
    for name in ("validate", "test"):
        common.span(module.Trainer, name, lambda args, kwargs, name=name: _evaluate(name, args, kwargs), _evaluated)


@patch.when_imported("lightning.pytorch.trainer.call", "pytorch_lightning.trainer.call")
def _call(module):
    # Hyperparameters go to each logger here: heard at the begin of the training.
    common.mute(module, "_call_setup_hook")


@patch.when_imported("lightning.pytorch.loggers.utilities", "pytorch_lightning.loggers.utilities")
def _loggers(module):
    common.mute(module, "_log_hyperparams")


def _running(trainer):
    return next((item for item in reversed(common.stack("lightning")) if item["trainer"] is trainer), None)


def stage():
    """(trainer's entry, its split) of the evaluation or training that this thread is in; (None, None) while the sanity check runs."""
    running = common.stack("lightning")
    if not running or getattr(running[-1]["trainer"], "sanity_checking", False):
        return None, None
    now = getattr(running[-1]["trainer"].state, "stage", None)
    return running[-1], _STAGES.get(str(getattr(now, "value", now)))


def told_within():
    """What a report says that the script makes at the end of an evaluation of Lightning's; None elsewhere."""
    mine, split = stage()
    if mine is None or split not in ("val", "test"):
        return None
    ends = ("on_validation_epoch_end", "validation_epoch_end", "on_test_epoch_end", "test_epoch_end", "on_validation_end", "on_test_end")
    if not any(frame.f_code.co_name in ends and common._is_user(frame) for frame in common.frames()):
        return None
    return dict(mine["tell"], split=split, data=_data(mine["trainer"], split), step=_step(mine), epoch=_epoch(mine))


def _step(mine):
    return int(mine["trainer"].fit_loop.epoch_loop._batches_that_stepped) if mine["fit"] else None


def _epoch(mine):
    return int(mine["trainer"].current_epoch) if mine["fit"] else None


def _logged(args, kwargs):
    connector = args[0]
    metrics = kwargs.get("metrics", args[1] if len(args) > 1 else None)
    mine = _running(connector.trainer)
    now, split = stage()
    if not metrics or mine is None or now is not mine:
        return
    values = spool.numbers(metrics)
    step = kwargs.get("step", args[2] if len(args) > 2 else None)
    epoch = values.pop("epoch", _epoch(mine))
    if step is None:
        # After the training an evaluation is no point of a curve.
        step = values.pop("step", None)
        step = _step(mine) if step is None or not mine["fit"] else step
    _tell(mine, values, split, int(step) if step is not None else None, epoch if mine["fit"] else None)


def _tell(mine, values, split, step=None, epoch=None):
    if values:
        mine["told"].update(values)
        if step is not None and mine["monitor"] in values:
            mine["steps"].setdefault(values[mine["monitor"]], step)
        data = _data(mine["trainer"], split) if split in ("val", "test") else None
        spool.tell("metrics", source="lightning", values=values, step=step, epoch=epoch, split=split, data=data, **mine["tell"])


def _data(trainer, split):
    loaders = common.safely("lightning.data", getattr, trainer, split + "_dataloaders", None)
    loaders = loaders if isinstance(loaders, (list, tuple)) else list(loaders.values()) if isinstance(loaders, dict) else [loaders]
    found = [common.data_of(getattr(loader, "dataset", loader), loader, *([loaders] if len(loaders) == 1 else [])) for loader in loaders if loader is not None]
    if len(found) > 1:
        return {"id": "+".join(str(item["id"]) for item in found)}
    return found[0] if found else None


# Training.


def _fit(args, kwargs):
    trainer, model = args[0], kwargs.get("model", args[1] if len(args) > 1 else None)
    job = spool.begin_job("lightning")
    monitor = getattr(getattr(trainer, "checkpoint_callback", None), "monitor", None)
    mine = {"trainer": trainer, "job": job, "tell": {"job": job}, "fit": True, "told": set(), "monitor": monitor, "steps": {}}
    common.stack("lightning").append(mine)
    common.remember_job(trainer, job)
    common.remember_job(model, job)
    common.safely("lightning.params", _params, trainer, model, kwargs.get("datamodule"))
    path = kwargs.get("ckpt_path")
    if isinstance(path, (str, os.PathLike)) and os.path.exists(path):
        spool.tell("hub", kind="checkpoint", name=os.path.abspath(path), local=True)
    return job


def _params(trainer, model, datamodule):
    for owner, name in ((model, None), (datamodule, "datamodule")):
        values = getattr(owner, "__dict__", {}).get("_hparams")
        values = {key: value for key, value in dict(values or {}).items() if common.simple(value)}
        if values:
            spool.tell("params", source="lightning.hparams", values=values, model=name)
    values = {key: getattr(trainer, key, None) for key in _SETTINGS}
    spool.tell("params", source="lightning.trainer", values={key: value for key, value in values.items() if value is not None and common.simple(value)})


def _leave(trainer):
    running = common.stack("lightning")
    mine = _running(trainer)
    if mine is not None:
        while running.pop() is not mine:
            pass
    return mine


def _fitted(result, error, args, kwargs, job):
    trainer = args[0]
    mine = _leave(trainer)
    if mine is None:
        return
    values = common.safely("lightning.callback_metrics", lambda: spool.numbers(trainer.callback_metrics)) or {}
    # What no logger got: of which split it is, is not said.
    values = {key: value for key, value in values.items() if key not in mine["told"]}
    if values and error is None:
        spool.tell("metrics", source="lightning", values=values, **mine["tell"])
    status = str(getattr(trainer.state.status, "value", trainer.state.status))
    best = _bests[mine["job"]] = common.safely("lightning.best", _best, trainer, mine["steps"])
    spool.end_job(mine["job"], status="failed" if error is not None or status == "interrupted" else "finished", best=best)


def _best(trainer, steps):
    saver = getattr(trainer, "checkpoint_callback", None)
    value = spool.as_number(getattr(saver, "best_model_score", None)) if saver is not None else None
    if value is None or not getattr(saver, "monitor", None):
        return None
    best = {"metric": saver.monitor, "value": spool.number(value), "loaded": False}
    # The step that the curve has there: the one in the file's name counts otherwise.
    return dict(best, step=steps[value]) if value in steps else best


# Evaluation.


def _evaluate(name, args, kwargs):
    trainer = args[0]
    model = kwargs.get("model", args[1] if len(args) > 1 else None) or trainer.lightning_module
    job = common.recalled_job(model) or common.recalled_job(trainer) or common.job_for(model, "lightning")
    mine = {"trainer": trainer, "job": job, "tell": {"job": job} if job else {}, "fit": False, "told": set(), "monitor": None, "split": _STAGES[name]}
    common.stack("lightning").append(mine)
    return mine


def _evaluated(result, error, args, kwargs, seen):
    trainer = args[0]
    mine = _leave(trainer)
    if mine is None or error is not None:
        return
    # What no logger got.
    rest = {key: value for part in [trainer.callback_metrics] + list(result or []) for key, value in part.items() if key not in mine["told"]}
    _tell(mine, spool.numbers(rest), mine["split"])
    path = getattr(trainer, "ckpt_path", None)
    saver = getattr(trainer, "checkpoint_callback", None)
    if not path:
        return
    if mine["job"] and str(path) == str(getattr(saver, "best_model_path", None)) and common.recalled_job(trainer) == mine["job"]:
        # From here on the program holds the best model.
        if _bests.get(mine["job"]):
            spool.tell("end", status="finished", best=dict(_bests[mine["job"]], loaded=True), job=mine["job"])
    elif os.path.exists(str(path)):
        spool.tell("hub", kind="checkpoint", name=os.path.abspath(str(path)), local=True, **mine["tell"])
