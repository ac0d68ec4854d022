"""Every file of a folder as Python sees it: path, kind, whether it may be run, and the SHA-256 of its bytes. JSON on stdout."""

import hashlib
import json
import os
import stat
import sys

top = os.fsencode(sys.argv[1])
found = {}
for folder, folders, files in os.walk(top):
    for name in list(folders):
        path = os.path.join(folder, name)
        if name == b".git" or path == os.path.join(top, b".exp"):
            folders.remove(name)
        elif os.path.islink(path):
            files.append(name)
    for name in files:
        if name == b".git":
            continue
        path = os.path.join(folder, name)
        about = os.lstat(path)
        shown = os.path.relpath(path, top).decode("latin1")
        if stat.S_ISLNK(about.st_mode):
            found[shown] = ["link", os.readlink(path).decode("latin1")]
        else:
            with open(path, "rb") as file:
                digest = hashlib.sha256(file.read()).hexdigest()
            found[shown] = ["exec" if about.st_mode & 0o100 else "file", digest]
json.dump(found, sys.stdout)
