"""Whatever of ours fails, the program ends as it would have ended alone."""

import json
import os
import subprocess
import sys
import unittest

from hearing import INJECT, Workplace, hear

PROGRAM = """
import argparse, random, sqlite3
random.seed(1)
for n in range(300):
    with open("out%d" % n, "w") as file:
        file.write("x")
parser = argparse.ArgumentParser()
parser.add_argument("--lr", default=1)
print(parser.parse_args())
"""


class Failures(unittest.TestCase):
    def unharmed(self, place, before="", **env):
        heard = place.hear("\n" + before + PROGRAM, **env)
        self.assertEqual([heard.code, heard.out, heard.err], [0, "Namespace(lr=1)\n", ""])
        return heard

    def test_the_folder_is_not_there(self):
        with Workplace() as place:
            os.rmdir(os.path.join(place.run, "heard"))
            self.unharmed(place)
            self.assertEqual(os.listdir(place.run), [])

    def test_the_folder_goes_while_it_runs(self):
        with Workplace() as place:
            self.unharmed(place, "import os, shutil\nshutil.rmtree(os.environ['GIT_EXP_RUN_DIR'])\n")
            self.assertFalse(os.path.exists(place.run))

    def test_the_folder_is_a_file(self):
        with Workplace() as place:
            os.rmdir(os.path.join(place.run, "heard"))
            place.write(".run/heard", "")
            self.unharmed(place)

    @unittest.skipIf(os.name != "posix" or os.geteuid() != 0, "root alone can become another user")
    def test_the_folder_is_not_writable(self):
        with Workplace() as place:
            os.chmod(os.path.join(place.run, "heard"), 0o555)
            os.chmod(place.folder, 0o777)
            # What the interpreter loads late may lie where that user can not read.
            became = """
import argparse, gettext, locale, os, random, shutil, sqlite3
argparse.ArgumentParser().format_help()
os.setuid(65534)
child = os.fork()
if child:
    os._exit(os.waitpid(child, 0)[1] >> 8)
"""
            self.assertEqual(len(self.unharmed(place, became).files), 1)

    @unittest.skipIf(os.name != "posix" or os.geteuid() != 0, "root alone can mount")
    def test_the_disk_is_full(self):
        with Workplace() as place:
            heard = os.path.join(place.run, "heard")
            if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8k", "tmpfs", heard], capture_output=True).returncode:
                self.skipTest("no tmpfs")
            try:
                with open(os.path.join(heard, "filler"), "wb") as file:
                    file.write(b"x" * 4096)
                done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=place.folder, env=place.env(), capture_output=True, text=True)
                self.assertEqual([done.returncode, done.stdout, done.stderr], [0, "Namespace(lr=1)\n", ""])
            finally:
                subprocess.run(["umount", os.path.join(place.run, "heard")], check=True)

    @unittest.skipIf(not hasattr(os, "fork"), "needs RLIMIT_FSIZE")
    def test_a_line_that_the_disk_held_half_of_spoils_no_other(self):
        code = """
import random, resource
random.seed(1)
import os, glob
size = os.path.getsize(glob.glob(os.environ["GIT_EXP_RUN_DIR"] + "/heard/*.jsonl")[0])
resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20, resource.RLIM_INFINITY))
random.seed(2)
random.seed(3)
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
random.seed(4)
"""
        with Workplace() as place:
            place.write("script.py", code)
            subprocess.run([sys.executable, "script.py"], cwd=place.folder, env=place.env(), check=True)
            heard = os.path.join(place.run, "heard")
            values = []
            for name in os.listdir(heard):
                with open(os.path.join(heard, name)) as file:
                    values.extend(map(self.value, file))
            self.assertEqual([value for value in values if value], [1, 4])

    @staticmethod
    def value(line):
        try:
            return json.loads(line).get("value")
        except ValueError:
            return None

    def test_an_exception_within_a_wrapper(self):
        breaks = "import sys\nhook = sys.modules['_gitexp_hook']\nimport random, argparse\n"
        for broken in ("spool.plain", "spool._write", "opens._look", "process.kind", "params._told", "spool.as_number"):
            module, name = broken.split(".")
            before = breaks + "def broken(*_, **__): raise RuntimeError('ours')\nsetattr(sys.modules['_gitexp_hook.%s'], '%s', broken)\n" % (module, name)
            with Workplace() as place:
                self.unharmed(place, before)

    def test_trouble_is_said_five_times(self):
        before = "import sys, random\ndef broken(*_): raise RuntimeError('ours')\nsys.modules['_gitexp_hook.seeds']._library_calls = broken\nfor n in range(9): random.seed(n)\n"
        with Workplace() as place:
            self.assertEqual([line["what"] for line in self.unharmed(place, before).lines("trouble")], ["RuntimeError: ours"] * 5)

    def test_a_library_with_other_signatures(self):
        libraries = {
            "click/core.py": "class Command:\n    def invoke(self): return 1\n",
            "click/__init__.py": "from .core import Command\n",
            "safetensors/__init__.py": "def safe_open(): return 2\n",
            "tokenizers/__init__.py": "class Tokenizer:\n    save = 3\n",
            "polars/__init__.py": "read_csv = 4\nclass DataFrame: pass\n",
            "torch/__init__.py": "",
            "torch/random.py": "def manual_seed(): return 5\n",
            "torch/serialization.py": "",
            "jsonargparse/__init__.py": "",
            "jsonargparse/_core.py": "",
            "pyarrow/__init__.py": "def memory_map(*, other): return other\n",
        }
        before = """
import click, safetensors, tokenizers, polars, torch.random, torch.serialization, jsonargparse._core, pyarrow
assert [click.Command().invoke(), safetensors.safe_open(), tokenizers.Tokenizer.save, polars.read_csv, torch.random.manual_seed(), pyarrow.memory_map(other=6)] == [1, 2, 3, 4, 5, 6]
"""
        with Workplace() as place:
            for name, text in libraries.items():
                place.write(name, text)
            self.unharmed(place, before)

    def test_what_the_program_raises_is_its_own(self):
        code = "import random\ntry:\n    random.seed([])\nexcept TypeError:\n    print('seed')\ntry:\n    open('/none/at/all')\nexcept OSError:\n    print('open')\nraise KeyError('mine')\n"
        heard = hear("\n" + code)
        self.assertEqual([heard.code, heard.out], [1, "seed\nopen\n"])
        self.assertTrue(heard.err.endswith("KeyError: 'mine'\n"))

    def test_ways_to_end(self):
        for end, code in (("os._exit(3)", 3), ("sys.exit(4)", 4), ("os.kill(os.getpid(), 9)", -9), ("os.abort()", -6)):
            heard = hear("import os, random, sys\nrandom.seed(1)\n%s\n" % end)
            self.assertEqual([heard.code, [line["value"] for line in heard.lines("seed")]], [code, [1]])

    def test_the_hook_cannot_be_read(self):
        with Workplace() as place:
            os.makedirs(os.path.join(place.folder, "hook", "_inject"))
            with open(os.path.join(INJECT, "sitecustomize.py")) as file:
                place.write("hook/_inject/sitecustomize.py", file.read())
            place.write("hook/__init__.py", "this is no Python")
            self.unharmed(place, PYTHONPATH=os.path.join(place.folder, "hook", "_inject"))


if __name__ == "__main__":
    unittest.main()
