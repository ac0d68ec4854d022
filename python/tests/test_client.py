"""The client in a process: what it writes, and that it disturbs nobody."""

import os
import signal
import stat
import subprocess
import sys
import unittest

from client import Client, ROOT

sys.path.insert(0, ROOT)
from gitexp import _secrets, _values  # noqa: E402


class Runs(Client):
    def test_folder(self):
        self.script(
            """
            import gitexp
            with gitexp.run("base", task="t", params={"lr": 1e-4, "o": {"k": 1}}, tags="a", seed=42, data={"train": "x.csv"}, group="g") as run:
                run.log({"loss": 0.5, "eval": {"f1": 0.25}}, step="3", split="train")
                gitexp.log({"acc": float("nan")})
                run.params(batch=8); run.note("hm"); run.tag("b", "c"); run.seed(7)
                run.report({"pos": {"precision": 1, "f1-score": 0.5}, "accuracy": 0.75, "macro avg": {"f1-score": 0.5}}, split="test")
                run.confusion_matrix([[1, 2], [3, 4]], labels=["n", "p"]); run.input("base_model", "hf://org/m@abc"); run.input("dev", "d.csv")
            """
        )
        run, end = self.read(), self.read("end.json")
        self.assertRegex(run["id"], "^[0-9a-hjkmnp-tv-z]{12}$")
        said = {"v": 1, "name": "base", "task": "t", "params": {"lr": 0.0001, "o": {"k": 1}}, "tags": ["a"], "seed": 42, "group": "g"}
        self.assertEqual(said, {key: run[key] for key in said})
        self.assertEqual(run["inputs"], [{"role": "train", "path": os.path.join(self.cwd, "x.csv")}])
        self.assertNotIn("code", run)
        self.assertEqual([item["file"] for item in run["files"]], ["files/train.py"])
        self.assertEqual(end["status"], "finished")
        self.assertGreater(end["peak_rss"], 1 << 20)
        self.assertEqual(self.values(), [({"loss": 0.5, "eval/f1": 0.25}, 3, "train"), ({"acc": "NaN"}, None, None)])
        lines = self.lines()
        self.assertEqual([line["n"] for line in lines], list(range(len(lines))))
        self.assertEqual((lines[0]["type"], lines[0]["kind"], lines[0]["main"]), ("process", "main", os.path.join(self.cwd, "train.py")))
        (report,) = self.lines("report")
        self.assertEqual((report["labels"], report["averages"], report["accuracy"]), ({"pos": {"precision": 1, "f1": 0.5}}, {"macro": {"f1": 0.5}}, 0.75))
        self.assertEqual(self.lines("matrix")[0]["rows"], [[1, 2], [3, 4]])
        self.assertEqual((self.lines("hub")[0]["name"], self.lines("hub")[0]["revision"]), ("org/m", "abc"))
        self.assertEqual(self.stderr.count("\n"), 1, self.stderr)
        self.assertIn("git exp recover .gitexp", self.stderr)
        with open(os.path.join(self.cwd, ".gitexp", ".gitignore")) as file:
            self.assertEqual(file.read(), "*\n")

    def test_exceptions(self):
        self.script("import gitexp\nwith gitexp.run():\n    raise ValueError('no such label')", exit=1)
        end = self.read("end.json")
        self.assertEqual((end["status"], end["reason"]), ("failed", "ValueError: no such label"))

    def test_exit_codes_and_interrupts(self):
        self.script(
            """
            import gitexp
            for error in (SystemExit(3), SystemExit(0), KeyboardInterrupt()):
                try:
                    with gitexp.run():
                        raise error
                except BaseException:
                    pass
            """
        )
        ends = [self.read("end.json", folder) for folder in self.folders()]
        self.assertEqual([(end["status"], end.get("reason")) for end in ends], [("failed", "exit 3"), ("finished", None), ("aborted", "KeyboardInterrupt")])

    def test_started_and_never_finished(self):
        self.script("import gitexp\ngitexp.start('s')\ngitexp.log({'a': 1})")
        self.assertEqual(self.read("end.json")["status"], "finished")
        self.script("import gitexp\ngitexp.start('s')\n1 / 0", exit=1)
        self.assertEqual(self.read("end.json", self.folders()[1])["status"], "failed")

    def test_nested_and_threads(self):
        self.script(
            """
            import gitexp, threading
            with gitexp.run("sweep"):
                def one(i):
                    with gitexp.run("r%d" % i) as run:
                        for step in range(20):
                            gitexp.log({"i": i}, step=step)
                threads = [threading.Thread(target=one, args=(i,)) for i in range(5)]
                [t.start() for t in threads]; [t.join() for t in threads]
            """
        )
        outer = next(folder for folder in self.folders() if self.read(folder=folder)["name"] == "sweep")
        inner = [folder for folder in self.folders() if folder != outer]
        self.assertEqual(len(inner), 5)
        for folder in inner:
            run = self.read(folder=folder)
            self.assertEqual(self.values(folder), [({"i": int(run["name"][1:])}, step, None) for step in range(20)])

    def test_fifty_threads(self):
        self.script(
            """
            import gitexp, threading
            with gitexp.run() as run:
                threads = [threading.Thread(target=lambda i=i: [run.log({"v": i}, step=s) for s in range(100)]) for i in range(50)]
                [t.start() for t in threads]; [t.join() for t in threads]
            """
        )
        lines = self.lines("metrics")
        self.assertEqual(len({(line["values"]["v"], line["step"]) for line in lines}), 5000)
        self.assertEqual([line["n"] for line in lines], list(range(1, 5001)))

    @unittest.skipUnless(hasattr(os, "fork"), "no fork")
    def test_forked(self):
        self.script(
            """
            import gitexp, os, sys
            with gitexp.run() as run:
                run.log({"a": 1})
                pid = os.fork()
                if pid == 0:
                    run.log({"b": 2})
                    sys.exit(0)
                os.waitpid(pid, 0)
                run.log({"c": 3})
            """
        )
        kinds = {line["kind"]: line for line in self.lines("process")}
        self.assertEqual(set(kinds), {"main", "fork"})
        self.assertTrue(kinds["fork"]["parent_file"].startswith("%d-" % kinds["main"]["pid"]))
        self.assertEqual(sorted(key for values, *_ in self.values() for key in values), ["a", "b", "c"])
        self.assertEqual(len(self.lines("finish")), 1)
        self.assertEqual(len(self.folders()), 1)

    def test_spawned_processes_join(self):
        self.script(
            """
            import gitexp, subprocess, sys
            with gitexp.run("outer"):
                subprocess.run([sys.executable, "-c", "import gitexp\\nwith gitexp.run('x'): gitexp.log({'child': 1})"], check=True)
            subprocess.run([sys.executable, "-c", "import gitexp, os\\nassert 'GIT_EXP_RUN_DIR' not in os.environ"], check=True)
            """
        )
        self.assertEqual(self.values(), [({"child": 1}, None, None)])

    def test_other_ranks_make_none(self):
        self.script("import gitexp\nwith gitexp.run(): gitexp.log({'a': 1})", RANK="1", WORLD_SIZE="2")
        self.assertEqual((self.folders(), self.stderr), ([], ""))

    def test_killed(self):
        self.write("import gitexp, time\nrun = gitexp.run('k').__enter__()\nrun.log({'a': 1}, step=1)\nprint('ready', flush=True)\ntime.sleep(60)")
        process = subprocess.Popen([sys.executable, "train.py"], cwd=self.cwd, env=self.env(), stdout=subprocess.PIPE)
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.communicate()
        self.assertEqual(self.read()["name"], "k")
        self.assertEqual(self.values(), [({"a": 1}, 1, None)])
        self.assertFalse(os.path.exists(os.path.join(self.folder(), "end.json")))


