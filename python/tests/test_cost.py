"""What the hook costs, as medians of pairs. The bounds are wide: they are to find what has become ten times slower."""

import os
import statistics
import subprocess
import sys
import time
import unittest

from hearing import INJECT, Workplace

OPENS = """
import time, os
names = ["d%%d/f%%d" %% (n %% %d, n) for n in range(20000)]
start = time.perf_counter()
for name in names:
    with open(name, "rb") as file:
        file.read()
print(time.perf_counter() - start)
"""
TELLS = """
import sys, time
spool = sys.modules["_gitexp_hook.spool"]
taken = []
values = {"metric%d" % n: n * 0.1 for n in range(10)}
for step in range(3000):
    start = time.perf_counter()
    spool.tell("metrics", source="client", values=values, step=step)
    taken.append(time.perf_counter() - start)
print(sorted(taken)[1500], sorted(taken)[2970])
"""
IGNORED = """
import sys, time
start = time.perf_counter()
for _ in range(200000):
    sys.audit("some.event", 1)
print((time.perf_counter() - start) / 200000)
"""


def say(what, bare, hooked, unit="ms"):
    sys.stderr.write("\n%s: bare %.3f, heard %.3f %s " % (what, bare, hooked, unit))


class Cost(unittest.TestCase):
    def pairs(self, place, command, times, measure):
        bare, hooked = [], []
        for _ in range(times):
            bare.append(measure(command, place.env(PYTHONPATH=None, GIT_EXP_RUN_DIR=None), place.folder))
            hooked.append(measure(command, place.env(), place.folder))
        return statistics.median(bare), statistics.median(hooked)

    def test_start(self):
        def measure(command, env, folder):
            start = time.perf_counter()
            subprocess.run(command, env=env, cwd=folder, check=True)
            return (time.perf_counter() - start) * 1000

        with Workplace() as place:
            for what, bytecode in (("start", None), ("start, nowhere to keep bytecode", "1")):
                env = place.env
                place.env = lambda **more: env(**dict(more, PYTHONDONTWRITEBYTECODE=bytecode, PYTHONPYCACHEPREFIX=os.path.join(place.folder, "pyc") if not bytecode else None))
                bare, hooked = self.pairs(place, [sys.executable, "-c", "pass"], 15, measure)
                place.env = env
                say(what, bare, hooked)
                self.assertLess(hooked - bare, 100)

    def printed(self, command, env, folder):
        return float(subprocess.run(command, env=env, cwd=folder, check=True, capture_output=True, text=True).stdout)

    def test_20000_files_are_opened(self):
        for folders in (1, 20, 400):
            with Workplace() as place:
                for n in range(20000):
                    if n < folders:
                        os.mkdir(os.path.join(place.folder, "d%d" % n))
                    with open(os.path.join(place.folder, "d%d" % (n % folders), "f%d" % n), "w"):
                        pass
                bare, hooked = self.pairs(place, [sys.executable, "-c", OPENS % folders], 5, self.printed)
                say("20,000 files of %d folders" % folders, bare * 1000, hooked * 1000)
                self.assertLess(hooked, bare * 10)

    def test_an_event_that_does_not_matter(self):
        with Workplace() as place:
            bare, hooked = self.pairs(place, [sys.executable, "-c", IGNORED], 5, self.printed)
            say("an event", bare * 1e6, hooked * 1e6, "µs")
            self.assertLess(hooked, 5e-6)

    def test_a_line_of_metrics(self):
        with Workplace() as place:
            done = subprocess.run([sys.executable, "-c", TELLS], env=place.env(), cwd=place.folder, check=True, capture_output=True, text=True)
            median, p99 = map(float, done.stdout.split())
            sys.stderr.write("\na line of ten metrics: median %.1f µs, p99 %.1f µs " % (median * 1e6, p99 * 1e6))
            self.assertLess(median, 0.001)


if __name__ == "__main__":
    unittest.main()
