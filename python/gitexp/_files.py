"""Files that are kept within a run's folder: small ones whole, others by path, size and digest."""

import glob
import hashlib
import os
import re

from ._folder import write_whole
from ._guard import warn

MOST_FILE = 1024 * 1024
MOST_ALL = 20 * 1024 * 1024
MOST_FILES = 1000
_CONFIG = re.compile(r"\.(?:ya?ml|json|toml|ini|cfg)$", re.I)
_SECRET = re.compile(r"(?:^|[/._-])(?:\.env|env\.local|secrets?|credentials?|id_rsa|token|passwords?|kaggle)(?:[._-][^/]*)?$|\.(?:pem|key|p12|pfx)$", re.I)


class Keeper:
    """Copies into `<folder>/files/<path>`, or another folder beside it."""

    def __init__(self, folder, cwd):
        self.folder = folder
        self.cwd = cwd
        self.used = {}  # where it lies -> bytes

    def is_small(self, path, size, name=None):
        """Whether there is room for a copy, beside all others."""
        others = sum(used for other, used in self.used.items() if other != name)
        return size <= MOST_FILE and others + size <= MOST_ALL and not is_secret(path)

    def keep(self, path, role=None, digest=True, into="files"):
        """`{path, role, size, digest, file}`; `file` where it was copied, no `digest` of a larger one where that is not asked for yet."""
        path = os.path.abspath(os.path.join(self.cwd, path))
        size = os.path.getsize(path)
        said = {"path": path, "size": size}
        if role:
            said["role"] = role
        name = into + "/" + self._name(path)
        if self.is_small(path, size, name):
            said.update(self._copied(path, name))
        elif digest:
            said["digest"] = digest_of(path)
        return said

    def _copied(self, path, name):
        with open(path, "rb") as file:
            data = file.read()
        target = os.path.join(self.folder, *name.split("/"))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        write_whole(target, data)
        self.used[name] = len(data)
        return {"size": len(data), "digest": "sha256:" + hashlib.sha256(data).hexdigest(), "file": name}

    def _name(self, path):
        inside = os.path.relpath(path, self.cwd)
        if inside.startswith(os.pardir):
            inside = os.path.join("_outside", os.path.splitdrive(path)[1].lstrip("\\/"))
        return inside.replace(os.sep, "/")

    def all(self, items, digest=True):
        """Of (path or folder or glob, role) each file once, by its path; what cannot be read is left out."""
        kept = {}
        for item, role in items:
            for path in self._files(item):
                if path not in kept:
                    self._put(kept, path, role, digest)
        return list(kept.values())

    def _put(self, kept, path, role, digest):
        if len(kept) >= MOST_FILES:
            return warn("more than %d artifacts; the rest is left out" % MOST_FILES)
        try:
            kept[path] = self.keep(path, role, digest)
        except OSError as error:
            warn("%s cannot be kept: %s" % (path, error.strerror))

    def _files(self, item):
        place = os.path.join(self.cwd, item)
        found = [place] if os.path.lexists(place) else sorted(glob.glob(place, recursive=True))
        own = os.path.dirname(self.folder) + os.sep
        files = [file for path in found for file in _below(os.path.abspath(path))]
        return [file for file in files if not file.startswith(own)]


def is_secret(path):
    """By its name: neither its bytes nor their digest are kept."""
    return _SECRET.search(path) is not None


def is_ours(path, folder):
    """Whether it lies in this run's folder, or in that of a run beside it; $GIT_EXP_SPOOL may hold anything else."""
    return path.startswith(folder + os.sep) or os.sep + ".gitexp" + os.sep in path


def _below(path):
    """The file, or the files below the folder, hidden ones and links to folders left out."""
    if not os.path.isdir(path):
        return [path] if os.path.isfile(path) else []
    found = []
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        found += [os.path.join(folder, name) for name in sorted(names) if os.path.isfile(os.path.join(folder, name))]
        if len(found) > MOST_FILES:
            break
    return found


def digest_of(path):
    """`sha256:<hex>`, read in pieces."""
    made = hashlib.sha256()
    with open(path, "rb") as file:
        for piece in iter(lambda: file.read(MOST_FILE), b""):
            made.update(piece)
    return "sha256:" + made.hexdigest()


def configs_of(words, cwd):
    """(path, role) of the config files that the words of a command name, `--config=x.yaml` too, and of its script."""
    found = []
    for word in words:
        name = word.split("=", 1)[1] if re.match(r"^-[^=]*=|^[\w.+]+=", word) else word
        role = "config" if _CONFIG.search(name) else "code" if name.endswith((".py", ".sh")) else None
        path = os.path.join(cwd, name)
        if role and len(found) < 20 and os.path.isfile(path) and os.path.getsize(path) <= MOST_FILE:
            found.append((path, role))
    return found
