"""Optuna: each trial."""

from .. import patch, spool
from . import common


@patch.when_imported("optuna.study.study")
def _study(module):
    patch.wrap(module.Study, "ask", after=_asked)
    # One that the script ends itself (`study.ask`, `study.tell`).
    patch.wrap(module.Study, "tell", after=_told)


@patch.when_imported("optuna.study._optimize")
def _optimize(module):
    common.span(module, "_run_trial", lambda args, kwargs: _running().append({}), _ran)


@patch.when_imported("optuna.trial._trial")
def _trial(module):
    patch.wrap(module.Trial, "_suggest", after=_suggested)
    patch.wrap(module.Trial, "report", after=_reported)


def _running():
    return common.stack("trials")


def _asked(trial, args, kwargs, seen):
    if not _running() or _running()[-1]:
        # Lines between `ask` and `tell` of the script's own belong to nobody knows which trial.
        return
    study = args[0]
    job = spool.begin_job("optuna", name=study.study_name, number=trial.number)
    _running()[-1].update(job=job, trial=trial, study=study)


def _mine(trial):
    return next((item for item in _running() if item.get("trial") is trial), None)


def _suggested(value, args, kwargs, seen):
    mine = _mine(args[0])
    name = kwargs.get("name", args[1] if len(args) > 1 else None)
    if mine and name not in mine.setdefault("names", set()):
        mine["names"].add(name)
        spool.tell("params", source="optuna", values={name: value}, job=mine["job"])


def _reported(result, args, kwargs, seen):
    given = dict(zip(("trial", "value", "step"), args), **kwargs)
    mine = _mine(given.get("trial"))
    value = spool.as_number(given.get("value"))
    if mine and value is not None:
        spool.tell("metrics", source="optuna", values={"intermediate_value": spool.number(value)}, step=given.get("step"), job=mine["job"])


def _ran(result, error, args, kwargs, seen):
    mine = _running().pop() if _running() else {}
    if mine:
        try:
            storage = mine["study"]._storage
            _tell_end(mine["study"], storage.get_trial(mine["trial"]._trial_id), mine["job"])
        except Exception as trouble:
            spool.trouble("optuna.trial", trouble)
            spool.end_job(mine["job"], status=common.failed(error))


def _told(frozen, args, kwargs, seen):
    study = args[0]
    if frozen is None or _running():
        return
    job = spool.begin_job("optuna", name=study.study_name, number=frozen.number)
    spool.tell("params", source="optuna", values=frozen.params)
    _tell_end(study, frozen, job)


def _tell_end(study, frozen, job):
    state = frozen.state.name
    if state == "COMPLETE" and frozen.values is not None:
        names = getattr(study, "metric_names", None) or getattr(study, "_metric_names", None)
        if not names:
            names = ["objective"] if len(frozen.values) == 1 else ["objective_%d" % at for at in range(len(frozen.values))]
        values = spool.numbers(dict(zip(names, frozen.values)))
        spool.tell("metrics", source="optuna", values=values, job=job)
    spool.end_job(job, status={"COMPLETE": "finished", "PRUNED": "pruned"}.get(state, "failed"))
