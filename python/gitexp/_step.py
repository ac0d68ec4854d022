"""The job step that this process is one task of, so that all its tasks are one run: the rules of src/capture/env/scheduler.ts."""

import hashlib
import json
import os
import platform
import re
import time

from ._folder import id_from, joined_folder, moment, write_new
from ._own import default_name
from ._process import cwd

# One step may run several commands one after the other.
MOST_COMMANDS = 1000


class Task:
    """One of several that share a run; the one of rank 0 records it, of the others only the processes are heard."""

    def __init__(self, rank, world, key, label, name):
        self.rank, self.world, self.name = rank, world, name
        made = hashlib.sha256(json.dumps(key).encode("utf-8", "surrogateescape")).digest()
        self.id = id_from(made[:8])
        self.folder = joined_folder("%s-%s" % (re.sub(r"[^\w.+-]+", "_", label)[:60], made[8:12].hex()))

    def sign(self):
        """Raises FileExistsError where this rank has been there before: then with another command."""
        said = {"v": 1, "id": self.id, "name": self.name, "rank": self.rank, "world": self.world}
        said.update(host=platform.node(), pid=os.getpid(), started=moment(time.time()))
        write_new(os.path.join(self.folder, "rank-%d.json" % self.rank), json.dumps(said, indent=1) + "\n")


def joined(said, command, env=os.environ):
    """
    A `Task`, its folder made by whoever comes first; None for a process that works alone, or where nothing tells the job's other tasks
    from everybody's. Each rank counts for itself how many commands of this name it has run in the step.
    """
    place, key = _rank(env), _key(env)
    if place is None or key is None:
        return None
    label, parts = key
    program = default_name(command)
    for nth in range(MOST_COMMANDS):
        task = Task(place[0], place[1], parts + [program, nth], label, said.get("name") or program)
        try:
            task.sign()
            return task
        except FileExistsError:
            continue
    return None


def _rank(env):
    """(rank, of how many): the innermost launcher tells, torch before MPI before Slurm."""
    pairs = (
        (env.get("RANK"), env.get("WORLD_SIZE")),
        (env.get("OMPI_COMM_WORLD_RANK"), env.get("OMPI_COMM_WORLD_SIZE")),
        (env.get("PMI_RANK"), env.get("PMI_SIZE")),
        (env.get("SLURM_PROCID") if _step(env) else None, env.get("SLURM_STEP_NUM_TASKS") or env.get("SLURM_NTASKS")),
    )
    for rank, size in pairs:
        if _is_count(rank) and _is_count(size) and int(rank) < int(size):
            return (int(rank), int(size)) if int(size) > 1 else None
    return None


def _is_count(text):
    return text is not None and re.match(r"^[0-9]{1,9}$", text) is not None


def _step(env):
    return env.get("SLURM_STEP_ID") or env.get("SLURM_STEPID") if _job(env) else None


def _job(env):
    return env.get("SLURM_JOB_ID") or env.get("SLURM_JOBID")


def _key(env):
    """(label, what the tasks of this step have in common and no others have), or None."""
    if env.get("OMPI_COMM_WORLD_RANK"):
        # Its daemons on other nodes may be tasks of a Slurm step, where the first node's is none.
        return _mpi(env)
    return _slurm(env) if _step(env) else None


def _mpi(env):
    """Open MPI makes its job id of host and pid, which come again; up to release 4 it also draws something for its transports."""
    job = env.get("OMPI_MCA_orte_ess_jobid") or env.get("PMIX_NAMESPACE")
    if not job:
        return None
    return "mpi-" + job, ["mpi", _user(), job, env.get("OMPI_MCA_orte_precondition_transports"), cwd(), _rendezvous(env)]


def _slurm(env):
    job, step, restart = _job(env), _step(env), env.get("SLURM_RESTART_COUNT") or "0"
    user = env.get("SLURM_JOB_UID") or env.get("SLURM_JOB_USER") or _user()
    label = "slurm-%s.%s" % (job, step) + ("-r" + restart if restart != "0" else "")
    return label, ["slurm", user, env.get("SLURM_CLUSTER_NAME"), job, step, restart, env.get("SLURM_JOB_START_TIME"), _rendezvous(env)]


def _user():
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME")


def _rendezvous(env):
    """Several distributed trainings may share a step."""
    elastic, host, port = (env.get(name) for name in ("TORCHELASTIC_RUN_ID", "MASTER_ADDR", "MASTER_PORT"))
    return elastic if elastic and elastic != "none" else "%s:%s" % (host, port) if host and port else None
