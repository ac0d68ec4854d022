"""`python -m gitexp run`, where there is neither node nor git."""

import os
import shutil
import signal
import subprocess
import sys
import unittest

from client import Client


class Wrap(Client):
    def wrap(self, *words, exit=0, **env):
        self.python("-m", "gitexp", "run", *words, exit=exit, **env)

    def test_a_script(self):
        self.write("import os, sys, gitexp\nprint(sys.argv[1:], sys.stdin.read() == '')\nopen('out.json', 'w').write('{}')\nopen('big.bin', 'wb').write(b'0' * 2000000)\ngitexp.log({'a': 1})")
        words = ["--name", "n", "--task", "t", "--param", "lr=1e-4", "-t", "x", "--note", "hm", "--seed", "3", "--data", "train=d.csv", "--input", "base_model=hf://a/b"]
        self.wrap(*words, "--artifact", "out*", "--artifact", "*.bin", "--", sys.executable, "train.py", "--password", "hunter22")
        run, end = self.read(), self.read("end.json")
        self.assertEqual((run["name"], run["params"], run["tags"], run["notes"], run["seed"]), ("n", {"lr": 0.0001}, ["x"], ["hm"], 3))
        self.assertEqual(run["command"], [sys.executable, "train.py", "--password", "[redacted:password]"])
        self.assertEqual(run["inputs"], [{"role": "train", "path": os.path.join(self.cwd, "d.csv")}, {"role": "base_model", "path": "hf://a/b"}])
        self.assertEqual((end["status"], end["exit"]), ("finished", 0))
        small, big = end["files"]
        self.assertEqual((small["file"], big["size"], "file" in big), ("files/out.json", 2000000, False))
        self.assertTrue(big["digest"].startswith("sha256:"))
        self.assertEqual(self.values(), [({"a": 1}, None, None)])

    def test_failures(self):
        sh = shutil.which("sh")
        self.wrap("--", sh, "-c", "i=0; while [ $i -lt 60 ]; do echo line $i >&2; i=$((i+1)); done; exit 7", exit=7)
        end = self.read("end.json")
        self.assertEqual((end["status"], end["exit"], len(end["stderr"].split("\n"))), ("failed", 7, 40))
        self.assertIn("line 0\n", self.stderr)

    def test_exits(self):
        sh = shutil.which("sh")
        for command, exit, status in ((["no-such"], 127, "failed"), ([sh, "-c", "kill -9 $$"], 137, "failed"), ([sh, "-c", "kill -2 $$"], 130, "aborted")):
            self.wrap("--", *command, exit=exit)
            end = self.read("end.json", self.folders()[-1])
            self.assertEqual((end["status"], end["exit"]), (status, exit))

    def test_signals_are_passed_on(self):
        self.write("import signal, sys, time\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(9))\nprint('ready', flush=True)\nfor _ in range(600): time.sleep(0.1)")
        process = subprocess.Popen(
            [sys.executable, "-m", "gitexp", "run", "--", sys.executable, "train.py"], cwd=self.cwd, env=self.env(), stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        process.stdout.readline()
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
        self.assertEqual((process.returncode, self.read("end.json")["exit"]), (9, 9))

    def test_usage_and_a_disk_that_takes_nothing(self):
        self.wrap(exit=2)
        self.wrap("--param", "x", "--", "true", exit=2)
        text = "import sys, tempfile; tempfile.mkdtemp = None; from gitexp.__main__ import main; sys.exit(main(sys.argv[1:]))"
        self.python("-c", text, "run", "--", sys.executable, "-c", "import os; print(os.environ['GIT_EXP_HOOK'])", GIT_EXP_SPOOL="/proc/x")
        self.assertEqual((self.folders(), self.stdout), ([], "off\n"))

    def test_code_where_git_is(self):
        git = shutil.which("git")
        if not git:
            self.skipTest("no git")
        os.symlink(git, os.path.join(self.bare, "git"))
        for words in (["init", "-q", "-b", "m"], ["-c", "user.name=a", "-c", "user.email=a@b", "commit", "-q", "--allow-empty", "-m", "x"], ["remote", "add", "origin", "https://u:secret@h/r.git"]):
            subprocess.run([git] + words, cwd=self.cwd, env=dict(self.env(), PATH=os.environ["PATH"]), check=True)
        self.wrap("--", sys.executable, "-c", "0")
        code = self.read()["code"]
        self.assertEqual((len(code["commit"]), code["branch"], code["dirty"], code["remote"]), (40, "m", True, "https://h/r.git"))


if __name__ == "__main__":
    unittest.main()
