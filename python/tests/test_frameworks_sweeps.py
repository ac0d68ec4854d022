import unittest

from frameworks_hearing import Hearing, has, of

HYDRA = """
import os, random, hydra
from omegaconf import DictConfig, OmegaConf
OmegaConf.register_new_resolver("draw", lambda: random.random())
os.makedirs("conf", exist_ok=True)
open("conf/config.yaml", "w").write('''
model: {lr: 0.1, size: 4, twice: "${model.size}/${name}", drawn: "${draw:}", other: "${model.drawn}"}
name: tiny
home: "${oc.env:HOME}"
where: "${hydra:runtime.output_dir}"
broken: "${nowhere}"
''')
random.seed(4)
@hydra.main(version_base=None, config_path=os.path.abspath("conf"), config_name="config")
def main(cfg):
    from sklearn.metrics import accuracy_score
    accuracy_score([1, 0, 1, 1], [1, 0, 0, cfg.model.size % 2])
    where = OmegaConf.select(cfg, "where")
    said([cfg.model.lr, cfg.model.size, cfg.model.twice, cfg.home, where, random.random()])
    if cfg.model.size == 9:
        raise ValueError("nine")
main()
"""


@unittest.skipUnless(has("hydra"), "no hydra")
class Hydra(Hearing):
    def test_one_run(self):
        lines, said, output = self.hear(HYDRA, "model.size=5")
        lr, size, twice, home, where, drawn = said[0]
        self.assertEqual([(line["source"], line["name"], line.get("number")) for line in of(lines, "begin")], [("hydra", "script", None)])
        values = of(lines, "params", source="hydra")[0]["values"]
        self.assertEqual(
            values,
            {
                "model": {"lr": lr, "size": size, "twice": twice, "drawn": "${draw:}", "other": "${model.drawn}"},
                "name": "tiny",
                "home": home,
                "where": where,
                "broken": "${nowhere}",
            },
        )
        self.assertEqual(self.hear(HYDRA, "model.size=5", hooked=False)[1][0][5], drawn)

    def test_each_of_a_sweep(self):
        lines, said, output = self.hear(HYDRA, "-m", "model.size=2,3", "model.lr=0.1,0.2")
        self.assertEqual([line["number"] for line in of(lines, "begin")], [0, 1, 2, 3])
        for job, (lr, size, twice, home, where, drawn) in enumerate(said, 1):
            mine = [line for line in lines if line.get("job") == job]
            values = of(mine, "params", source="hydra")[0]["values"]
            self.assertEqual((values["model"]["lr"], values["model"]["size"], values["where"]), (lr, size, where))
            self.assertEqual([line["values"]["accuracy"] for line in of(mine, "metrics")], [0.5 + 0.25 * (size % 2)])
            self.assertEqual([line["status"] for line in of(mine, "end")], ["finished"])

    def test_a_failed_one(self):
        lines, said, output = self.hear(HYDRA, "model.size=9", fails=True)
        self.assertEqual([line["status"] for line in of(lines, "end")], ["failed"])


@unittest.skipUnless(has("optuna"), "no optuna")
class Optuna(Hearing):
    def test_each_trial(self):
        lines, said, output = self.hear(
            """
import optuna
optuna.logging.set_verbosity(optuna.logging.WARNING)
def objective(trial):
    x = trial.suggest_float("x", 0, 1); kind = trial.suggest_categorical("kind", ["a", "b"])
    trial.suggest_float("x", 0, 1)
    trial.report(x * 2, step=3)
    if trial.number == 1: raise optuna.TrialPruned()
    if trial.number == 2: raise ValueError("two")
    said([trial.number, x, kind, x * 3])
    return x * 3
study = optuna.create_study(study_name="tiny", sampler=optuna.samplers.RandomSampler(seed=1))
study.optimize(objective, n_trials=4, catch=(ValueError,))
one, two = study.ask(), study.ask()
one.suggest_float("x", 0, 1)
study.tell(two, 1.0)
study.tell(one, 2.0)
try:
    study.optimize(lambda trial: 1 / 0, n_trials=1)
except ZeroDivisionError:
    pass
said(list(study.best_params))
"""
        )
        self.assertEqual([line["number"] for line in of(lines, "begin")], [0, 1, 2, 3, 5, 4, 6])
        self.assertEqual([line["status"] for line in of(lines, "end")], ["finished", "pruned", "failed", "finished", "finished", "finished", "failed"])
        for number, x, kind, value in said[:2]:
            mine = [line for line in lines if line.get("job") == number + 1]
            self.assertEqual([line["values"] for line in of(mine, "params")], [{"x": x}, {"kind": kind}])
            told = of(mine, "metrics")
            self.assertEqual([(line["values"], line.get("step")) for line in told], [({"intermediate_value": x * 2}, 3), ({"objective": value}, None)])
        self.assertEqual([line["values"] for line in of(lines, "metrics") if line["job"] in (5, 6)], [{"objective": 1.0}, {"objective": 2.0}])


if __name__ == "__main__":
    unittest.main()
