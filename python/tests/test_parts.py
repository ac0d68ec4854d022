import importlib
import os
import sys
import unittest

sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


class Parts(unittest.TestCase):
    def test_a_part_waits_for_the_modules_that_load_it(self):
        hook = importlib.import_module("gitexp._hook")
        patch = importlib.import_module("gitexp._hook.patch")
        known = sys.modules.copy()
        for part, modules in hook.PARTS.items():
            waited = set()
            patch.when_imported, original = lambda *names: lambda action: waited.update(names) or action, patch.when_imported
            try:
                importlib.import_module("gitexp._hook." + part)
            finally:
                patch.when_imported = original
                sys.modules.pop("gitexp._hook." + part)
            self.assertEqual(waited, set(modules.split()), part)
        self.assertEqual(known.keys() - sys.modules.keys(), set())


if __name__ == "__main__":
    unittest.main()
