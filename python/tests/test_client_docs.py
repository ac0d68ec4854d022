"""The examples of docs/python.md and of the README run as they stand."""

import os
import re
import unittest

from client import ROOT, Client


class Docs(Client):
    def test_examples(self):
        for page in (os.path.join(os.path.dirname(ROOT), "docs", "python.md"), os.path.join(ROOT, "README.md")):
            with open(page, encoding="utf-8") as file:
                examples = re.findall(r"^```python\n(.*?)^```$", file.read(), re.S | re.M)
            self.assertGreater(len(examples), 0)
            for example in examples:
                self.script(example)
                self.assertNotIn("warning", self.stderr)
                self.assertEqual(self.read("end.json", self.folders()[-1])["status"], "finished")


if __name__ == "__main__":
    unittest.main()
