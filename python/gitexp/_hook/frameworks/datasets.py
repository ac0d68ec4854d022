"""Hugging Face datasets: what was loaded, from which files, also where a cache was hit."""

import os
import re

from .. import patch, spool
from . import common

_MOST_FILES = 200


@patch.when_imported("datasets.load")
def _load(module):
    patch.wrap(module, "load_dataset_builder", after=_built)
    common.span(module, "load_dataset", lambda args, kwargs: _builders().append(None), _loaded)
    patch.wrap(module, "load_from_disk", after=lambda result, args, kwargs, seen: _from_disk(result, args, kwargs))


@patch.when_imported("datasets.arrow_dataset")
def _dataset(module):
    for name in ("from_csv", "from_json", "from_parquet", "from_text"):
        patch.wrap(module.Dataset, name, after=lambda result, args, kwargs, seen, name=name: _from_files(name, result, args, kwargs))
    patch.wrap(module.Dataset, "load_from_disk", after=_own_from_disk)


@patch.when_imported("datasets.dataset_dict")
def _dict(module):
    for name in ("from_csv", "from_json", "from_parquet", "from_text"):
        patch.wrap(module.DatasetDict, name, after=lambda result, args, kwargs, seen, name=name: _from_files(name, result, args, kwargs))
    patch.wrap(module.DatasetDict, "load_from_disk", after=_own_from_disk)


def _builders():
    return common.stack("datasets")


def _built(builder, args, kwargs, seen):
    if _builders():
        _builders()[-1] = builder


def _loaded(result, error, args, kwargs, seen):
    builder = _builders().pop() if _builders() else None
    if error is not None or result is None:
        return
    path = kwargs.get("path", args[0] if args else None)
    files = _by_split(getattr(getattr(builder, "config", None), "data_files", None)) or _given(kwargs.get("data_files"))
    revision = kwargs.get("revision")
    name = os.fspath(path) if isinstance(path, (str, os.PathLike)) else None
    if name and os.path.exists(name):
        name = os.path.abspath(name)
    commits = {commit for part in files.values() for file in part for commit in re.findall(r"@([0-9a-f]{40})/", file)}
    if len(commits) == 1:
        revision = commits.pop()
    hub = getattr(builder, "repo_id", None)
    config = kwargs.get("name", args[1] if len(args) > 1 else None) or getattr(getattr(builder, "config", None), "name", None)
    _tell(result, "datasets.load_dataset", hub or name, files, kwargs.get("split"), config=config, revision=str(revision) if revision else None)


def _by_split(data_files):
    try:
        return {str(split): [str(file) for file in files] for split, files in dict(data_files or {}).items()}
    except Exception:
        return {}


def _given(paths, split="train"):
    if isinstance(paths, dict):
        return {str(key): part for name, value in paths.items() for key, part in _given(value, name).items()}
    if isinstance(paths, (str, os.PathLike)):
        paths = [paths]
    return {split: [os.fspath(path) for path in paths]} if paths else {}


def _from_files(name, result, args, kwargs):
    if not common.called_through("datasets."):
        paths = kwargs.get("path_or_paths", args[0] if args else None)
        split = str(kwargs.get("split") or "train")
        _tell(result, "datasets." + name, None, _given(paths, split), None)


def _own_from_disk(result, args, kwargs, seen):
    if not common.called_through("datasets."):
        _from_disk(result, args, kwargs)


def _from_disk(result, args, kwargs):
    path = next((item for item in list(args) + list(kwargs.values()) if isinstance(item, (str, os.PathLike))), None)
    if path is None:
        return
    path = os.fspath(path)
    path = path if "://" in path else os.path.abspath(path)
    parts = result.items() if isinstance(result, dict) else [(None, result)]
    files = {str(key): [entry["filename"] for entry in getattr(part, "cache_files", [])] for key, part in parts}
    _tell(result, "load_from_disk", path, files, None)


def _tell(result, source, name, files, asked, **more):
    if isinstance(result, (list, tuple)):
        for part in result:
            _tell(part, source, name, files, None, **more)
        return
    if isinstance(result, dict):
        for split, part in result.items():
            _one(part, source, name, files.get(str(split), []), str(split), **more)
        return
    split = str(asked) if asked is not None else str(getattr(result, "split", None) or "") or None
    parts = re.findall(r"[A-Za-z_][\w.]*", re.sub(r"\[[^\]]*\]", "", split or ""))
    found = [file for part in parts for file in files.get(part, [])]
    _one(result, source, name, found or [file for part in files.values() for file in part], split, **more)


def _one(part, source, name, files, split, **more):
    fingerprint = getattr(part, "_fingerprint", None)
    files = [os.path.abspath(file) if "://" not in file else file for file in files]
    spool.tell(
        "dataset",
        source=source,
        name=name,
        split=split,
        rows=common.rows_of(part),
        fingerprint=fingerprint if isinstance(fingerprint, str) else None,
        files=files[:_MOST_FILES],
        **more
    )
