import os
import shutil
import subprocess
import sys
import unittest

from hearing import INJECT, Workplace, hear


class Inject(unittest.TestCase):
    def test_is_there_in_each_way_to_start_python(self):
        for command in (["-c", "pass"], ["-s", "-c", "pass"], ["-B", "-u", "-m", "this"], ["-mthis"]):
            heard = hear(*command)
            self.assertEqual([heard.code, len(heard.lines("process"))], [0, 1], command)

    def test_is_absent_where_python_was_told_to_be_alone(self):
        for option in ("-I", "-S", "-E"):
            heard = hear(option, "-c", "print(1)")
            self.assertEqual([heard.code, heard.out, heard.files], [0, "1\n", {}])

    def test_is_silent_when_off_or_without_a_run(self):
        for env in ({"GIT_EXP_HOOK": "off"}, {"GIT_EXP_RUN_DIR": None}, {"GIT_EXP_RUN_DIR": "/nowhere/at/all"}):
            heard = hear("-c", "import sys, random; random.seed(1); print('_gitexp_hook' in sys.modules)", **env)
            self.assertEqual([heard.code, heard.err, heard.files], [0, "", {}])
        self.assertEqual(heard.out, "True\n")

    def test_the_sitecustomize_that_it_hides_runs_and_is_the_module(self):
        with Workplace() as place:
            place.write("site/sitecustomize.py", "import sys\nsys.chained = __file__\n")
            place.write("site/usercustomize.py", "import sys\nsys.user = 1\n")
            place.write("site/mine.py", "here = 1\n")
            site = os.path.join(place.folder, "site")
            code = "import sys, sitecustomize, mine; print(sys.chained == sitecustomize.__file__, hasattr(sys, 'user') or sys.flags.no_user_site)"
            heard = place.hear("-c", code, PYTHONPATH=INJECT + os.pathsep + site)
            self.assertEqual(heard.out.split()[0], "True", heard.err)
            self.assertEqual(len(heard.lines("process")), 1)

    def test_what_the_hidden_one_raises_is_reported_as_without_us(self):
        with Workplace() as place:
            place.write("site/sitecustomize.py", "raise ValueError('mine')\n")
            site = os.path.join(place.folder, "site")
            heard = place.hear("-c", "print(1)", PYTHONPATH=INJECT + os.pathsep + site)
            bare = place.hear("-c", "print(1)", PYTHONPATH=site)
            self.assertEqual([heard.code, heard.out, heard.err], [bare.code, bare.out, bare.err])
            self.assertIn("mine", heard.err)

    def test_twice_on_the_path_is_once(self):
        heard = hear("-c", "pass", PYTHONPATH=os.pathsep.join([INJECT, INJECT, INJECT + "/"]))
        self.assertEqual([heard.code, heard.err, len(heard.files)], [0, "", 1])

    def test_a_gitexp_of_another_version_is_not_disturbed(self):
        with Workplace() as place:
            place.write("gitexp/__init__.py", "version = 'other'\n")
            heard = place.hear("import gitexp\nprint(gitexp.version)\n")
            self.assertEqual(heard.out, "other\n", heard.err)

    def test_children_and_virtualenvs(self):
        with Workplace() as place:
            subprocess.run([sys.executable, "-m", "venv", "--without-pip", "venv"], cwd=place.folder, check=True)
            python = os.path.join(place.folder, "venv", "bin", "python")
            heard = place.hear("import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'pass'])\n", python=python)
            first, second = sorted(heard.lines("process"), key=lambda line: line["t"])
            self.assertEqual([first["main"], second["main"]], [os.path.join(place.folder, "script.py"), "-c"])
            self.assertEqual([first["prefix"], second["ppid"]], [os.path.join(place.folder, "venv"), first["pid"]])
            self.assertIn("site-packages", first["purelib"][0])

    @unittest.skipUnless(shutil.which("uv"), "needs uv")
    def test_uv_run(self):
        with Workplace() as place:
            place.write("script.py", "pass\n")
            command = [shutil.which("uv"), "run", "--offline", "--no-project", "--python", sys.executable, "script.py"]
            subprocess.run(command, cwd=place.folder, env=place.env(), check=True, capture_output=True)
            mains = [line["main"] for lines in place.files().values() for line in lines if line["type"] == "process"]
            self.assertEqual(mains, [os.path.join(place.folder, "script.py")])

    def test_no_module_that_a_bare_interpreter_lacks_is_loaded(self):
        code = "import sys; print(sorted(name for name in sys.modules if name.split('.')[0] != '_gitexp_hook'))"
        with Workplace() as place:
            heard, bare = place.hear("-c", code), place.hear("-c", code, GIT_EXP_HOOK="off")
            more = set(eval(heard.out)) - set(eval(bare.out))
            self.assertLessEqual(more, {"_json", "atexit", "sitecustomize"})


if __name__ == "__main__":
    unittest.main()
