import {type ChildProcessByStdio, spawn} from 'node:child_process'
import {accessSync, closeSync, constants, openSync, readdirSync, readSync, realpathSync, statSync} from 'node:fs'
import {availableParallelism, cpus, homedir, hostname, machine, platform, release, totalmem} from 'node:os'
import type {Readable} from 'node:stream'
import {quietly} from '../../base/quietly'
import type {Machine, MachineFacts, MachineFile, ProgramOptions, ProgramResult} from '../../ports/machine'

/** No probe needs more of what a program says. */
const MAX_OUTPUT = 1024 * 1024
/** A program gets a process group of its own, so that what it started ends with it. */
const GROUPS = platform() !== 'win32'

/** This machine, seen by a process with the environment `env`. Paths are absolute. */
export function nodeMachine(env: NodeJS.ProcessEnv): Machine {
  return {
    env,
    facts,
    read: (path, maxBytes) => {
      const bytes = head(path, maxBytes + 1)
      return bytes && bytes.length <= maxBytes ? bytes : undefined
    },
    head,
    list: folder => quietly(() => readdirSync(folder).sort()),
    stat: path => quietly(() => stat(path)),
    realPath: path => quietly(() => realpathSync(path)),
    run: (program, args, options) => run(env, program, args, options),
  }
}

function facts(): MachineFacts {
  const all = cpus()
  return {
    system: platform(),
    hardware: machine(),
    release: release(),
    hostname: hostname(),
    home: quietly(homedir) ?? '',
    cpu: {
      model: all[0]?.model.trim() ?? '',
      cores: Math.max(all.length, 1),
      usable: availableParallelism(),
    },
    memory: totalmem(),
    ...(process.getuid && process.getgid && {user: {uid: process.getuid(), gid: process.getgid()}}),
  }
}

function stat(path: string): MachineFile | undefined {
  const found = statSync(path, {throwIfNoEntry: false})
  if (!found) return undefined
  return {
    kind: found.isFile() ? 'file' : found.isDirectory() ? 'directory' : 'other',
    size: found.size,
    modified: found.mtimeMs,
    executable: canRun(path),
  }
}

function canRun(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A pipe or a device would keep us waiting, so only plain files are opened. */
function head(path: string, bytes: number): Uint8Array | undefined {
  return quietly(() => {
    const found = statSync(path, {throwIfNoEntry: false})
    if (!found?.isFile()) return undefined
    const fd = openSync(path, 'r')
    try {
      return readUpTo(fd, bytes, found.size)
    } finally {
      closeSync(fd)
    }
  })
}

/** `expected` may be 0 where the system does not tell the size. */
function readUpTo(fd: number, most: number, expected: number): Uint8Array {
  const chunks: Buffer[] = []
  let total = 0
  while (total < most) {
    const size = Math.min(most - total, Math.max(expected - total + 1, 8192))
    const chunk = Buffer.allocUnsafe(size)
    const got = readSync(fd, chunk, 0, size, null)
    if (got === 0) break
    chunks.push(chunk.subarray(0, got))
    total += got
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)
}

function run(
  env: NodeJS.ProcessEnv,
  program: string,
  args: readonly string[],
  {limitMs, cwd}: ProgramOptions,
): Promise<ProgramResult> {
  const child = spawn(program, args, {
    env: {...env, LC_ALL: 'C'},
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
    detached: GROUPS,
    ...(cwd !== undefined && {cwd}),
  })
  return new Promise(resolve => {
    const giveUp = (reason: string) => {
      stop(child)
      resolve({kind: 'failed', reason})
    }
    const timer = setTimeout(() => giveUp(`did not answer within ${limitMs / 1000} s`), limitMs)
    const heard = {stdout: '', stderr: ''}
    for (const name of ['stdout', 'stderr'] as const) {
      child[name].setEncoding('utf8').on('data', (text: string) => {
        heard[name] += text
        if (heard.stdout.length + heard.stderr.length > MAX_OUTPUT) giveUp('says more than can be taken in')
      })
    }
    child.on('error', error => {
      clearTimeout(timer)
      resolve({kind: 'failed', reason: error.message})
    })
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      resolve(code === null ? {kind: 'failed', reason: `was ended by ${signal}`} : {kind: 'ended', code, ...heard})
    })
  })
}

/** Nobody waits for the end of a process that even SIGKILL cannot end, as one that hangs in a driver. */
function stop(child: ChildProcessByStdio<null, Readable, Readable>): void {
  quietly(() => (GROUPS && child.pid ? process.kill(-child.pid, 'SIGKILL') : child.kill('SIGKILL')))
  child.stdout.destroy()
  child.stderr.destroy()
  child.unref()
}
