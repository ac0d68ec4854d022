"""The first line of a process's file, for where the hook has not said it."""

import os
import platform
import sys

from ._secrets import masked_argv


def line(parent_file):
    """(type, fields), as the hook has them; `parent_file` is that of the process this one was forked from."""
    fields = dict(
        pid=os.getpid(),
        ppid=os.getppid(),
        host=platform.node(),
        argv=masked_argv(argv()),
        main=main(),
        python="%d.%d.%d" % sys.version_info[:3],
        executable=sys.executable,
        prefix=sys.prefix,
        base_prefix=sys.base_prefix,
        purelib=libraries(),
        cwd=cwd(),
        kind="fork" if parent_file else "worker" if _is_spawned() else "main",
        parent_file=parent_file,
    )
    fields.update(place())
    return "process", fields


def argv():
    return list(getattr(sys, "orig_argv", None) or [sys.executable or "python"] + getattr(sys, "argv", []))


def main():
    """Path of the script, `-m module`, `-c`, or `-` (a notebook)."""
    module = sys.modules.get("__main__")
    spec, file = getattr(module, "__spec__", None), getattr(module, "__file__", None)
    if spec is not None and getattr(spec, "name", None) and spec.name != "__main__":
        return "-m " + (spec.name[: -len(".__main__")] if spec.name.endswith(".__main__") else spec.name)
    if file:
        return os.path.abspath(file)
    return "-c" if getattr(sys, "argv", [""])[:1] == ["-c"] else "-"


def script():
    """The script's file, or None."""
    file = getattr(sys.modules.get("__main__"), "__file__", None)
    return os.path.abspath(file) if file and os.path.isfile(file) else None


def libraries():
    found = [path for path in sys.path if os.path.basename(path.rstrip(os.sep)) in ("site-packages", "dist-packages")]
    return found + [os.path.dirname(os.__file__)]


def cwd():
    try:
        return os.getcwd()
    except OSError:
        return None


def place():
    """rank, local_rank and world of a distributed job, as far as its variables tell."""
    names = {
        # The innermost launcher first: the daemons of an mpirun are tasks of Slurm themselves.
        "rank": ("RANK", "OMPI_COMM_WORLD_RANK", "PMI_RANK", "SLURM_PROCID"),
        "local_rank": ("LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID", "SLURM_LOCALID"),
        "world": ("WORLD_SIZE", "OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_NTASKS"),
    }
    found = {key: next((os.environ[one] for one in many if os.environ.get(one, "").isdigit()), None) for key, many in names.items()}
    return {key: int(value) for key, value in found.items() if value is not None}


def _is_spawned():
    parent = getattr(sys.modules.get("multiprocessing.process"), "parent_process", None)
    return parent is not None and parent() is not None
