"""Runs a program as `git exp run` does, and reads what its processes told."""

import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
INJECT = os.path.join(os.path.dirname(HERE), "gitexp", "_hook", "_inject")


class Heard:
    def __init__(self, done, files):
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr
        self.files = files  # name -> lines

    def lines(self, type):
        return [line for lines in self.files.values() for line in lines if line["type"] == type]

    def paths(self, mode, folder=None):
        found = [line["path"] for line in self.lines("open") if line["mode"] in mode]
        return [path for path in found if folder is None or path.startswith(folder + os.sep)]


class Workplace:
    """A folder to run in, gone afterwards."""

    def __enter__(self):
        self.folder = os.path.realpath(tempfile.mkdtemp(prefix="gitexp-test-"))
        self.run = os.path.join(self.folder, ".run")
        os.makedirs(os.path.join(self.run, "heard"))
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.folder, ignore_errors=True)

    def write(self, name, text):
        path = os.path.join(self.folder, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)
        return path

    def env(self, **more):
        env = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "GIT_EXP", "RANK", "LOCAL_RANK", "WORLD_SIZE"))}
        env.update(PYTHONPATH=INJECT, GIT_EXP_RUN_DIR=self.run, GIT_EXP_RUN_ID="0123456789ab", PYTHONDONTWRITEBYTECODE="1")
        env.update(more)
        return {key: value for key, value in env.items() if value is not None}

    def hear(self, *command, python=sys.executable, **env):
        """`command`: arguments of the interpreter, or one text of code, which becomes `script.py`."""
        if len(command) == 1 and "\n" in command[0]:
            self.write("script.py", command[0])
            command = ("script.py",)
        done = subprocess.run([python] + list(command), cwd=self.folder, env=self.env(**env), capture_output=True, text=True, timeout=300)
        return Heard(done, self.files())

    def files(self):
        heard = os.path.join(self.run, "heard")
        found = {}
        for name in sorted(os.listdir(heard)) if os.path.isdir(heard) else []:
            if name.endswith(".jsonl"):
                with open(os.path.join(heard, name)) as file:
                    found[name] = [json.loads(line) for line in file]
        return found


def hear(*command, **env):
    with Workplace() as place:
        return place.hear(*command, **env)


def has(*modules):
    from importlib.util import find_spec

    return all(find_spec(module) for module in modules)
