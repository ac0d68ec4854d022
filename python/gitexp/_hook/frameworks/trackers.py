"""wandb and mlflow, without a change to what they do or where they write."""

from .. import patch, spool
from . import common
from .tensorboard import heard_already

_open = {}  # id of a tracker's run -> the job of its lines


def _begin(source, id, name):
    if id not in _open:
        _open[id] = spool.begin_job(source, name=name)


def _end(id, status="finished"):
    job = _open.pop(id, None)
    if job is not None:
        spool.end_job(job, status=status)


# Weights & Biases.


@patch.when_imported("wandb.sdk.wandb_init")
def _init(module):
    patch.wrap(module, "init", after=_started)


@patch.when_imported("wandb.sdk.wandb_run")
def _run(module):
    patch.wrap(module.Run, "log", before=_logged)
    patch.wrap(module.Run, "finish", after=lambda result, args, kwargs, seen: _finished(args, kwargs))


@patch.when_imported("wandb.sdk.wandb_config")
def _config(module):
    patch.wrap(module.Config, "update", after=lambda result, args, kwargs, seen: _configured(kwargs.get("d", args[1] if len(args) > 1 else None)))
    patch.wrap(module.Config, "__setitem__", after=lambda result, args, kwargs, seen: _configured({args[1]: args[2]}))


def _started(run, args, kwargs, seen):
    if run is None or heard_already() or not common.called_by_user():
        return
    _begin("wandb", run.id, run.name)
    config = run.config.as_dict() if hasattr(run.config, "as_dict") else dict(run.config)
    _configured(config, True)


def _configured(values, known=False):
    if not known and (heard_already() or not common.called_by_user()):
        return
    values = vars(values) if hasattr(values, "__dict__") and not isinstance(values, dict) else dict(values or {})
    values = {key: value for key, value in values.items() if not key.startswith("_") and common.simple(spool.plain(value))}
    if values:
        spool.tell("params", source="wandb.config", values=values)


def _flat(values, before=""):
    found = {}
    for key, value in values.items():
        if isinstance(value, dict):
            found.update(_flat(value, "%s%s." % (before, key)))
        else:
            found["%s%s" % (before, key)] = value
    return found


def _logged(args, kwargs):
    run, data = args[0], kwargs.get("data", args[1] if len(args) > 1 else None)
    step = kwargs.get("step", args[2] if len(args) > 2 else None)
    if not isinstance(data, dict) or heard_already():
        return
    values = spool.numbers(_flat(data))
    step = getattr(run, "step", None) if step is None else step
    job = _open.get(getattr(run, "id", None))
    epoch = values.get("epoch")
    if values:
        spool.tell("metrics", source="wandb", values=values, step=step, epoch=epoch, **({"job": job} if job else {}))


def _finished(args, kwargs):
    code = kwargs.get("exit_code", args[1] if len(args) > 1 else None)
    _end(getattr(args[0], "id", None), "failed" if code else "finished")


# MLflow.


@patch.when_imported("mlflow.tracking.fluent")
def _mlflow(module):
    patch.wrap(module, "start_run", after=lambda run, args, kwargs, seen: _entered(run, kwargs))
    patch.wrap(module, "end_run", before=lambda args, kwargs: _active(module), after=lambda result, args, kwargs, id: _left(id, args, kwargs))
    patch.wrap(module, "log_metric", after=lambda result, args, kwargs, seen: _metric(module, args, kwargs))
    patch.wrap(module, "log_metrics", after=lambda result, args, kwargs, seen: _metrics(module, args, kwargs))
    patch.wrap(module, "log_param", after=lambda result, args, kwargs, seen: _param(module, args, kwargs))
    patch.wrap(module, "log_params", after=lambda result, args, kwargs, seen: _params(module, args, kwargs))


def _active(module):
    run = module.active_run()
    return run.info.run_id if run is not None else None


def _entered(run, kwargs):
    if not heard_already() and common.called_by_user():
        _begin("mlflow", run.info.run_id, getattr(run.info, "run_name", None))


def _left(id, args, kwargs):
    status = kwargs.get("status", args[0] if args else "FINISHED")
    _end(id, "finished" if status == "FINISHED" else "failed")


def _job(module, given):
    job = _open.get(given.get("run_id") or _active(module))
    return {"job": job} if job else {}


def _metric(module, args, kwargs):
    given = dict(zip(("key", "value", "step"), args), **kwargs)
    _numbers(module, {given.get("key"): given.get("value")}, given)


def _metrics(module, args, kwargs):
    given = dict(zip(("metrics", "step"), args), **kwargs)
    _numbers(module, given.get("metrics") or {}, given)


def _numbers(module, values, given):
    values, step = spool.numbers(values), given.get("step")
    if values and not heard_already():
        spool.tell("metrics", source="mlflow", values=values, step=int(step) if step is not None else None, **_job(module, given))


def _param(module, args, kwargs):
    given = dict(zip(("key", "value"), args), **kwargs)
    _values(module, {given.get("key"): given.get("value")}, given)


def _params(module, args, kwargs):
    given = dict(zip(("params",), args), **kwargs)
    _values(module, given.get("params") or {}, given)


def _values(module, values, given):
    values = {key: value for key, value in values.items() if common.simple(spool.plain(value))}
    if values and not heard_already():
        spool.tell("params", source="mlflow", values=values, **_job(module, given))
