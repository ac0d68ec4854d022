import json
import os
import sys
import unittest

from hearing import Workplace, has, hear

SEED = "import random\nrandom.seed(1)\n"


class Environment(unittest.TestCase):
    def test_packages_are_told_once_a_run(self):
        with Workplace() as place:
            place.write("lib/site-packages/foo_bar-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: foo.bar\nVersion: 1.0+cpu\n\nName: no\n")
            place.write("lib/site-packages/foo_bar-1.0.dist-info/RECORD", "fb/__init__.py,,\n")
            place.write("lib/site-packages/foo_bar-1.0.dist-info/direct_url.json", '{"url": "file:///src/foo", "dir_info": {"editable": true}}')
            place.write("lib/site-packages/fb/__init__.py", "")
            place.write("helper.py", "")
            path = os.environ.get("PYTHONPATH", "")
            from hearing import INJECT

            code = "import fb, helper, os\n" + SEED + "if not os.fork():\n    random.seed(2)\n    os._exit(0)\nos.wait()\n"
            heard = place.hear(code, PYTHONPATH=os.pathsep.join([INJECT, os.path.join(place.folder, "lib", "site-packages")]))
            lines = heard.lines("env")
            (name,) = {line["packages_file"] for line in lines if "packages_file" in line}
            with open(os.path.join(place.run, "heard", name)) as file:
                self.assertEqual(json.load(file)["foo.bar"], "1.0+cpu")
            self.assertEqual([line["imported"] for line in lines], [["foo-bar"]] * 3)
            self.assertEqual(lines[0]["editable"], {"foo-bar": "/src/foo"})
            self.assertEqual(lines[0]["sources"], [os.path.join(place.folder, name) for name in ("helper.py", "script.py")])

    def test_a_program_that_is_no_training_says_nothing(self):
        self.assertEqual(hear("-c", "import json").lines("env"), [])

    def test_more_sources_than_a_line_holds(self):
        with Workplace() as place:
            for n in range(600):
                place.write("m/m%d.py" % n, "")
            heard = place.hear("import importlib\nfor n in range(600):\n    importlib.import_module('m.m%d' % n)\n" + SEED)
            at_first = [line for line in heard.lines("env")][:3]
            self.assertEqual([len(line["sources"]) for line in at_first], [200, 200, 100])

    def test_is_what_importlib_metadata_says(self):
        code = "import importlib.metadata as m\nprint({d.metadata['Name']: d.version for d in reversed(list(m.distributions())) if d.metadata['Name']})\n" + SEED
        with Workplace() as place:
            heard = place.hear(code)
            with open(os.path.join(place.run, "heard", heard.lines("env")[0]["packages_file"])) as file:
                self.assertEqual(json.load(file), eval(heard.out))

    @unittest.skipUnless(has("torch"), "needs torch")
    def test_torch_is_looked_at_and_never_imported(self):
        heard = hear("import torch\n" + SEED)
        self.assertIn("version", heard.lines("env")[0]["torch"])
        self.assertIn("torch", heard.lines("env")[-1]["imported"])
        self.assertEqual(hear("import sys\n" + SEED + "print('torch' in sys.modules)\n").out, "False\n")

    @unittest.skipUnless(has("torch"), "needs torch")
    def test_no_warning_of_what_is_looked_at(self):
        heard = hear("import torch, warnings\nwarnings.simplefilter('error')\ntorch.backends.cuda.matmul.fp32_precision = 'tf32'\n" + SEED)
        self.assertEqual([heard.code, heard.lines("trouble")], [0, []])
        self.assertNotIn("Warning", heard.err)


if __name__ == "__main__":
    unittest.main()
