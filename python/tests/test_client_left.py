"""What the wrapper keeps of files that nobody named: small result files, and digests of what was read."""

import glob
import hashlib
import os
import signal
import subprocess
import sys
import time
import unittest

from client import ROOT, Client

sys.path.insert(0, ROOT)

from gitexp._digests import digests_of  # noqa: E402
from gitexp._heard import Files  # noqa: E402


def sha256(text):
    return "sha256:" + hashlib.sha256(text.encode()).hexdigest()


class Left(Client):
    def wrap(self, script, *words, exit=0, **env):
        self.write(script)
        self.python("-m", "gitexp", "run", *words, "--", sys.executable, "train.py", exit=exit, **env)
        return self.read("end.json")

    def put(self, name, text, age=60):
        path = os.path.join(self.cwd, name)
        with open(path, "w") as file:
            file.write(text)
        os.utime(path, (time.time() - age,) * 2)
        return path

    def results(self, end):
        return [os.path.relpath(one["path"], self.cwd) for one in end.get("results", [])]

    def inputs(self, end):
        return {os.path.relpath(one["path"], self.cwd): (one["bytes"], one["digest"]) for one in end.get("inputs", [])}

    def test_results_are_kept_whole(self):
        self.put("old.json", "{}")
        end = self.wrap(
            """
            import json, os
            os.makedirs("out")
            json.dump({"f1": 0.5}, open("out/metrics.json", "w"))
            open("part", "w").write("epoch,loss\\n1,2\\n"); os.rename("part", "log.csv")
            open("old.json", "a").close()
            open("gone.json", "w").close(); os.remove("gone.json")
            open("credentials.json", "w").write("{}")
            open("model.bin", "wb").write(b"0" * 2000000)
            open("notes.txt", "w").write("no result")
            os.mkfifo("pipe.json") if hasattr(os, "mkfifo") else None
            """
        )
        self.assertEqual(self.results(end), ["log.csv", "out/metrics.json"])
        one = end["results"][1]
        self.assertEqual((one["size"], one["digest"], one["file"]), (11, sha256('{"f1": 0.5}'), "results/out/metrics.json"))
        with open(os.path.join(self.folder(), one["file"])) as file:
            self.assertEqual(file.read(), '{"f1": 0.5}')
        self.assertNotIn("files", end)
        self.assertNotIn("warning", self.stderr)

    def test_no_more_than_fit(self):
        script = "for at in range(80): open('%02d.json' % at, 'w').write(' ' * (100 - at))\nopen('all.jsonl', 'w').write('x' * 2000000)"
        end = self.wrap(script)
        self.assertEqual(self.results(end), ["%02d.json" % at for at in range(16, 80)])
        self.assertIn("warning: ", self.stderr)

    def test_a_hook_that_is_off_keeps_nothing(self):
        self.put("data.csv", "a\n")
        end = self.wrap("open('data.csv').read()\nopen('metrics.json', 'w').write('{}')", "--no-hook")
        self.assertEqual((self.results(end), self.inputs(end)), ([], {}))

    def test_digests_of_what_was_read_and_is_unchanged(self):
        for name in ("data.csv", "later.csv", "appended.csv", "own.py", "token"):
            self.put(name, "a,b\n1,2\n")
        end = self.wrap(
            """
            for name in ("data.csv", "later.csv", "appended.csv", "own.py", "token"): open(name).read()
            open("appended.csv", "a").write("3,4\\n")
            open("made.csv", "w").write("5"); open("made.csv").read()
            import subprocess; subprocess.call(["%s"])
            """
            % self._touching("later.csv")
        )
        self.assertEqual(self.inputs(end), {"data.csv": (8, sha256("a,b\n1,2\n"))})

    def test_a_failure_keeps_them_too(self):
        self.put("data.csv", "a\n")
        end = self.wrap("open('data.csv').read()\nopen('metrics.json', 'w').write('{}')\nraise SystemExit(3)", exit=3)
        self.assertEqual((self.results(end), list(self.inputs(end))), (["metrics.json"], ["data.csv"]))

    def _touching(self, name):
        path = os.path.join(self.cwd, "touch.sh")
        with open(path, "w") as file:
            file.write("#!/bin/sh\necho more >> %s\n" % os.path.join(self.cwd, name))
        os.chmod(path, 0o755)
        return path

    def test_a_signal_ends_the_hashing(self):
        heard = Files()
        for name in ("a.csv", "b.csv"):
            heard.read[self.put(name, name)] = time.time()
        self.assertEqual(len(digests_of(heard, "/none/x")), 2)
        self.assertEqual(digests_of(heard, "/none/x", lambda: True), [])

    def test_a_signal_after_the_command_changes_no_exit_code(self):
        large = self.put("large.csv", "")
        os.truncate(large, 16 * 1024**3)
        os.utime(large, (time.time() - 60,) * 2)
        self.write("open('large.csv').read(1)")
        command = [sys.executable, "-m", "gitexp", "run", "--", sys.executable, "train.py"]
        process = subprocess.Popen(command, cwd=self.cwd, env=self.env(), stderr=subprocess.DEVNULL)
        while not glob.glob(os.path.join(self.cwd, ".gitexp", "*", "end.json")):
            time.sleep(0.01)
        since = time.monotonic()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(process.wait(20), 0)
        self.assertLess(time.monotonic() - since, 5)
        self.assertNotIn("inputs", self.read("end.json"))


if __name__ == "__main__":
    unittest.main()
