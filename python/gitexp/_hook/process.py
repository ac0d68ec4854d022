"""What this process is: the first line of its file (docs/reference/heard.md)."""

import os
import sys

# Programs that start the ones which train, or run many things that are no training: their own arguments are no params.
LAUNCHERS = frozenset(
    "torchrun accelerate deepspeed pytest py.test pip uv uvx ray conda mamba poetry pdm pipenv hatch tox nox wandb horovodrun jupyter papermill".split()
)
LAUNCHER_MODULES = ("torch.distributed.run", "torch.distributed.launch", "torch.distributed.elastic", "jupyter_core")
WORKERS = (
    "from multiprocessing.",
    "from multiprocess.",
    "from joblib.externals.loky",
    "from loky",
)
WORKER_MODULES = ("joblib.externals.loky", "loky.backend", "ray._private.workers", "torch._inductor.compile_worker")

_facts = {}


def facts():
    """What stays as it is as long as the process lives."""
    if not _facts:
        argv = _argv()
        main = _main(argv)
        _facts.update(argv=argv, main=main, purelib=library_folders())
        _facts["kind"] = _kind(argv, main)
    return _facts


def kind():
    return facts()["kind"]


def line(parent_file):
    """The first line; `parent_file` is that of the process this one was forked from."""
    known = facts()
    if parent_file and known["kind"] == "main":
        known["kind"] = "fork"
    return "process", dict(
        pid=os.getpid(),
        ppid=os.getppid(),
        host=os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME"),
        argv=known["argv"],
        main=known["main"],
        python="%d.%d.%d" % sys.version_info[:3],
        executable=sys.executable,
        prefix=sys.prefix,
        base_prefix=sys.base_prefix,
        purelib=known["purelib"],
        cwd=_cwd(),
        kind=known["kind"],
        parent_file=parent_file,
        **_place()
    )


def library_folders():
    """Folders of installed packages, and the standard library's."""
    names = ("site-packages", "dist-packages")
    found = [path for path in sys.path if os.path.basename(path.rstrip(os.sep)) in names]
    found.append(os.path.dirname(os.__file__))
    found.extend(os.path.realpath(path) for path in list(found))
    return list(dict.fromkeys(found))


def _cwd():
    try:
        return os.getcwd()
    except OSError:
        return None


def _argv():
    argv = getattr(sys, "orig_argv", None)
    if argv:
        return list(argv)
    try:
        with open("/proc/self/cmdline", "rb") as file:
            return [os.fsdecode(word) for word in file.read().split(b"\0")[:-1]]
    except OSError:
        return list(getattr(sys, "argv", []))


def _main(argv):
    """Path of the script, `-m module`, `-c`, or `-`. While `site` runs, sys.argv still begins with the option itself."""
    first = (getattr(sys, "argv", None) or [""])[0]
    if first == "-m":
        return "-m " + _said(argv, "m")
    return os.path.abspath(first) if first not in ("", "-", "-c") else first or "-"


def _said(argv, option):
    """The module or code that the interpreter was given, also where it sticks to its option."""
    word = argv[max(-len(sys.argv), -len(argv))]
    return word[word.index(option) + 1 :] if word.startswith("-") and option in word else word


def _kind(argv, main):
    if main == "-c":
        return "worker" if _said(argv, "c").lstrip().startswith(WORKERS) else "main"
    module = _module_of(main)
    if _below(module, WORKER_MODULES):
        return "worker"
    return "launcher" if module.split(".")[0] in LAUNCHERS or _below(module, LAUNCHER_MODULES) else "main"


def _below(module, packages):
    return any(module == package or module.startswith(package + ".") for package in packages)


def _module_of(main):
    """The module that the main program is: a program of `bin` by its name, a file of a library by its place, a script by none."""
    if main.startswith("-m "):
        return main[3:]
    stem, extension = os.path.splitext(os.path.basename(main))
    if extension.lower() not in (".py", ".pyw"):
        return stem if extension.lower() == ".exe" else os.path.basename(main)
    for folder in library_folders():
        if main.startswith(folder + os.sep):
            return os.path.splitext(main[len(folder) + 1 :])[0].replace(os.sep, ".")
    return ""


def _place():
    """Rank of this process among those of a distributed job."""
    names = {
        # The innermost launcher first: the daemons of an mpirun are tasks of Slurm themselves.
        "rank": ("RANK", "OMPI_COMM_WORLD_RANK", "PMI_RANK", "SLURM_PROCID"),
        "local_rank": ("LOCAL_RANK", "OMPI_COMM_WORLD_LOCAL_RANK", "MPI_LOCALRANKID", "SLURM_LOCALID"),
        "world": ("WORLD_SIZE", "OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_NTASKS"),
    }
    return {key: _integer(variables) for key, variables in names.items()}


def _integer(variables):
    for variable in variables:
        word = os.environ.get(variable, "")
        if word.isdigit():
            return int(word)
    return None