class Around(Client):
    def around(self):
        place = os.path.join(self.cwd, "around", "1")
        os.makedirs(os.path.join(place, "heard"))
        return place

    def test_tells_the_run_around(self):
        place = self.around()
        text = "import gitexp\ngitexp.params(x=1)\nwith gitexp.run('n', tags=['t'], params={'lr': 1}) as run: run.log({'a': 1}, step=2)\nprint(run.id)"
        self.script(text, GIT_EXP_RUN_DIR=place, GIT_EXP_RUN_ID="0123456789ab")
        self.assertEqual((self.stdout, self.stderr, self.folders()), ("0123456789ab\n", "", []))
        types = [(line["type"], line.get("job")) for line in self.lines(folder=place)]
        self.assertEqual(types, [("process", None), ("params", None), ("begin", 1), ("params", 1), ("tag", 1), ("metrics", 1), ("finish", 1), ("end", 1)])

    def test_silent(self):
        text = "import gitexp\nwith gitexp.run(): gitexp.log({'a': 1})"
        self.script(text, GIT_EXP_HOOK="off")
        self.script(text, GIT_EXP_RUN_DIR=os.path.join(self.cwd, "gone"))
        self.assertEqual((self.folders(), os.path.exists(os.path.join(self.cwd, "gone"))), ([], False))


