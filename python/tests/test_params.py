import unittest

from hearing import Workplace, has

ARGPARSE = """
import argparse, sys
parser = argparse.ArgumentParser()
parser.add_argument("--lr", type=float, default=0.1)
parser.add_argument("--out", type=argparse.FileType("w"), default=sys.stdout)
parser.add_argument("--tags", nargs="*")
parser.set_defaults(func=print)
"""


class Params(unittest.TestCase):
    def told(self, code, *args, **env):
        with Workplace() as place:
            place.write("script.py", code)
            heard = place.hear("script.py", *args, **env)
            self.assertEqual([heard.code, heard.lines("trouble")], [0, []], heard.err)
            return [(line["source"], line["values"]) for line in heard.lines("params")]

    def test_argparse(self):
        for call in ("parse_args()", "parse_known_args()", "parse_args(sys.argv[1:])", "parse_args(args=None)", "parse_intermixed_args()"):
            told = self.told(ARGPARSE + "parser.%s\n" % call, "--lr", "nan", "--tags", "a", "b")
            self.assertEqual(told, [("argparse", {"lr": "NaN", "tags": ["a", "b"]})], call)

    def test_what_is_no_command_line_of_this_program_is_no_param(self):
        self.assertEqual(self.told(ARGPARSE + "parser.parse_args(['--lr', '3'])\n", "--lr", "1"), [])
        self.assertEqual(self.told("import runpy, sys\nsys.argv = ['x', '--help']\ntry:\n    runpy.run_module('json.tool', run_name='__main__')\nexcept SystemExit:\n    pass\n"), [])

    def test_subcommands_are_one_parse(self):
        code = "import argparse\np = argparse.ArgumentParser()\ns = p.add_subparsers(dest='verb')\ns.add_parser('train').add_argument('--lr', type=int)\np.parse_args()\n"
        self.assertEqual(self.told(code, "train", "--lr", "3"), [("argparse", {"verb": "train", "lr": 3})])

    def test_a_wrong_command_line_ends_as_without_us(self):
        with Workplace() as place:
            place.write("script.py", ARGPARSE + "parser.parse_args()\n")
            heard, bare = place.hear("script.py", "--lr", "x"), place.hear("script.py", "--lr", "x", GIT_EXP_HOOK="off")
            self.assertEqual([heard.code, heard.err, heard.lines("params")], [bare.code, bare.err, []])

    def test_a_notebook_gives_its_parser_a_list(self):
        with Workplace() as place:
            place.write("ipykernel_launcher.py", ARGPARSE + "parser.parse_args(['--lr', '3'])\nparser.parse_known_args()\n")
            heard = place.hear("-m", "ipykernel_launcher", "-f", "kernel.json")
            self.assertEqual([line["values"]["lr"] for line in heard.lines("params")], [3])
            self.assertEqual(heard.lines("process")[0]["kind"], "main")

    @unittest.skipUnless(has("hydra"), "needs Hydra")
    def test_hydra_tells_its_own(self):
        code = "import hydra\n@hydra.main(version_base=None)\ndef main(config): print(config.lr)\nmain()\n"
        self.assertEqual([pair for pair in self.told(code, "+lr=3") if pair[0] == "argparse"], [])

    @unittest.skipUnless(has("click"), "needs click")
    def test_click(self):
        code = """
import click
@click.group()
@click.option("--verbose", is_flag=True)
def cli(verbose): pass
@cli.command()
@click.option("--lr", type=float)
@click.argument("out", type=click.File("w"))
def train(lr, out): pass
cli()
"""
        self.assertEqual(self.told(code, "--verbose", "train", "--lr", "3", "x"), [("click", {"verbose": True}), ("click", {"lr": 3.0})])

    @unittest.skipUnless(has("typer"), "needs typer")
    def test_typer(self):
        ((source, values),) = self.told("import typer\ndef main(lr: float, n: int = 2): pass\ntyper.run(main)\n", "3")
        self.assertEqual(values, {"lr": 3.0, "n": 2})

    @unittest.skipUnless(has("jsonargparse"), "needs jsonargparse")
    def test_jsonargparse(self):
        code = """
import dataclasses, jsonargparse
@dataclasses.dataclass
class Optimizer:
    lr: float = 0.1
parser = jsonargparse.ArgumentParser()
parser.add_argument("--optimizer", type=Optimizer, default=Optimizer())
parser.add_argument("--n", type=int)
parser.parse_args()
"""
        self.assertEqual(self.told(code, "--optimizer.lr", "0.5", "--n", "2"), [("jsonargparse", {"optimizer": {"lr": 0.5}, "n": 2})])

    @unittest.skipUnless(has("lightning", "jsonargparse", "docstring_parser"), "needs Lightning and jsonargparse[signatures]")
    def test_lightning_cli(self):
        code = """
from lightning.pytorch.cli import LightningCLI
from lightning.pytorch.demos.boring_classes import BoringDataModule, BoringModel
class Model(BoringModel):
    def __init__(self, lr: float = 0.1):
        super().__init__()
LightningCLI(Model, BoringDataModule)
"""
        options = "--model.lr 0.4 --trainer.fast_dev_run 1 --trainer.accelerator cpu --trainer.enable_progress_bar false --seed_everything 9".split()
        ((source, values),) = self.told(code, "fit", *options)
        self.assertEqual([source, values["fit"]["model"]["lr"], values["fit"]["seed_everything"]], ["jsonargparse", 0.4, 9])

    @unittest.skipUnless(has("transformers", "torch", "accelerate"), "needs transformers")
    def test_hf_argument_parser_leaves_training_arguments_to_themselves(self):
        code = """
import dataclasses, json, sys
from transformers import HfArgumentParser, TrainingArguments
@dataclasses.dataclass
class Data:
    column: str = "text"
parser = HfArgumentParser((Data, TrainingArguments))
parser.parse_args_into_dataclasses()
json.dump({"column": "c", "output_dir": "o"}, open("a.json", "w"))
parser.parse_json_file("a.json")
"""
        told = [pair for pair in self.told(code, "--column", "b", "--output_dir", "o") if pair[0] == "argparse"]
        self.assertEqual(told, [("argparse", {"column": "b"}), ("argparse", {"column": "c"})])


if __name__ == "__main__":
    unittest.main()
