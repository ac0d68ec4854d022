import unittest

from frameworks_hearing import Hearing, has, of


@unittest.skipUnless(has("datasets"), "no datasets")
class Datasets(Hearing):
    def test_files_of_each_split_also_from_the_cache(self):
        script = """
import json, os
os.makedirs("data", exist_ok=True)
for split, n in (("train", 5), ("dev", 3)):
    with open("data/%s.jsonl" % split, "w") as file:
        for i in range(n): file.write(json.dumps({"text": split, "label": i}) + "\\n")
import datasets; datasets.disable_progress_bars()
both = datasets.load_dataset("json", data_files={"train": "data/train.jsonl", "dev": "data/dev.jsonl"})
said({name: [len(part), part._fingerprint] for name, part in both.items()})
part = datasets.load_dataset("json", data_files={"train": "data/train.jsonl", "dev": "data/dev.jsonl"}, split="dev[:2]")
said([len(part), part._fingerprint])
whole = datasets.load_dataset("data")
both.save_to_disk("disk")
again = datasets.load_from_disk("disk")
datasets.Dataset.from_json("data/dev.jsonl")
datasets.load_dataset("json", data_files="data/train.jsonl", split="train", streaming=True)
said(os.getcwd())
"""
        for cached in (False, True):
            lines, said, output = self.hear(script)
            both, part, cwd = said
            told = of(lines, "dataset")
            for line, split in zip(told[:2], ("train", "dev")):
                self.assertEqual((line["split"], line["rows"], line["fingerprint"]), (split, both[split][0], both[split][1]))
                self.assertEqual(line["files"], ["%s/data/%s.jsonl" % (cwd, split)])
                self.assertEqual(line["name"], "json")
            self.assertEqual((told[2]["split"], told[2]["rows"], told[2]["fingerprint"]), ("dev[:2]", part[0], part[1]))
            self.assertEqual(told[2]["files"], [cwd + "/data/dev.jsonl"])
            self.assertEqual(told[3]["name"], cwd + "/data")
            self.assertEqual(sorted(line["files"][0] for line in told[3:5]), [cwd + "/data/dev.jsonl", cwd + "/data/train.jsonl"])
            disk = told[5:7]
            self.assertEqual([(line["source"], line["name"], line["split"]) for line in disk], [("load_from_disk", cwd + "/disk", s) for s in ("train", "dev")])
            self.assertTrue(all(line["files"][0].startswith(cwd + "/disk/" + line["split"]) for line in disk))
            self.assertEqual((told[7]["source"], told[7]["files"]), ("datasets.from_json", [cwd + "/data/dev.jsonl"]))
            self.assertEqual(len(told), 9)


if __name__ == "__main__":
    unittest.main()
