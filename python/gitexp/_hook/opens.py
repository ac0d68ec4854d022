"""
Files that this process opens, told at first sight. An audit hook runs at every event of the interpreter and can not be taken
back: what does not matter leaves it at once.
"""

import os
import sys
from _thread import _local

from . import process, spool

READ, WRITE = 1, 2
MOST_OF_FOLDER = 100
MOST_BELOW, IN_FOLDERS = 500, 10  # files told of all that is below a folder, in at least as many folders of it
MOST_LINES = 20000

_NEEDS = {"r": READ, "rb": READ, "r+": READ | WRITE, "rb+": READ | WRITE, "r+b": READ | WRITE}
_NEEDS.update((letter + more, WRITE) for letter in "wax" for more in ("", "b", "+", "b+", "+b"))
_told = {}  # absolute path -> what of it was told
_spelled = {}  # path as it was spelled -> the same; forgotten when the folder that it is relative to changes
_spelled_folders = {}  # folder as it was spelled -> what of its files is told no more
_whole = {READ: set(), WRITE: set()}  # folders of whose files no more is told one by one
_deep = {READ: set(), WRITE: set()}  # the same of all that is below them
_files = {READ: {}, WRITE: {}}  # folder -> how many of its files were told
_folders = {READ: {}, WRITE: {}}  # folder -> how many folders in it have had a file told
_below = {READ: {}, WRITE: {}}  # folder -> how many files in the folders below it were told
_inside = _local()
_state = {"lines": 0, "skip": (), "never_whole": frozenset(), "cwd": None}


def _hook(event, args):
    if event == "open":
        try:
            path, mode, flags = args
            need = _NEEDS.get(mode) or _need(flags)
            if type(path) is not str:
                if type(path) is int:
                    return
                path = os.fsdecode(path)
            if _spelled.get(path, 0) & need != need and _spelled_folders.get(path[: path.rfind("/") + 1], 0) & need != need:
                _look(path, mode, flags, need)
        except Exception:
            pass
    elif event in _OTHERS:
        try:
            _OTHERS[event](*args)
        except Exception:
            pass


def _moved(*_):
    _spelled.clear()
    _spelled_folders.clear()


def _need(flags):
    access = flags & (os.O_RDONLY | os.O_WRONLY | os.O_RDWR)
    if access == os.O_RDONLY:
        return READ
    emptied = flags & (os.O_TRUNC | os.O_EXCL)
    return WRITE if access == os.O_WRONLY or emptied else READ | WRITE


def _look(spelled, mode, flags, need):
    path = _absolute(spelled)
    if path.endswith(".pyc") or path.startswith(_state["skip"]) or _state["lines"] >= MOST_LINES:
        return
    folder = path[: path.rfind(os.sep)]
    for part in (READ, WRITE):
        if need & part and folder in _whole[part]:
            beside = spelled[: spelled.rfind("/") + 1]
            _spelled_folders[beside] = _spelled_folders.get(beside, 0) | part
        elif need & part & ~_told.get(path, 0):
            appends = mode[0] == "a" if mode else flags & os.O_APPEND
            _first_sight(path, folder, part, "r" if part == READ else "a" if appends else "w", "open")
    if path in _told:
        _spelled[spelled] = _told[path]


def _absolute(path):
    """The path from the root; nothing is made of one that is already so."""
    if not os.path.isabs(path):
        path = os.path.join(os.getcwd(), path)
    if "/./" in path or "/../" in path or "//" in path or os.sep != "/":
        folder, name = os.path.split(path)
        path = os.path.join(os.path.realpath(folder) if ".." in folder else os.path.normpath(folder), name)
    return path


def _first_sight(path, folder, part, mode, via, came_from=None):
    # Telling opens a file too, and another thread may be telling.
    if getattr(_inside, "busy", False):
        return
    _inside.busy = True
    try:
        if not _is_file(path, part, came_from):
            return
        _told[path] = _told.get(path, 0) | part
        if _has_room(folder, part):
            _tell(path, mode, via, came_from)
    finally:
        _inside.busy = False


def _is_file(path, part, came_from):
    """What is read is there, and no folder and no pipe; what is written need not be there yet."""
    if came_from is not None:
        return True
    try:
        return os.stat(path).st_mode & 0o170000 == 0o100000
    except OSError:
        return part == WRITE


def _has_room(folder, part):
    """Whether one more file of the folder is told by itself; the folder is told where it is one too many."""
    count = _files[part].get(folder, 0) + 1
    _files[part][folder] = count
    if count == 1 and not _known_folder(folder, part):
        return False
    if _is_full_above(folder, part):
        return False
    if count <= MOST_OF_FOLDER or folder in _state["never_whole"]:
        return True
    _no_more(folder, part)
    return False


def _is_full_above(folder, part):
    """Counts a file for each folder above its own; the first of them that has had too many is told as a whole."""
    above = os.path.dirname(folder)
    while above not in _state["never_whole"] and above != _state["cwd"] and above != os.path.dirname(above):
        count = _below[part][above] = _below[part].get(above, 0) + 1
        if count > MOST_BELOW and _folders[part].get(above, 0) >= IN_FOLDERS:
            _no_more_below(above, part)
            return True
        above = os.path.dirname(above)
    return False


