import {chmodSync, existsSync, readFileSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {tempFolder} from './git'

/**
 * No daemon runs where the tests do. This is a program in docker's place: it knows the words that we say and refuses every other, it
 * writes down what it is told, and it starts the command itself, with nothing but the variables that the container was given. What docker
 * does with those words is not shown by it.
 */
const DOCKER = `#!/usr/bin/env -S python3 -I
import json, os, sys
here = os.path.dirname(os.path.abspath(__file__))
said = sys.argv[1:]
with open(os.path.join(here, "said"), "a") as log:
    log.write(json.dumps(said) + "\\n")
images = os.path.join(here, "images")
def refuse(why):
    print("stand-in: " + why, file=sys.stderr)
    sys.exit(125)
if said[0] == "info":
    print('["name=seccomp,profile=builtin"]')
elif said[:2] == ["image", "inspect"]:
    if not os.path.exists(images) or said[-1] not in open(images).read().split("\\n"):
        refuse("no such image")
    print("sha256:" + "a" * 64 + ' ["x@sha256:' + "b" * 64 + '"]')
elif said[0] in ("pull", "build"):
    name = said[said.index("--tag") + 1] if said[0] == "build" else said[-1]
    if said[0] == "build" and not os.path.exists(said[said.index("--file") + 1]):
        refuse("no Dockerfile")
    open(images, "a").write(name + "\\n")
elif said[0] == "run":
    rest, given, env = said[1:], {}, {"PATH": "/usr/local/bin:/usr/bin:/bin"}
    while rest and rest[0].startswith("-"):
        word = rest.pop(0)
        if word in ("--rm", "--init"):
            continue
        if word.startswith("--entrypoint="):
            given["entrypoint"] = word.split("=", 1)[1]
            continue
        if word not in ("--pull", "--network", "--cap-drop", "--security-opt", "--shm-size", "--user", "--mount", "--workdir", "--env", "--name", "--gpus"):
            refuse("what is " + word)
        value = rest.pop(0)
        if word == "--env":
            name, value = value.split("=", 1)
            env[name] = value
        given.setdefault(word, []).append(value)
    if rest.pop(0) != "sha256:" + "a" * 64:
        refuse("another image")
    os.chdir(given["--workdir"][0])
    os.execvpe(given["entrypoint"], [given["entrypoint"]] + rest, env)
else:
    refuse("what is " + said[0])
`

/** The same for conda: the environment that it makes is one of venv, which it alone can say. */
const CONDA = `#!/usr/bin/env -S python3 -I
import json, os, subprocess, sys
here = os.path.dirname(os.path.abspath(__file__))
said = sys.argv[1:]
with open(os.path.join(here, "said"), "a") as log:
    log.write(json.dumps(said) + "\\n")
if said[0] != "create" and said[:2] != ["env", "create"]:
    sys.exit("stand-in: what is " + " ".join(said))
prefix = said[said.index("--prefix") + 1]
if os.path.exists(prefix):
    sys.exit("stand-in: it is there already")
if "--file" in said and not os.path.exists(said[said.index("--file") + 1]):
    sys.exit("stand-in: no such file")
subprocess.run(["python3", "-m", "venv", "--without-pip", prefix], check=True)
`

export interface StandIn {
  readonly folder: string
  /** What it was told, a list for each time. */
  readonly said: () => string[][]
}

/** A folder for the PATH with a program in the place of one that cannot run here. */
export function standIn(name: 'docker' | 'podman' | 'conda' | 'micromamba'): StandIn {
  const folder = tempFolder('stand-in')
  const file = join(folder, name)
  writeFileSync(file, name === 'docker' || name === 'podman' ? DOCKER : CONDA)
  chmodSync(file, 0o755)
  const log = join(folder, 'said')
  return {
    folder,
    said: () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .trimEnd()
            .split('\n')
            .map(line => JSON.parse(line))
        : [],
  }
}
