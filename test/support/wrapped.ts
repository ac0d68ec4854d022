import {spawn, spawnSync} from 'node:child_process'
import {cpSync, existsSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {hermetic} from './env'
import {tempFolder} from './git'
import {type Answer, Workplace} from './workplace'

const BIN = resolve('bin/git-exp.js')
/** `exp` is the built program, in a shell script and in the command that it wraps. */
const PRELUDE = 'exp() { "$NODE" "$BIN" "$@"; }\n'

/** One home for every process of a test, so that what takes refuge there is found again. */
export const home: NodeJS.ProcessEnv = {...hermetic(), NODE: process.execPath, BIN}

export interface Scripted {
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
  readonly input?: string
}

/** Runs a shell script in a repository and waits; `exp` is the program under test. */
export function script(place: Workplace, text: string, {env, cwd = place.cwd, input = ''}: Scripted = {}): Answer {
  const options = {cwd, env: {...home, ...env}, input, encoding: 'utf8', maxBuffer: 1 << 28, timeout: 120_000} as const
  const {status, stdout, stderr} = spawnSync('sh', ['-c', PRELUDE + text], options)
  return {status, stdout, stderr}
}

/** The same beside the test. */
export function scriptBeside(place: Workplace, text: string, {env, cwd = place.cwd}: Scripted = {}): Promise<Answer> {
  const child = spawn('sh', ['-c', PRELUDE + text], {cwd, env: {...home, ...env}, stdio: ['ignore', 'pipe', 'pipe']})
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', chunk => {
    stdout += chunk
  })
  child.stderr.on('data', chunk => {
    stderr += chunk
  })
  return new Promise(done => child.on('close', status => done({status, stdout, stderr})))
}

/** A command line of the program as a command may type it. */
export const EXP = '"$NODE" "$BIN"'

/** What a run's record says, its events folded in. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into records of any shape
export const recordOf = (place: Workplace, id: string): any => place.json(['show', id], {env: home})

/** A tree in which everything that git can tell of has happened, and a stash. */
export function dirty(place: Workplace): void {
  for (const name of ['staged', 'unstaged', 'deleted', 'gone', 'renamed', 'mode', 'stashed', 'both']) {
    place.write(`${name}.py`, `print("${name}")\n`)
  }
  place.git('add', '-A')
  place.git('commit', '--quiet', '-m', 'second')
  place.write('stashed.py', 'print("set aside")\n')
  place.git('stash', '--quiet')
  place.write('staged.py', 'print("staged now")\n')
  place.write('both.py', 'print("staged")\n')
  place.git('add', 'staged.py', 'both.py')
  place.write('both.py', 'print("and more")\n')
  place.write('unstaged.py', 'print("unstaged now")\n')
  place.git('rm', '--quiet', 'deleted.py')
  place.git('mv', 'renamed.py', 'moved.py')
  place.git('update-index', '--chmod=+x', 'mode.py')
  place.write('new.py', 'print("untracked")\n')
  place.write('.gitignore', 'ignored\n')
  place.write('ignored/data.bin', 'never ours')
  symlinkSync('train.py', join(place.cwd, 'link.py'))
  rmSync(join(place.cwd, 'gone.py'))
}

/** Whether this user may mount a file system of a few megabytes. */
export const MAY_MOUNT = ((): boolean => {
  const folder = join(home['HOME']!, 'probe')
  const tried = spawnSync('sh', ['-c', `mkdir -p "$0" && mount -t tmpfs -o size=64k none "$0" && umount "$0"`, folder])
  return tried.status === 0
})()

/** Whether this user may forbid a folder to everybody, root too. */
export const MAY_FREEZE = ((): boolean => {
  const file = join(home['HOME']!, 'frozen')
  writeFileSync(file, '')
  return spawnSync('sh', ['-c', 'chattr +i "$0" && chattr -i "$0"', file]).status === 0
})()

/** Works in a copy of the repository on a disk of a few megabytes. */
export function onSmallDisk(place: Workplace, work: (small: Workplace) => void): void {
  const disk = tempFolder('disk')
  const sh = (text: string) => {
    const {status, stderr} = spawnSync('sh', ['-c', text, disk], {encoding: 'utf8'})
    if (status !== 0) throw new Error(stderr)
  }
  sh('mount -t tmpfs -o size=4m none "$0"')
  try {
    const cwd = join(disk, 'project')
    cpSync(place.cwd, cwd, {recursive: true, preserveTimestamps: true})
    work(new Workplace(cwd))
  } finally {
    sh('umount "$0" || umount -l "$0"')
  }
}

/** A PATH of these programs alone. */
export function pathOf(...programs: string[]): string {
  const folder = tempFolder('bin')
  for (const program of programs) {
    const found = spawnSync('sh', ['-c', 'command -v "$0"', program], {encoding: 'utf8'}).stdout.trim()
    if (existsSync(found)) symlinkSync(found, join(folder, program))
  }
  return folder
}

/** All of an expensive test, or a part that shows the same. */
export const full = (all: number, part: number): number => (process.env['GIT_EXP_FULL'] ? all : part)