def _known_folder(folder, part):
    """Counts a folder that is new among those beside it, and upwards; false where one above it is told as a whole."""
    above = os.path.dirname(folder)
    while above not in _deep[part] and above != os.path.dirname(above):
        above = os.path.dirname(above)
    if above in _deep[part] or _is_one_too_many(folder, part):
        _whole[part].add(folder)
        return False
    return True


def _is_one_too_many(folder, part):
    while folder != os.path.dirname(folder):
        folder = os.path.dirname(folder)
        count = _folders[part][folder] = _folders[part].get(folder, 0) + 1
        if count > MOST_OF_FOLDER and folder not in _state["never_whole"]:
            _no_more_below(folder, part)
            return True
        if count > 1:
            break
    return False


def _no_more_below(folder, part):
    _no_more(folder, part)
    _deep[part].add(folder)
    _whole[part].update(known for known in _files[part] if known.startswith(folder + os.sep))


def _no_more(folder, part):
    if folder not in _whole[part]:
        _whole[part].add(folder)
        _tell(folder, "r" if part == READ else "w", "open", folder=True)


def _tell(path, mode, via, came_from=None, folder=None):
    _state["lines"] += 1
    spool.tell("open", path=path, mode=mode, via=via, folder=folder, **({"from": came_from} if came_from else {}))
    if _state["lines"] == MOST_LINES:
        spool.tell("trouble", where="open", what="more than %d files: no more are told" % MOST_LINES)


def _renamed(source, target, source_folder=-1, target_folder=-1):
    source, target = _within(source, source_folder), _within(target, target_folder)
    if target.startswith(_state["skip"]) or target.endswith(".pyc") or _told.get(target, 0) & WRITE:
        return
    folder = os.path.dirname(target)
    if folder not in _whole[WRITE]:
        _first_sight(target, folder, WRITE, "w", "open", source)


def _within(path, folder):
    """The path as a text; relative to an open folder where there is one."""
    path = os.fsdecode(path)
    if folder is not None and folder >= 0 and not os.path.isabs(path):
        path = os.path.join(os.readlink("/proc/self/fd/%d" % folder), path)
    return _absolute(path)


def _database(name):
    name = os.fsdecode(name)
    if name.startswith("file:"):
        name, _, query = name[5:].partition("?")
        name = name[2:] if name.startswith("//") else name
        if "mode=memory" in query:
            return
    if name and not name.startswith(":memory:"):
        opened(name, "r" if _has_bytes(name) else "w", "sqlite3")


def _has_bytes(path):
    try:
        return os.stat(path).st_size > 0
    except OSError:
        return False


_OTHERS = {"os.rename": lambda *args: _renamed(*args), "sqlite3.connect": lambda name, *_: _database(name), "os.chdir": _moved}


def opened(path, mode, via):
    """A library opens this path (a text, a PathLike, a list of them; a folder, a pattern) without an audit event."""
    if isinstance(path, (list, tuple, set)):
        for one in path:
            opened(one, mode, via)
        return
    if not isinstance(path, (str, bytes)) and not hasattr(path, "__fspath__"):
        return
    path = os.fsdecode(path)
    path = path[7:] if path.startswith("file://") else path
    if not path or "://" in path:
        return
    part = READ if mode == "r" else WRITE
    path = _absolute(path)
    if _told.get(path, 0) & part or path.startswith(_state["skip"]) or os.path.dirname(path) in _whole[part]:
        return
    if os.path.isdir(path):
        _told[path] = _told.get(path, 0) | part
        _whole[part].add(path)
        _deep[part].add(path)
        _tell(path, mode, via, folder=True)
    elif part == READ and any(sign in path for sign in "*?[") and not os.path.exists(path):
        from glob import iglob

        for one in iglob(path, recursive=True):
            opened(one, mode, via)
    else:
        _first_sight(path, os.path.dirname(path), part, mode, via)


def install():
    heard = spool.folder()
    own = os.path.dirname(os.path.abspath(__file__))
    skip = [os.path.realpath(heard), heard, "/proc", "/sys", own] + process.facts()["purelib"]
    skip.extend(os.path.join(prefix, name) for prefix in (sys.prefix, sys.base_prefix) for name in ("lib", "bin", "include"))
    if os.sep == "/":
        skip.extend("/dev/" + name for name in ("null", "urandom", "random", "tty", "pts", "fd", "stdin", "stdout", "stderr", "zero"))
    _state["skip"] = tuple(dict.fromkeys(path + ("" if path.startswith("/dev/") else os.sep) for path in skip))
    _state["never_whole"], _state["cwd"] = _never_whole()
    sys.addaudithook(_hook)


def _never_whole():
    """Folders that hold unrelated things: many folders in use there say nothing of the rest. And the one at work in."""
    found = {os.path.expanduser("~"), os.environ.get("TMPDIR", "/tmp").rstrip("/"), "/tmp", "/"}
    try:
        cwd = os.getcwd()
    except OSError:
        return found, None
    above = os.path.dirname(cwd)
    while above not in found:
        found.add(above)
        above = os.path.dirname(above)
    return found, cwd
