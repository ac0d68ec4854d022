"""Several tasks of one job step are one run; where nothing tells them from everybody's, each is its own."""

import glob
import json
import os
import subprocess
import sys
import unittest

from client import Client

SLURM = {"SLURM_JOB_ID": "77", "SLURM_STEP_ID": "0", "SLURM_STEP_NUM_TASKS": "3", "SLURM_NTASKS": "3", "SLURM_CLUSTER_NAME": "c", "SLURM_JOB_START_TIME": "1767571200"}
SCRIPT = """
import os, gitexp
print(os.environ["GIT_EXP_RUN_ID"], flush=True)
with gitexp.run() as run:
    run.log({"loss": 1.0 + int(os.environ.get("SLURM_PROCID", 0))}, step=1)
"""


class Step(Client):
    def ranks(self, *envs, name="train.py", exits=None):
        self.write(SCRIPT, name)
        command = [sys.executable, "-m", "gitexp", "run", "--", sys.executable, name]
        going = [subprocess.Popen(command, cwd=self.cwd, env=self.env(**env), stdout=subprocess.PIPE, stderr=subprocess.PIPE) for env in envs]
        said = [process.communicate(timeout=60) for process in going]
        self.assertEqual([process.returncode for process in going], exits or [0] * len(envs), said)
        self.stderrs = [err.decode() for _, err in said]
        return [out.decode().strip() for out, _ in said]

    def slurm(self):
        return [dict(SLURM, SLURM_PROCID=str(at)) for at in range(3)]

    def names(self):
        return [os.path.basename(folder) for folder in self.folders()]

    def test_a_slurm_step_is_one_run(self):
        ids = self.ranks(*self.slurm())
        folder = self.folder()
        run = self.read()
        self.assertEqual((ids, run["rank"]), ([run["id"]] * 3, 0))
        self.assertRegex(os.path.basename(folder), r"^slurm-77\.0-[0-9a-f]{8}$")
        self.assertEqual(sorted(os.listdir(folder)), ["end.json", "files", "heard", "rank-0.json", "rank-1.json", "rank-2.json", "run.json"])
        self.assertEqual(len(glob.glob(os.path.join(folder, "heard", "*.jsonl"))), 3)
        self.assertEqual(sorted(line.get("rank") for line in self.lines("process")), [0, 1, 2])
        self.assertEqual([err for err in self.stderrs[1:] if err], [])

    def test_restarts_other_clusters_and_reused_ids_are_others(self):
        others = ({}, {"SLURM_RESTART_COUNT": "1"}, {"SLURM_CLUSTER_NAME": "d"}, {"SLURM_JOB_START_TIME": "1"}, {"SLURM_JOB_UID": "4"}, {"SLURM_STEP_ID": "1"})
        envs = [dict(self.slurm()[0], **other) for other in others]
        self.assertEqual(len(set(self.ranks(*envs))), 6)
        self.assertTrue(any("-r1-" in name for name in self.names()))

    def test_a_step_of_several_commands_is_several_runs(self):
        first, other, again = self.ranks(*self.slurm()), self.ranks(*self.slurm(), name="evaluate.py"), self.ranks(*self.slurm())
        self.assertEqual([len(set(ids)) for ids in (first, other, again)], [1, 1, 1])
        self.assertEqual((len({first[0], other[0], again[0]}), len(self.folders())), (3, 3))

    def test_who_comes_before_rank_0_or_without_it_loses_nothing(self):
        ids = self.ranks(self.slurm()[2])
        folder = self.folder()
        self.assertEqual(sorted(os.listdir(folder)), ["heard", "rank-2.json"])
        said = self.read("rank-2.json")
        self.assertEqual((said["id"], said["rank"], said["world"]), (ids[0], 2, 3))
        self.assertEqual(self.ranks(self.slurm()[0]), ids)
        self.assertEqual(self.read()["id"], ids[0])
        self.assertEqual(self.ranks(self.slurm()[1]), ids)
        self.assertEqual(len(self.lines("process")), 3)

    def test_open_mpi(self):
        envs = [{"OMPI_COMM_WORLD_RANK": str(at), "OMPI_COMM_WORLD_SIZE": "2", "PMIX_NAMESPACE": "prterun-n1-9@1"} for at in range(2)]
        # On another node its daemon is a task of a Slurm step.
        envs[1].update(SLURM_JOB_ID="5", SLURM_STEP_ID="0", SLURM_PROCID="0", SLURM_STEP_NUM_TASKS="1")
        self.assertEqual(len(set(self.ranks(*envs))), 1)
        self.assertEqual(sorted(line["rank"] for line in self.lines("process")), [0, 1])
        self.assertRegex(self.names()[0], r"^mpi-prterun-n1-9_1-[0-9a-f]{8}$")

    def test_alone_where_nothing_tells(self):
        alone = (
            {"SLURM_JOB_ID": "77", "SLURM_PROCID": "0", "SLURM_NTASKS": "3"},
            dict(SLURM, SLURM_PROCID="0", SLURM_STEP_NUM_TASKS="1"),
            {"PMI_RANK": "1", "PMI_SIZE": "2"},
            {"RANK": "1", "WORLD_SIZE": "2", "MASTER_ADDR": "h", "MASTER_PORT": "1"},
            {"OMPI_COMM_WORLD_RANK": "1", "OMPI_COMM_WORLD_SIZE": "2"},
        )
        self.assertEqual(len(set(self.ranks(*alone))), 5)
        self.assertEqual(len([name for name in self.names() if os.path.exists(os.path.join(self.cwd, ".gitexp", name, "run.json"))]), 5)

    def test_an_exit_code_is_its_own(self):
        command = [sys.executable, "-m", "gitexp", "run", "--", sys.executable, "-c", "raise SystemExit(5)"]
        self.assertEqual(subprocess.run(command, cwd=self.cwd, env=self.env(**self.slurm()[1]), stderr=subprocess.DEVNULL).returncode, 5)

    def test_a_disk_that_takes_nothing(self):
        ids = self.ranks(dict(self.slurm()[1], GIT_EXP_SPOOL="/proc/x", TMPDIR=self.cwd))
        (folder,) = glob.glob(os.path.join(self.cwd, "gitexp-*", "slurm-77.0-*"))
        with open(os.path.join(folder, "rank-1.json")) as file:
            self.assertEqual(json.load(file)["id"], ids[0])


if __name__ == "__main__":
    unittest.main()
