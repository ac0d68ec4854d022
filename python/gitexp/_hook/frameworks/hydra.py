"""Hydra: each job of a run or a sweep, with its config."""

import re
import sys

from .. import patch, spool
from . import common

# Resolvers that draw nothing, ask nobody and answer the same each time.
_PLAIN = {"oc.env", "oc.select", "oc.decode", "oc.deprecated", "oc.create", "oc.dict.keys", "oc.dict.values", "hydra"}
_RESOLVER = re.compile(r"\$\{\s*([\w.]+)\s*:")
_SECRET = re.compile(r"oc\.env\s*:[^}]*(token|secret|passw|key|auth|cred)", re.I)
_NODE = re.compile(r"\$\{\s*([\w.\[\]]+)\s*\}")


@patch.when_imported("hydra.core.utils")
def _utils(module):
    common.span(module, "run_job", _begin, _end)


@patch.when_imported("hydra._internal.callbacks")
def _callbacks(module):
    # By now Hydra has set what `${hydra:...}` needs, and the script has not begun.
    patch.wrap(module.Callbacks, "on_job_start", before=_params)


def _begin(args, kwargs):
    # The order of the arguments is not the same in each version.
    config = next((item for item in list(kwargs.values()) + list(args) if type(item).__name__ == "DictConfig"), None)
    own = sys.modules["omegaconf"].OmegaConf.to_container(config.hydra, resolve=False, enum_to_str=True)
    job = own.get("job") or {}
    name, number = job.get("name"), job.get("num")
    return spool.begin_job(
        "hydra",
        name=name if isinstance(name, str) and name != "???" else None,
        number=number if isinstance(number, int) and str(own.get("mode") or "MULTIRUN") == "MULTIRUN" else None,
    )


def _end(result, error, args, kwargs, job):
    if job is not None:
        status = getattr(getattr(result, "status", None), "name", None)
        spool.end_job(job, status="failed" if error is not None or status == "FAILED" else "finished")


def _params(args, kwargs):
    config = kwargs.get("config", args[1] if len(args) > 1 else None)
    if config is not None:
        spool.tell("params", source="hydra", values=values_of(config))


def values_of(config):
    """The config without Hydra's own part: resolved where that has no effect but the answer, as it is written elsewhere."""
    omega = sys.modules["omegaconf"].OmegaConf
    raw = omega.to_container(config, resolve=False, enum_to_str=True)
    raw.pop("hydra", None)
    return {key: _resolved(omega, config, value, raw) for key, value in raw.items()}


def _resolved(omega, config, value, raw):
    if isinstance(value, dict):
        return {key: _resolved(omega, config, item, raw) for key, item in value.items()}
    if isinstance(value, list):
        return [_resolved(omega, config, item, raw) for item in value]
    if not isinstance(value, str) or "${" not in value or not _harmless(omega, raw, value, 0):
        return value
    try:
        found = omega.create({"value": value}, flags={"allow_objects": True})
        found._set_parent(config)
        found = found.value
        return omega.to_container(found, resolve=True, enum_to_str=True) if omega.is_config(found) else found
    except Exception:
        return value


def _harmless(omega, raw, text, depth):
    if depth > 8 or not set(_RESOLVER.findall(text)) <= _PLAIN or "${." in text or _SECRET.search(text):
        return False
    for path in _NODE.findall(text):
        target = raw
        for part in re.findall(r"\w+", path):
            try:
                target = target[int(part)] if isinstance(target, list) else target[part]
            except (KeyError, IndexError, ValueError, TypeError):
                return False
        if "${" in str(target) and not _harmless(omega, raw, str(target), depth + 1):
            return False
    return True
