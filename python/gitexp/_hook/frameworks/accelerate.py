"""Accelerate: what goes to its trackers, whichever they are."""

from .. import patch, spool
from . import common


@patch.when_imported("accelerate.accelerator")
def _accelerator(module):
    common.mute(module.Accelerator, "log", before=_logged)
    common.mute(module.Accelerator, "init_trackers", before=_trackers)


def _logged(args, kwargs):
    values = kwargs.get("values", args[1] if len(args) > 1 else None)
    step = kwargs.get("step", args[2] if len(args) > 2 else None)
    values = spool.numbers(values or {})
    if values:
        spool.tell("metrics", source="accelerate", values=values, step=int(step) if step is not None else None)


def _trackers(args, kwargs):
    config = kwargs.get("config", args[2] if len(args) > 2 else None)
    config = {key: value for key, value in dict(config or {}).items() if common.simple(spool.plain(value))}
    if config:
        spool.tell("params", source="accelerate", values=config)
