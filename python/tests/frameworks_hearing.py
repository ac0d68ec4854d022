"""Runs a script of a test with the listeners in place, and reads what it told."""

import json
import os
import subprocess
import sys
import tempfile
import textwrap
import unittest

HOOK = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "gitexp", "_hook")

SITE = """
import importlib, sys, types
hook = types.ModuleType("_gitexp_hook")
hook.__path__ = [%r]
sys.modules["_gitexp_hook"] = hook
before = set(sys.modules)
importlib.import_module("_gitexp_hook.frameworks")
importlib.import_module("_gitexp_hook.patch").install()
_gitexp_found = sorted(name for name in set(sys.modules) - before if name.partition(".")[0] in ("torch", "sklearn", "numpy", "transformers"))
assert not _gitexp_found, _gitexp_found
"""


def has(*modules):
    import importlib.util

    return all(importlib.util.find_spec(module) for module in modules)


class Hearing(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        held = tempfile.TemporaryDirectory(prefix="heard-", ignore_cleanup_errors=True) if sys.version_info >= (3, 10) else tempfile.TemporaryDirectory()
        self.addCleanup(held.cleanup)
        self.folder = held.name

    def hear(self, script, *arguments, hooked=True, fails=False, **environment):
        """Answers (lines, what the script printed as JSON with `said(...)`, output)."""
        run = tempfile.mkdtemp(dir=self.folder)
        os.mkdir(os.path.join(run, "heard"))
        site = tempfile.mkdtemp(dir=self.folder)
        work = os.path.join(self.folder, "work")
        os.makedirs(work, exist_ok=True)
        if hooked:
            with open(os.path.join(site, "sitecustomize.py"), "w") as file:
                file.write(SITE % HOOK)
        path = os.path.join(work, "script.py")
        with open(path, "w") as file:
            file.write("import json\ndef said(value):\n    print('SAID ' + json.dumps(value), flush=True)\n" + textwrap.dedent(script))
        env = dict(os.environ, PYTHONPATH=site, GIT_EXP_RUN_DIR=run, PYTHONHASHSEED="0", HF_HUB_OFFLINE="1", TOKENIZERS_PARALLELISM="false")
        env.update(OMP_NUM_THREADS="1", CUDA_VISIBLE_DEVICES="", HF_HOME=os.path.join(self.folder, "hf"), KERAS_BACKEND="torch", **environment)
        done = subprocess.run([sys.executable, path, *arguments], cwd=work, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, universal_newlines=True)
        output = done.stdout + done.stderr
        self.assertEqual(done.returncode != 0, fails, output[-6000:])
        lines = []
        for name in sorted(os.listdir(os.path.join(run, "heard"))):
            with open(os.path.join(run, "heard", name)) as file:
                lines += [json.loads(line) for line in file]
        said = [json.loads(line[5:]) for line in done.stdout.splitlines() if line.startswith("SAID ")]
        self.assertEqual([line for line in lines if line["type"] == "trouble"], [])
        return lines, said, output


def of(lines, type, /, **fields):
    return [line for line in lines if line["type"] == type and all(line.get(key) == value for key, value in fields.items())]