class Faults(Client):
    def test_wrong_types(self):
        self.script(
            """
            import gitexp
            class Bad:
                def __str__(self): raise RuntimeError("no")
                __repr__ = __str__
            gitexp.log({"a": 1})
            with gitexp.run(Bad(), tags=5, params=7, data=3, seed="x", artifacts=Bad()) as run:
                for bad in (None, 5, Bad(), "text", [1], {"a": Bad()}, {"a": object()}):
                    for method in (run.log, run.params, run.report, run.confusion_matrix, run.latency, run.artifact, run.note, run.tag, run.seed):
                        method(bad)
                    run.input(bad, bad); run.log({"ok": 1}, step=bad, split=bad)
                run.log({"good": True}, step=1)
            run.log({"late": 1})
            run.finish(); run.finish("odd")
            """
        )
        self.assertEqual(self.stderr.count("warning"), 1, self.stderr)

    def test_a_folder_that_cannot_be_written(self):
        open(os.path.join(self.cwd, ".gitexp"), "w").close()
        os.mkdir(os.path.join(self.cwd, "tmp"))
        self.script("import gitexp\nwith gitexp.run() as run: run.log({'a': 1})", TMPDIR=os.path.join(self.cwd, "tmp"))
        self.assertEqual(len(self.folders("tmp/gitexp-*")), 1)
        self.assertIn("cannot be written", self.stderr)
        self.script("import gitexp\nimport tempfile\ntempfile.mkdtemp = None\nwith gitexp.run() as run: run.log({'a': 1})\nprint('on')", GIT_EXP_SPOOL="/proc/x")
        self.assertEqual(self.stdout, "on\n")

    @unittest.skipUnless(sys.platform == "linux" and os.path.exists("/dev/full"), "no /dev/full")
    def test_disk_full(self):
        self.script(
            """
            import gitexp, os, errno, sys
            write = os.write
            with gitexp.run() as run:
                run.log({"a": 1})
                def full(fd, data):
                    if fd == 2: return write(fd, data)
                    raise OSError(errno.ENOSPC, "No space left on device")
                os.write = full
                for step in range(1000): run.log({"b": step}, step=step)
                os.write = write
                run.log({"c": 1})
                os.write = full
            print("on")
            """
        )
        self.assertEqual((self.stdout, self.stderr.count("\n")), ("on\n", 1))
        with open(os.path.join(self.folder(), "heard", os.listdir(os.path.join(self.folder(), "heard"))[0])) as file:
            self.assertEqual(sum('"c"' in line or '"a"' in line for line in file), 2)
        self.assertNotIn("end.json", os.listdir(self.folder()))

    @unittest.skipIf(not hasattr(os, "geteuid") or os.geteuid() == 0, "root writes everywhere")
    def test_read_only(self):
        os.chmod(self.cwd, stat.S_IRUSR | stat.S_IXUSR)
        self.addCleanup(os.chmod, self.cwd, stat.S_IRWXU)
        self.python("-c", "import gitexp\nwith gitexp.run() as run: run.log({'a': 1})")


class Costs(Client):
    def test_ten_thousand_logs(self):
        self.script(
            """
            import gitexp, time
            took = []
            with gitexp.run() as run:
                for step in range(10000):
                    begun = time.perf_counter()
                    run.log({"loss": 0.5, "lr": 1e-4}, step=step, split="train")
                    took.append(time.perf_counter() - begun)
            took.sort()
            print("%.1f %.1f" % (sum(took) * 100, took[9900] * 1e6))
            """
        )
        mean, p99 = map(float, self.stdout.split())
        sys.stderr.write("\n10,000 log calls: mean %.1f us, p99 %.1f us\n" % (mean, p99))
        self.assertLess(p99, 1000)

    def test_import_is_small(self):
        self.python("-c", "import sys, gitexp; print([m for m in ('subprocess', 'importlib.metadata', 'transformers', 'torch', 'keras') if m in sys.modules])")
        self.assertEqual(self.stdout, "[]\n")


class Pieces(unittest.TestCase):
    def test_secrets(self):
        masked = _secrets.masked_argv
        self.assertEqual(masked(["--token", "abcd1234efgh"]), ["--token", "[redacted:named-secret]"])
        self.assertEqual(masked(["--password=hunter22"]), ["--password=[redacted:password]"])
        self.assertEqual(masked(["--api-key", "k3yk3yk3yk3y"]), ["--api-key", "[redacted:named-secret]"])
        self.assertEqual(masked(["HF_TOKEN=hf_" + "a1" * 20]), ["HF_TOKEN=[redacted:named-secret]"])
        self.assertEqual(masked(["hf_" + "a1" * 20, "https://u:p@h/x"]), ["[redacted:token]", "https://h/x"])
        same = ["--max-tokens", "512", "--pad-token", "<pad>", "--tokenizer", "bert-base", "--no-auth", "--key-file", "a.pem", "--lr=1e-4", "--token", "auto"]
        self.assertEqual(masked(same), same)
        self.assertEqual(_secrets.masked_text('os.environ["HF_TOKEN"] = "abcd1234"\nx = token'), 'os.environ["HF_TOKEN"] = "[redacted:named-secret]"\nx = token')
        self.assertEqual(masked(masked(["--token=abcd1234efgh"])), masked(["--token=abcd1234efgh"]))

    def test_percentiles_survive(self):
        for count in (199, 200, 201, 1000, 12345):
            made = _values.samples(range(count))
            for part in (50, 95):
                nearest = lambda many: sorted(many)[-(-part * len(many) // 100) - 1]  # noqa: E731
                self.assertEqual(nearest(made), nearest(range(count)))


if __name__ == "__main__":
    unittest.main()
