"""The self-contained folder of a run, for where there is no git, Node or repository (docs/reference/heard.md)."""

import datetime
import json
import os
import tempfile

from ._guard import warn

_ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"


def new_id():
    """12 characters as the ledger's ids, from the system's own random source."""
    return id_from(os.urandom(8))


def id_from(eight):
    """The id that these bytes make."""
    bits = int.from_bytes(eight, "big")
    return "".join(_ALPHABET[bits >> 5 * at & 31] for at in range(12))


def moment(seconds):
    """`2026-11-23T14:05:00.123Z`"""
    at = datetime.datetime.fromtimestamp(seconds, datetime.timezone.utc)
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + "%03dZ" % (at.microsecond // 1000)


def new_folder(now):
    """
    Makes `<time>-<8 hex>/heard` below `$GIT_EXP_SPOOL` or `./.gitexp`; where that cannot be written, below the system's folder for
    temporary files, with a warning that names it.
    """
    return joined_folder("%s-%s" % (moment(now).replace("-", "").replace(":", "").replace(".", ""), os.urandom(4).hex()))


def joined_folder(name):
    """The same under a name that several processes know; whoever comes first makes it."""
    root = os.environ.get("GIT_EXP_SPOOL") or ".gitexp"
    try:
        return _made(os.path.abspath(root), name, hidden=root == ".gitexp")
    except OSError as error:
        folder = _made(tempfile.mkdtemp(prefix="gitexp-"), name, hidden=False)
        warn("%s cannot be written (%s); the run is kept in %s" % (root, error.strerror, folder))
        return folder


def _made(root, name, hidden):
    os.makedirs(root, exist_ok=True)
    folder = os.path.join(root, name)
    os.makedirs(os.path.join(folder, "heard"), exist_ok=True)
    mark = os.path.join(root, ".gitignore")
    if hidden and not os.path.exists(mark):
        try:
            write_new(mark, "*\n")
        except FileExistsError:
            # Another process has just made it.
            pass
    return folder


def write_new(path, text):
    """Raises FileExistsError where it is there; of several processes one makes it."""
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    try:
        os.write(fd, text.encode("utf-8", "replace"))
    finally:
        os.close(fd)


def write_whole(path, text):
    """The file is there with all of the text, on the disk, or as it was before."""
    beside = "%s.%d.tmp" % (path, os.getpid())
    data = text.encode("utf-8", "replace") if isinstance(text, str) else text
    fd = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    try:
        try:
            while data:
                data = data[os.write(fd, data) :]
            os.fsync(fd)
        finally:
            os.close(fd)
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


def write_json(path, values):
    """Fields that are None are left out."""
    kept = {key: value for key, value in values.items() if value is not None}
    write_whole(path, json.dumps(kept, indent=1, ensure_ascii=True, default=str) + "\n")
