"""
What is installed, from the names of folders and the first lines of METADATA: importlib.metadata says the same in twenty times the
time, and a thread of ours for it would be one that a fork can lock.
"""

import os
import sys
from binascii import crc32

from . import spool

_found = {}  # name of the distribution -> its folder of metadata


def of_interpreter():
    """name -> version; the first on sys.path is the one that imports find."""
    versions = {}
    for folder in sys.path:
        try:
            names = sorted(os.listdir(folder or "."))
        except OSError:
            continue
        for name in names:
            if name.endswith((".dist-info", ".egg-info")):
                _add(versions, os.path.join(folder, name))
    return versions


def _add(versions, place):
    stem = os.path.basename(place)[: -len(".dist-info")]
    name, _, version = stem.partition("-")
    name, version = _said(place) or (name, version.partition("-py")[0])
    if _normal(name) not in _found:
        _found[_normal(name)] = place
        versions[name] = version


def _said(place):
    """Name and version as the package spells them."""
    for file in ("METADATA", "PKG-INFO"):
        try:
            with open(os.path.join(place, file), "rb") as lines:
                head = lines.read(2048).decode("utf-8", "replace").split("\n\n")[0]
        except OSError:
            continue
        fields = dict(line.split(": ", 1) for line in head.splitlines() if line.startswith(("Name: ", "Version: ")))
        if len(fields) == 2:
            return fields["Name"].strip(), fields["Version"].strip()
    return None


def _normal(name):
    return name.replace("_", "-").replace(".", "-").lower()


def told():
    """`{packages_file}`: the file that this or an earlier process of the run has made; `{packages}` where none can be."""
    folder = spool.folder()
    name = "packages-%08x.json" % crc32("\0".join([sys.prefix] + sys.path).encode("utf-8", "replace"))
    place = os.path.join(folder, name)
    if os.path.exists(place):
        return {"packages_file": name}
    versions = of_interpreter()
    try:
        _made(place, spool.spelled(versions))
        return {"packages_file": name}
    except OSError:
        return {"packages": versions}


def _made(place, text):
    # Whole or not at all, whoever else makes it now.
    beside = "%s.%d" % (place, os.getpid())
    fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        os.write(fd, text.encode())
    finally:
        os.close(fd)
    os.rename(beside, place)


def editable():
    """name -> folder, of what is installed from a folder that may change under it."""
    _known()
    found = {}
    for name, place in _found.items():
        try:
            with open(os.path.join(place, "direct_url.json"), encoding="utf-8") as file:
                text = file.read()
        except OSError:
            continue
        if '"editable"' in text:
            import json

            direct = json.loads(text)
            if direct.get("dir_info", {}).get("editable"):
                found[name] = direct.get("url", "").replace("file://", "", 1)
    return found


def imported(modules):
    """Distributions that top-level modules belong to."""
    _known()
    found = {name for name in map(_normal, modules) if name in _found}
    missing = {name for name in modules if _normal(name) not in _found}
    for name, place in _found.items():
        if name in found or not missing:
            continue
        tops = _tops(place)
        hit = {module for module in missing if tops(module)}
        if hit:
            found.add(name)
            missing -= hit
    return sorted(found)


def _tops(place):
    """A function that tells whether a top-level module is the distribution's."""
    for file, before, after in (("top_level.txt", b"\n", (b"\n",)), ("RECORD", b"\n", (b"/", b".py,", b".cpython", b".abi3"))):
        try:
            with open(os.path.join(place, file), "rb") as lines:
                text = b"\n" + lines.read().replace(b"\r", b"") + b"\n"
        except OSError:
            continue
        return lambda module: any(before + module.encode() + end in text for end in after)
    return lambda module: False


def _known():
    if not _found:
        of_interpreter()
