import {resolve} from 'node:path'
import type {Machine} from '../../../ports/machine'
import {textOf} from '../probe'
import {searchPath} from '../programs'
import {type Interpreter, type Place, PYTHON, programName, pythonIn, which} from './place'
import {behindShim} from './pyenv'
import {runnerEnvironment} from './runners'

/** A launcher may start a script that starts a launcher…; no honest chain is longer. */
const MAX_STEPS = 8
/** Bytes that can hold the first lines of a script. */
const FIRST_LINES = 1024
const SHELL = /^(?:ba|da|z|k)?sh$/
/** Programs that run the command that stands behind their own options. */
const WRAPPERS = new Set(
  'env nohup nice ionice time timeout stdbuf taskset numactl setsid chrt srun mpirun mpiexec orterun jsrun aprun xvfb-run doas sudo catchsegv nsys ncu rocprof'.split(
    ' ',
  ),
)
const RUNS_PYTHON =
  /^(?:python|pypy)\d*(?:\.\d+)?$|^(?:uv|poetry|pdm|pipenv|rye|pixi|conda|mamba|micromamba|torchrun|accelerate|deepspeed|coverage|pytest)$/

/** The Python interpreter that a command would run. */
export function findInterpreter(machine: Machine, argv: readonly string[], cwd: string): Interpreter {
  return behind({machine, cwd, folders: searchPath(machine)}, argv, MAX_STEPS)
}

function behind(place: Place, words: readonly string[], steps: number): Interpreter {
  const word = words[0]
  if (word === undefined || steps === 0) return {reason: 'the command starts no Python that can be told'}
  const environment = runnerEnvironment(place, words)
  if (environment && 'reason' in environment) return environment
  if (environment) return {path: pythonIn(place.machine, environment.folder)!}
  const name = programName(word)
  if (WRAPPERS.has(name)) return behindWrapper(place, words, steps)
  if (SHELL.test(name)) return behindShell(place, words, steps)
  const found = which(place, word)
  const file = found && behindShim(place, found)
  if (file === undefined) return {reason: `there is no program "${word}"`}
  return PYTHON.test(name) ? {path: file} : behindScript(place, file, words, steps)
}

/** Its own options cannot be told from the command, so the first word that starts Python is taken. */
function behindWrapper(place: Place, words: readonly string[], steps: number): Interpreter {
  const at = words.findIndex((word, i) => i > 0 && (RUNS_PYTHON.test(programName(word)) || /\.py$/.test(word)))
  const shell = words.findIndex((word, i) => i > 0 && SHELL.test(programName(word)))
  const start = at === -1 ? shell : at
  return start === -1
    ? {reason: `"${words[0]}" starts no Python that can be told`}
    : behind(place, words.slice(start), steps - 1)
}

/** What a script's `#!` line starts. */
function behindScript(place: Place, file: string, words: readonly string[], steps: number): Interpreter {
  const bytes = place.machine.head(file, FIRST_LINES)
  const [first = '', second = ''] = bytes ? Buffer.from(bytes).toString('latin1').split('\n') : []
  const line = /^#!\s*(.+?)\s*$/.exec(first)?.[1]?.split(/\s+/)
  if (!line) return {reason: `"${words[0]}" starts no Python that can be told`}
  // Too long a path for a #! line: pip and conda then write a shell's line and a Python string in one.
  const long = /^'''exec' "?(\/[^"]*?)"? "\$0" "\$@"/.exec(second)?.[1]
  if (long !== undefined) return behind(place, [long], steps - 1)
  const started =
    programName(line[0]!) === 'env' ? line.slice(1).filter(word => word !== '-S' && !word.includes('=')) : line
  return behind(place, SHELL.test(programName(started[0] ?? '')) ? [started[0]!, file] : started, steps - 1)
}

/** A shell's script names the Python it starts, or the environment it activates; the first of them is taken. */
function behindShell(place: Place, words: readonly string[], steps: number): Interpreter {
  const inline = words.findIndex(word => /^-[a-z]*c$/.test(word))
  const script = words.slice(1).find(word => !word.startsWith('-'))
  const text = inline > 0 ? words[inline + 1] : script && textOf(place.machine, resolve(place.cwd, script))
  const code = (text ?? '').replace(/^\s*#.*$/gm, '')
  const activated = /(?:^|[\s;&])(?:source|\.)\s+["']?([^\s"'$]+)\/bin\/activate\b/.exec(code)?.[1]
  const python = activated && pythonIn(place.machine, resolve(place.cwd, activated))
  if (python) return {path: python}
  for (const line of code.split(/\n|&&|\|\||[;|]/)) {
    const parts = line.trim().split(/\s+/)
    const at = parts.findIndex(part => RUNS_PYTHON.test(programName(part)))
    if (at !== -1) return behind(place, parts.slice(at), steps - 1)
  }
  return {reason: `"${words.slice(0, 2).join(' ')}" starts no Python that can be told`}
}
