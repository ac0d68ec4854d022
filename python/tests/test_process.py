import unittest

from hearing import Workplace, has, hear

POOL = """
import multiprocessing, random, sys
def work(n):
    random.seed(n)
    return open(%r).read()
if __name__ == "__main__":
    with multiprocessing.get_context(sys.argv[1]).Pool(2) as pool:
        print(len(pool.map(work, range(8))))
        pool.close()
        pool.join()
"""


class Process(unittest.TestCase):
    def test_the_first_line(self):
        heard = hear("-c", "pass", "a", RANK="3", LOCAL_RANK="1", WORLD_SIZE="4")
        (line,) = heard.lines("process")
        self.assertEqual([line["n"], line["kind"], line["main"]], [0, "main", "-c"])
        self.assertEqual([line["rank"], line["local_rank"], line["world"]], [3, 1, 4])
        self.assertEqual(line["argv"][1:], ["-c", "pass", "a"])
        self.assertNotIn("rank", hear("-c", "pass").lines("process")[0])

    def test_what_the_main_program_is(self):
        for command, main in ((["-m", "json.tool", "--help"], "-m json.tool"), (["-um", "this"], "-m this"), (["-mthis"], "-m this")):
            self.assertEqual(hear(*command).lines("process")[0]["main"], main)

    def test_launchers_are_known_by_name_and_by_place(self):
        with Workplace() as place:
            place.write("bin/torchrun", "import argparse\np = argparse.ArgumentParser()\np.add_argument('--n')\np.parse_args()\n")
            place.write("ray.py", "pass\n")
            heard = place.hear("bin/torchrun", "--n", "2")
            self.assertEqual([heard.lines("process")[0]["kind"], heard.lines("params")], ["launcher", []])
        with Workplace() as place:
            place.write("ray.py", "pass\n")
            self.assertEqual(place.hear("ray.py").lines("process")[0]["kind"], "main")
        self.assertEqual(hear("-m", "pip", "--version").lines("process")[0]["kind"], "launcher")

    def test_workers_of_multiprocessing(self):
        for method, kinds in (("fork", {"main", "fork"}), ("spawn", {"main", "worker"}), ("forkserver", {"main", "worker"})):
            with Workplace() as place:
                data = place.write("data/x.txt", "x")
                place.write("script.py", POOL % data)
                heard = place.hear("script.py", method)
                self.assertEqual([heard.code, heard.out], [0, "8\n"], heard.err)
                self.assertEqual({line["kind"] for line in heard.lines("process")}, kinds)
                self.assertIn(data, heard.paths("r"))
                for lines in heard.files.values():
                    self.assertEqual([line["n"] for line in lines], list(range(len(lines))))

    def test_a_forked_child_has_a_file_of_its_own(self):
        heard = hear("import os, random\nrandom.seed(1)\nif not os.fork():\n    random.seed(2)\n    os._exit(0)\nos.wait()\n")
        main, child = sorted(heard.lines("process"), key=lambda line: line["t"])
        self.assertEqual([child["kind"], child["ppid"]], ["fork", main["pid"]])
        self.assertTrue(child["parent_file"].startswith("%d-" % main["pid"]))
        self.assertEqual([line["value"] for line in heard.files[child["parent_file"]] if line["type"] == "seed"], [1])

    def test_a_child_that_says_nothing_has_no_file(self):
        self.assertEqual(len(hear("import os\nif not os.fork():\n    os._exit(0)\nos.wait()\n").files), 1)

    def test_a_fork_while_another_thread_tells(self):
        code = """
import os, random, threading
on = True
def chat():
    n = 0
    while on:
        n += 1
        random.seed(n)
thread = threading.Thread(target=chat)
thread.start()
for n in range(50):
    if not os.fork():
        random.seed(-n)
        os._exit(0)
    os.wait()
on = False
thread.join()
print("done")
"""
        self.assertEqual(hear(code).out, "done\n")

    def test_a_fork_in_the_midst_of_what_another_thread_loads(self):
        code = """
import os, random, sys, threading
hook = sys.modules["_gitexp_hook"]
hook.MOST_HELD_S = 0.05
holds, over = threading.Event(), threading.Event()
def load():
    with hook._loading:
        holds.set()
        over.wait()
thread = threading.Thread(target=load)
thread.start()
holds.wait()
def child(generations):
    if os.fork():
        os.wait()
        return
    random.seed(generations)
    hook.spool.tell("metrics", values={"loss": 1}, source="client")
    if generations > 1:
        child(generations - 1)
    hook.at_exit()
    print([part for part in ("env", "determinism") if "_gitexp_hook." + part in sys.modules], flush=True)
    os._exit(0)
child(2)
over.set()
thread.join()
"""
        heard = hear(code)
        self.assertEqual(heard.out, "[]\n[]\n")
        self.assertEqual([line["value"] for line in heard.lines("seed")], [2, 1])

    def test_a_daemon_that_closes_everything_writes_only_into_files_of_its_own(self):
        code = "import os, random\nos.closerange(3, 100)\nfile = open('mine.txt', 'w')\nrandom.seed(5)\nfile.close()\nprint(repr(open('mine.txt').read()))\n"
        heard = hear(code)
        self.assertEqual([heard.out, [line["value"] for line in heard.lines("seed")]], ["''\n", [5]])

    @unittest.skipUnless(has("torch"), "needs torch")
    def test_torchrun(self):
        with Workplace() as place:
            place.write("train.py", "import argparse, torch\np = argparse.ArgumentParser()\np.add_argument('--lr')\np.parse_args()\ntorch.manual_seed(3)\n")
            heard = place.hear("-m", "torch.distributed.run", "--nproc-per-node", "2", "train.py", "--lr", "1")
            self.assertEqual(heard.code, 0, heard.err)
            kinds = sorted((line["kind"], line.get("rank", -1)) for line in heard.lines("process"))
            self.assertEqual(kinds, [("launcher", -1), ("main", 0), ("main", 1)])
            self.assertEqual([line["values"] for line in heard.lines("params")], [{"lr": "1"}] * 2)
            self.assertEqual([line["value"] for line in heard.lines("seed")], [3, 3])


if __name__ == "__main__":
    unittest.main()
