import unittest

from hearing import has, hear


class Seeds(unittest.TestCase):
    def told(self, code):
        heard = hear("\n" + code)
        self.assertEqual([heard.code, heard.lines("trouble")], [0, []], heard.err)
        return [(line["source"], line["value"]) for line in heard.lines("seed")], heard

    def test_random(self):
        told, _ = self.told("import random\nrandom.seed(3)\nrandom.seed(3)\nrandom.seed('x')\nrandom.seed()\nrandom.seed(a=4)\n")
        self.assertEqual(told, [("random", 3), ("random", 4)])

    def test_the_numbers_drawn_are_the_same(self):
        code = "import random\nrandom.seed(3)\nprint(random.random())\n"
        self.assertEqual(hear("\n" + code).out, hear("\n" + code, GIT_EXP_HOOK="off").out)

    def test_functions_are_still_sent_to_workers(self):
        self.told("import pickle, random\nassert pickle.loads(pickle.dumps(random.seed)) is random.seed\n")

    @unittest.skipUnless(has("numpy"), "needs numpy")
    def test_numpy(self):
        told, _ = self.told("import numpy as np\nnp.random.seed(1)\nnp.random.default_rng(2)\nnp.random.default_rng(seed=3)\nnp.random.default_rng()\n")
        self.assertEqual(told, [("numpy", 1), ("numpy", 2), ("numpy", 3)])

    @unittest.skipUnless(has("torch"), "needs torch")
    def test_torch_and_what_its_workers_draw(self):
        code = """
import torch
from torch.utils.data import DataLoader
torch.manual_seed(5)
for _ in DataLoader(list(range(4)), num_workers=2, worker_init_fn=lambda n: torch.manual_seed(100 + n)):
    pass
"""
        self.assertEqual(self.told(code)[0], [("torch", 5)])

    @unittest.skipUnless(has("transformers", "torch"), "needs transformers")
    def test_set_seed_is_one_seed(self):
        told, heard = self.told("from transformers import set_seed\nset_seed(7)\n")
        self.assertEqual(told, [("transformers", 7)])
        self.assertIs(heard.lines("determinism")[-1]["values"]["cudnn.deterministic"], False)

    @unittest.skipUnless(has("lightning"), "needs Lightning")
    def test_seed_everything(self):
        self.assertEqual(self.told("import lightning\nlightning.seed_everything(8)\n")[0], [("lightning", 8)])

    @unittest.skipUnless(has("sklearn"), "needs scikit-learn")
    def test_a_random_state_of_an_estimator_is_not_the_seed(self):
        code = "import numpy\nfrom sklearn.linear_model import SGDClassifier\nSGDClassifier(random_state=3).fit(numpy.eye(4), [0, 1, 0, 1])\n"
        self.assertEqual(self.told(code)[0], [])

    def test_determinism_of_the_environment(self):
        heard = hear("import random\nrandom.seed(1)\n", PYTHONHASHSEED="0")
        self.assertEqual([line["values"] for line in heard.lines("determinism")], [{"PYTHONHASHSEED": "0"}])


if __name__ == "__main__":
    unittest.main()
