"""Each of these opens its file where no audit event tells of it, but for those that say so."""

import os
import unittest

from hearing import Workplace, has

CASES = {
    "torch": """
import torch
torch.save({"a": torch.ones(2)}, "W t.pt"); torch.load("R t.pt")
module = torch.jit.script(torch.nn.ReLU())
torch.jit.save(module, "W j.pt"); torch.jit.load("R j.pt")
""",
    "safetensors torch numpy": """
import numpy, safetensors, safetensors.numpy, safetensors.torch, torch
from safetensors import safe_open
safetensors.torch.save_file({"a": torch.ones(2)}, "W a.st"); safetensors.torch.load_file("R a.st")
safetensors.numpy.save_file({"a": numpy.ones(2)}, "W b.st"); safetensors.numpy.load_file("R b.st")
safetensors.numpy.save_file({"a": numpy.ones(2)}, "W c.st")
with safe_open("R c.st", framework="np") as file: pass
assert isinstance(file, safe_open) and isinstance(safe_open, type)
""",
    "tokenizers": """
import pickle, tokenizers
t = tokenizers.Tokenizer(tokenizers.models.WordLevel({"a": 0, "u": 1}, unk_token="u"))
t.save("W t.json"); t = tokenizers.Tokenizer.from_file("R t.json")
pickle.loads(pickle.dumps(t)).encode("a")
""",
    "pandas pyarrow": """
import pandas
f = pandas.DataFrame({"a": [1, 2], "b": ["x", "y"]})
f.to_parquet("W p.parquet"); pandas.read_parquet("R p.parquet")
f.to_csv("W c.csv"); pandas.read_csv("R c.csv")  # audit
f.to_feather("W f.feather"); pandas.read_feather("R f.feather")  # audit
""",
    "pyarrow": """
import os, pyarrow, pyarrow.csv, pyarrow.dataset, pyarrow.feather, pyarrow.json, pyarrow.parquet as pq
t = pyarrow.table({"a": [1, 2]})
pq.write_table(t, "W p.parquet"); pq.read_table("R p.parquet")
with pq.ParquetWriter("W q.parquet", t.schema) as writer: writer.write_table(t)
pq.ParquetFile("R q.parquet").read()
pq.write_table(t, "W r.parquet"); pyarrow.dataset.dataset("R r.parquet").to_table()
pyarrow.csv.write_csv(t, "W c.csv"); pyarrow.csv.read_csv("R c.csv")
pyarrow.feather.write_feather(t, "W f.arrow"); pyarrow.feather.read_table("R f.arrow")
pyarrow.feather.write_feather(t, "W g.arrow"); pyarrow.memory_map("R g.arrow").close()
open("W j.jsonl", "w").write('{"a": 1}'); pyarrow.json.read_json("R j.jsonl")
pyarrow.dataset.write_dataset(t, "W d", format="parquet"); pyarrow.dataset.dataset("R d").to_table()
""",
    "polars": """
import polars as pl
f = pl.DataFrame({"a": [1, 2]})
f.write_parquet("W p.parquet"); pl.read_parquet("R p.parquet")
f.lazy().sink_parquet("W q.parquet"); pl.scan_parquet("R q.parquet").collect()
f.write_csv("W c.csv"); pl.read_csv("R c.csv")
f.write_ndjson("W n.jsonl"); pl.scan_ndjson("R n.jsonl").collect()
f.write_csv("W g1.csv"); f.write_csv("W g2.csv"); pl.scan_csv("g*.csv").collect(); "R g1.csv" "R g2.csv"
""",
    "h5py": """
import h5py
with h5py.File("W a.h5", "w"): pass
with h5py.File("R a.h5"): pass
""",
    "numpy": """
import numpy
numpy.save("W a.npy", numpy.ones(2)); numpy.load("R a.npy", mmap_mode="r")  # audit
numpy.ones(2).tofile("W b.bin"); numpy.fromfile("R b.bin")  # audit
""",
}


class Natives(unittest.TestCase):
    def check(self, code):
        import re

        expected = sorted((mode.lower(), name) for mode, name in re.findall(r'"([RW]) ([\w.]+)"', code))
        with Workplace() as place:
            heard = place.hear("\n" + re.sub(r'"[RW] ', '"', code))
            self.assertEqual([heard.code, heard.lines("trouble")], [0, []], heard.err)
            root = place.folder + os.sep
            told = [(line["mode"], line["path"].replace(root, "")) for line in heard.lines("open") if line["path"].startswith(root)]
            self.assertEqual(sorted(pair for pair in told if pair[1] != "script.py"), expected)


for _modules, _code in CASES.items():
    _test = unittest.skipUnless(has(*_modules.split()), "needs " + _modules)(lambda self, code=_code: self.check(code))
    setattr(Natives, "test_" + _modules.replace(" ", "_"), _test)


if __name__ == "__main__":
    unittest.main()
