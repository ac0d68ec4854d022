"""A run of our own: its folder with run.json at the start and end.json at the end."""

import os
import sys
import time
from binascii import crc32

from . import _machine, _process
from ._digests import digests_of
from ._files import Keeper, configs_of
from ._folder import moment, new_folder, new_id, write_json
from ._guard import guarded, say, warn
from ._heard import files_heard
from ._imported import env_fields
from ._lines import Own
from ._results import results_of
from ._secrets import masked_argv, masked_text

_told = set()


class OwnRun:
    """
    `said` is what the caller says of the run, by the keys of run.json; `task` has the id and the folder that it shares with others.
    Raises OSError where no folder can be made.
    """

    def __init__(self, said, command, task=None):
        self.begun = time.time()
        self.clock = time.monotonic()
        self.cpu = cpu()
        self.id = task.id if task else new_id()
        self.name = said.get("name") or default_name(command)
        self.folder = task.folder if task else new_folder(self.begun)
        self.lines = Own(self.folder)
        self.keeper = Keeper(self.folder, _process.cwd() or os.sep)
        self.artifacts = [(item, None) for item in said.get("artifacts") or []]
        self._describe(said, command)

    def _describe(self, said, command):
        env, code = _machine.describe()
        self.packages = env.get("packages") or {}
        files = self.keeper.all(configs_of(command, self.keeper.cwd))
        run = {"v": 1, "id": self.id, "name": self.name}
        run.update((key, said.get(key)) for key in "task tags notes params seed hypothesis group parent dataset template".split())
        run.update(command=masked_argv(command), cwd=self.keeper.cwd, host=env.get("host"), boot=_machine.boot(), pid=os.getpid())
        run.update(_process.place(), started=moment(self.begun), env=env, code=code)
        run.update(artifacts=said.get("artifacts"), inputs=said.get("inputs"), files=files or None)
        write_json(os.path.join(self.folder, "run.json"), run)

    def keep(self, path, role):
        """Small ones now, so that they outlive a kill; all of them as they are at the end."""
        self.artifacts.append((path, role))
        return self.keeper.all([(path, role)], digest=False)

    def environment(self):
        """What was imported, told where the hook does not; the packages lie beside the lines, of which one holds too few."""
        name = "packages-%08x.json" % crc32("\0".join([sys.prefix] + sys.path).encode("utf-8", "replace"))
        write_json(os.path.join(self.folder, "heard", name), self.packages)
        self.lines.tell("env", packages_file=name, **env_fields(self.packages))

    def finish(self, status, stopped=None, **more):
        """Writes end.json; what is None is left out. With `stopped` also what its processes were heard of, until that answers True."""
        wall = time.monotonic() - self.clock
        end = {"status": status, "finished": moment(time.time()), "wall_s": round(wall, 3)}
        end.update(more)
        for key in ("reason", "stderr"):
            end[key] = masked_text(end[key]) if end.get(key) else None
        end["files"] = self.keeper.all(self.artifacts) or None
        heard = guarded(files_heard)(self.folder) if stopped else None
        end["results"] = (guarded(results_of)(heard, self.keeper, self.begun) if heard else None) or None
        try:
            self.lines.close()
        finally:
            write_json(os.path.join(self.folder, "end.json"), end)
        if heard:
            self._digest(end, heard, stopped)
        self._tell()

    def _digest(self, end, heard, stopped):
        # The end is on the disk already: a scheduler may not wait until large files have been read.
        inputs = guarded(digests_of)(heard, self.folder, stopped)
        if inputs:
            write_json(os.path.join(self.folder, "end.json"), dict(end, inputs=inputs))

    def _tell(self):
        root = os.path.dirname(self.folder)
        if root not in _told:
            _told.add(root)
            say("run %s (%s) is kept in %s; into a ledger: git exp recover %s" % (self.name, self.id, short(self.folder), short(root)))


def started(said, command, task=None):
    """An `OwnRun`, or None with a warning: what cannot be kept is no reason not to train."""
    try:
        return OwnRun(said, command, task)
    except Exception as error:
        warn("the run cannot be kept: %s" % error)
        return None


def default_name(command):
    """The script's or program's own name."""
    words = [word for word in command[1:] if word.endswith((".py", ".sh"))] or command[:1]
    stem = os.path.splitext(os.path.basename(words[0]))[0] if words else ""
    return stem if stem and not stem.startswith("-") else "run"


def short(path):
    inside = os.path.relpath(path, _process.cwd() or os.sep)
    return path if inside.startswith(os.pardir) else inside


def cpu():
    """Seconds of this process and of all it waited for."""
    used = os.times()
    return used[0] + used[1] + used[2] + used[3]


def usage(since):
    """cpu_s and peak_rss (bytes) of this process and its largest child; nothing where the system does not tell."""
    try:
        import resource
    except ImportError:
        return {}
    scale = 1 if sys.platform == "darwin" else 1024
    peak = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {"cpu_s": round(cpu() - since, 3), "peak_rss": peak * scale}
