"""What the processes of a run told of the files that they opened, read back when the run is over."""

import glob
import json
import os


class Files:
    """`read` and `written`: path → when it was first opened so, in seconds since 1970; `folders`: of whose files not all were told."""

    def __init__(self):
        self.read, self.written, self.folders, self.libraries, self.moved = {}, {}, set(), set(), set()

    def is_written(self, path):
        return path in self.written or any(path.startswith(folder + os.sep) for folder in self.folders)

    def add(self, line):
        path, mode = line.get("path"), line.get("mode")
        if not isinstance(path, str) or not isinstance(line.get("t"), (int, float)):
            return
        if line.get("folder"):
            return self.folders.add(path) if mode != "r" else None
        into = self.read if mode == "r" else self.written
        into[path] = min(line["t"], into.get(path, line["t"]))
        if isinstance(line.get("from"), str):
            self.moved.add(line["from"])

    def know(self, line):
        """Libraries and the interpreter's own, as the first line of a process names them."""
        found = list(line.get("purelib") or []) + [line.get("prefix"), line.get("base_prefix")]
        self.libraries.update(one for one in found if isinstance(one, str) and one not in ("", "/", "/usr"))


def files_heard(folder):
    """The same that src/hearing/opened.ts makes of it; lines that cannot be read are passed over."""
    found = Files()
    for path in sorted(glob.glob(os.path.join(glob.escape(folder), "heard", "*.jsonl"))):
        try:
            with open(path, "rb") as file:
                for line in file:
                    _read(found, line)
        except OSError:
            continue
    for path in found.moved:
        found.read.pop(path, None)
        found.written.pop(path, None)
    return found


def _read(found, text):
    # A training tells far more of its metrics than of its files.
    if b'"open"' not in text and b'"process"' not in text:
        return
    try:
        line = json.loads(text)
    except ValueError:
        return
    if isinstance(line, dict) and line.get("type") == "open":
        found.add(line)
    elif isinstance(line, dict) and line.get("type") == "process":
        found.know(line)
