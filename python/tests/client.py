"""Runs scripts that use the client, in folders of their own with neither node nor git on PATH, and reads what they leave."""

import glob
import json
import os
import subprocess
import sys
import tempfile
import textwrap
import unittest

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


class Client(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        held = tempfile.TemporaryDirectory(prefix="client-")
        self.addCleanup(held.cleanup)
        self.cwd = os.path.realpath(held.name)
        self.bare = os.path.join(self.cwd, "bin")
        os.mkdir(self.bare)

    def env(self, **more):
        kept = {key: value for key, value in os.environ.items() if not key.startswith(("GIT_", "SLURM_", "RANK"))}
        return dict(kept, PATH=self.bare, PYTHONPATH=ROOT, HOME=self.cwd, **more)

    def write(self, script, name="train.py"):
        with open(os.path.join(self.cwd, name), "w") as file:
            file.write(textwrap.dedent(script))

    def python(self, *words, exit=0, timeout=180, **env):
        ran = subprocess.run([sys.executable] + list(words), cwd=self.cwd, env=self.env(**env), stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=timeout)
        self.stdout, self.stderr = ran.stdout.decode(), ran.stderr.decode()
        self.assertEqual(ran.returncode, exit, self.stderr)

    def script(self, text, *arguments, exit=0, **env):
        self.write(text)
        self.python("train.py", *arguments, exit=exit, **env)

    def folders(self, root=".gitexp"):
        return sorted(path for path in glob.glob(os.path.join(self.cwd, root, "*")) if os.path.isdir(path))

    def folder(self):
        (found,) = self.folders()
        return found

    def read(self, name="run.json", folder=None):
        with open(os.path.join(folder or self.folder(), name)) as file:
            return json.load(file)

    def lines(self, type=None, folder=None):
        found = []
        for path in sorted(glob.glob(os.path.join(folder or self.folder(), "heard", "*.jsonl"))):
            with open(path) as file:
                found += [json.loads(line) for line in file]
        return [line for line in found if type in (None, line["type"])]

    def values(self, folder=None):
        return [(line["values"], line.get("step"), line.get("split")) for line in self.lines("metrics", folder)]
