"""Machine, packages and code, as far as they can be told without anything but Python."""

import os
import platform
import shutil
import sys
import time

from ._secrets import masked_url

_QUERY = ["--query-gpu=name", "--format=csv,noheader"]


def describe():
    """(env, code) for run.json; what cannot be told is absent. Waits 2 s at most for nvidia-smi, 5 s for git."""
    smi, begun = _smi(), time.monotonic()
    code = _code()
    env = {
        "python": platform.python_version(),
        "executable": sys.executable,
        "platform": platform.platform(),
        "host": platform.node(),
        "cpus": os.cpu_count(),
        "packages": packages(),
        "gpus": _answered(smi, 2 - (time.monotonic() - begun)),
    }
    return {key: value for key, value in env.items() if value}, code


def packages():
    """Name → version of all that the interpreter finds; the first on its path counts."""
    from importlib.metadata import distributions

    found = {}
    for one in distributions():
        try:
            name = one.metadata["Name"]
            if name and name not in found:
                found[name] = one.version
        except Exception:
            continue
    return dict(sorted(found.items()))


def boot():
    """Which boot of the machine; None where that cannot be told."""
    try:
        with open("/proc/sys/kernel/random/boot_id") as file:
            return file.read().strip()
    except OSError:
        return None


def _smi():
    import subprocess

    program = shutil.which("nvidia-smi")
    if not program:
        return None
    try:
        return subprocess.Popen([program] + _QUERY, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    except OSError:
        return None


def _answered(process, seconds):
    import subprocess

    if process is None:
        return None
    try:
        out, _ = process.communicate(timeout=max(0.05, seconds))
    except subprocess.TimeoutExpired:
        process.kill()
        # Of a driver that hangs not even a kill is sure to end it.
        return None
    return out.decode("utf-8", "replace").split("\n")[:-1] if process.returncode == 0 else None


def _code():
    """commit, branch, dirty, remote (without credentials) of the repository that the folder lies in; None where there is none."""
    if not shutil.which("git"):
        return None
    status = _git("status", "--porcelain=v2", "--branch", "--untracked-files=normal")
    if status is None:
        return None
    heads = dict(line[len("# branch.") :].split(" ", 1) for line in status.splitlines() if line.startswith("# branch."))
    remote = (_git("config", "--get", "remote.origin.url") or "").strip()
    commit, branch = heads.get("oid"), heads.get("head")
    code = {
        "commit": None if commit == "(initial)" else commit,
        "branch": None if branch == "(detached)" else branch,
        "dirty": any(line and not line.startswith("#") for line in status.splitlines()),
        "remote": masked_url(remote) or None,
    }
    return {key: value for key, value in code.items() if value is not None}


def _git(*words):
    import subprocess

    env = dict(os.environ, GIT_OPTIONAL_LOCKS="0", LC_ALL="C")
    try:
        ran = subprocess.run(["git"] + list(words), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=5, env=env)
    except (OSError, subprocess.SubprocessError):
        return None
    return ran.stdout.decode("utf-8", "replace") if ran.returncode == 0 else None
