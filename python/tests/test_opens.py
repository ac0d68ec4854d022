import os
import unittest

from hearing import Workplace


class Opens(unittest.TestCase):
    def heard(self, code, files=()):
        with Workplace() as place:
            for name in files:
                place.write(name, "x")
            heard = place.hear("\n" + code)
            self.assertEqual([heard.code, heard.err], [0, ""])
            root = place.folder + os.sep
            return [(line["mode"], line["path"].replace(root, ""), line) for line in heard.lines("open") if line["path"].startswith(root) and not line["path"].endswith("script.py")]

    def said(self, code, files=()):
        return [(mode, path) for mode, path, _ in self.heard(code, files)]

    def test_modes(self):
        code = "for name, mode in zip('abcdef', ('r', 'rb', 'w', 'a+', 'x', 'r+')):\n    open(name, mode).close()\n    open(name, mode if mode != 'x' else 'w').close()\n"
        told = [("r", "a"), ("r", "b"), ("w", "c"), ("a", "d"), ("w", "e"), ("r", "f"), ("w", "f")]
        self.assertEqual(self.said(code, "abdf"), told)

    def test_os_open(self):
        code = """
import os
for name, flags in (("a", os.O_RDONLY), ("b", os.O_WRONLY | os.O_CREAT), ("c", os.O_RDWR | os.O_CREAT | os.O_TRUNC), ("d", os.O_WRONLY | os.O_APPEND), (".", os.O_RDONLY)):
    os.close(os.open(name, flags))
folder = os.open("sub", os.O_RDONLY)
os.close(os.open(b"a", os.O_RDONLY))
os.fdopen(os.dup(folder)) if False else None
"""
        self.assertEqual(self.said(code, ("a", "d", "sub/x")), [("r", "a"), ("w", "b"), ("w", "c"), ("a", "d")])

    def test_each_spelling_of_a_path_is_the_same_file(self):
        code = "import os, pathlib\nfor path in ('a', b'a', pathlib.Path('a'), './a', 'sub/../a', os.path.abspath('a')):\n    open(path).close()\nos.chdir('sub')\nopen('a').close()\nopen('../a').close()\n"
        self.assertEqual(self.said(code, ("a", "sub/a")), [("r", "a"), ("r", "sub/a")])

    def test_what_is_not_there_was_not_read(self):
        code = "for _ in range(2):\n    try:\n        open('a')\n    except OSError:\n        open('a', 'w').close()\n"
        self.assertEqual(self.said(code), [("w", "a"), ("r", "a")])

    def test_a_rename_into_place(self):
        code = """
import os, shutil
for n in range(3):
    open("tmp%d" % n, "w").close()
    os.replace("tmp%d" % n, "best.bin")
open("m", "w").close()
os.mkdir("out")
shutil.move("m", "out")
folder = os.open("out", os.O_RDONLY)
os.rename("m", "n", src_dir_fd=folder, dst_dir_fd=folder)
"""
        heard = self.heard(code)
        renamed = [(path, os.path.basename(line["from"])) for _, path, line in heard if "from" in line]
        self.assertEqual(renamed, [("best.bin", "tmp0"), ("out/m", "m"), ("out/n", "m")])

    def test_a_folder_of_many_files_is_told_as_one(self):
        code = "import os\nos.mkdir('d')\nfor n in range(300):\n    open('d/%d' % n, 'w').close()\nfor n in range(300):\n    open('d/%d' % n).close()\n"
        heard = self.heard(code)
        for mode in "wr":
            lines = [line for told, _, line in heard if told == mode]
            self.assertEqual([len(lines), lines[-1]["path"][-2:], lines[-1]["folder"]], [101, "/d", True])

    def test_a_folder_of_many_folders_is_told_as_one(self):
        code = "import os\nfor n in range(300):\n    os.makedirs('d/%d/e' % n)\n    open('d/%d/e/x' % n, 'w').close()\nopen('top', 'w').close()\n"
        told = self.said(code)
        self.assertEqual([len(told), told[-2:]], [102, [("w", "d"), ("w", "top")]])

    def test_what_is_in_a_folder_that_is_told_as_one_is_told_no_more(self):
        code = "import os\nfor n in range(1500):\n    os.makedirs('d/%d' % (n % 150), exist_ok=True)\n    open('d/%d/%d' % (n % 150, n), 'w').close()\n"
        told = self.said(code)
        self.assertEqual([len(told), told[-1]], [101, ("w", "d")])

    def test_a_folder_whose_folders_hold_many_files_is_told_as_one(self):
        make = "import os\nfor n in range(1500):\n    os.makedirs('%s%%d' %% (n // 50), exist_ok=True)\n    open('%s%%d/%%d' %% (n // 50, n), 'w').close()\n"
        told = self.said(make % ("d/", "d/"))
        self.assertEqual([len(told), told[-1]], [501, ("w", "d")])
        # What lies beside each other where the program works need not belong together.
        self.assertEqual(len(self.said(make % ("d", "d"))), 1500)

    def test_a_few_folders_of_many_files_are_told_each(self):
        code = "import os\nfor n in range(1500):\n    os.makedirs('d/%d' % (n % 3), exist_ok=True)\n    open('d/%d/%d' % (n % 3, n), 'w').close()\n"
        self.assertEqual(sorted(self.said(code)[-3:]), [("w", "d/0"), ("w", "d/1"), ("w", "d/2")])

    def test_what_is_below_a_folder_of_many_files_is_told(self):
        code = "import os\nfor n in range(150):\n    open('%d' % n, 'w').close()\nos.mkdir('model')\nopen('model/w', 'w').close()\n"
        self.assertEqual(self.said(code)[-1], ("w", "model/w"))

    def test_a_name_that_begins_as_a_full_folder_is_told(self):
        code = "import os\nos.mkdir('out')\nfor n in range(150):\n    open('out/%d' % n, 'w').close()\nopen('out5', 'w').close()\nos.chdir('sub')\nos.mkdir('out')\nopen('out/1', 'w').close()\n"
        self.assertEqual(self.said(code, ("sub/x",))[-2:], [("w", "out5"), ("w", "sub/out/1")])

    def test_what_can_never_interest(self):
        with Workplace() as place:
            heard = place.hear("\nimport json, os, random\nopen('/proc/self/status').read()\nopen(os.devnull, 'w').close()\nopen(json.__file__).read()\nrandom.seed(1)\nopen(0, closefd=False)\n")
            self.assertEqual(heard.paths("rwa"), [os.path.join(place.folder, "script.py")])

    def test_threads(self):
        code = """
import threading
for n in range(64):
    open("f%d" % n, "w").close()
def read():
    for n in range(64):
        open("f%d" % n).close()
threads = [threading.Thread(target=read) for _ in range(8)]
[thread.start() for thread in threads]
[thread.join() for thread in threads]
"""
        told = self.said(code)
        self.assertEqual({path for mode, path in told if mode == "r"}, {"f%d" % n for n in range(64)})
        self.assertLess(len(told), 64 * 3)

    def test_sqlite(self):
        code = "import sqlite3\nfor name in (':memory:', 'a.db', 'file:a.db?mode=ro', 'b.db'):\n    sqlite3.connect(name, uri=True).close()\n"
        heard = self.heard(code, ("b.db",))
        self.assertEqual([(mode, path, line["via"]) for mode, path, line in heard], [("w", "a.db", "sqlite3"), ("r", "b.db", "sqlite3")])


if __name__ == "__main__":
    unittest.main()
