import type {ChildProcess, SpawnOptions, StdioOptions} from 'node:child_process'
import type {Readable, Writable} from 'node:stream'
import {lazy} from '../../base/lazy'
import {gitFailure, missingGit} from './failures'

// Takes 4 ms to load, and a recorder among others may start nothing.
const processes = lazy(() => require('node:child_process') as typeof import('node:child_process'))

const spawn = (args: readonly string[], options: SpawnOptions) => processes().spawn('git', args, options)

export interface GitOutput {
  readonly code: number
  readonly stdout: Buffer
  readonly stderr: string
  readonly pid: number | undefined
}

export interface GitOptions {
  readonly input?: Uint8Array | string
  /** Exit codes that are answers; any other throws. Default [0]; 'any' never throws. */
  readonly ok?: readonly number[] | 'any'
  readonly env?: Readonly<Record<string, string>>
  readonly cwd?: string
  /** What it says on stdout, or on stderr, nobody wants: a pipe costs a quarter of a millisecond. */
  readonly deaf?: 'stdout' | 'stderr'
  /** In a session of its own: what kills this process's group does not reach it, where it would leave a lock behind. */
  readonly apart?: boolean
}

/** Runs the git program. Never takes optional locks, never prompts, and speaks English so that failures can be told apart. */
export interface GitProgram {
  run(args: readonly string[], options?: GitOptions): Promise<GitOutput>
  /** A git that starts now and is told later what to do; until then it does not keep this process alive. */
  ready(args: readonly string[], options?: Pick<GitOptions, 'deaf' | 'apart'>): ReadyGit
  /** A running git whose streams the caller handles. */
  start(args: readonly string[], options?: GitOptions): ChildProcess & ConversingChild
  /** A git that outlives this process; nobody hears of its end. */
  launch(args: readonly string[]): void
}

/** Both streams are there; that of errors is not, where nobody wants it. */
export interface ConversingChild {
  readonly stdin: Writable
  readonly stdout: Readable
}

export interface ReadyGit {
  run(options: Pick<GitOptions, 'input' | 'ok'>): Promise<GitOutput>
  /** Tells it that there is nothing to do, and waits for its end. */
  dismiss(): Promise<void>
}

export interface GitProgramSettings {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
}

export function gitProgram(settings: GitProgramSettings): GitProgram {
  const base = {...settings.env, GIT_OPTIONAL_LOCKS: '0', GIT_TERMINAL_PROMPT: '0', LC_ALL: 'C', LANGUAGE: 'C'}
  const place = (options: GitOptions) => ({
    cwd: options.cwd ?? settings.cwd,
    env: options.env ? {...base, ...options.env} : base,
    windowsHide: true,
    ...(options.apart && {detached: process.platform !== 'win32'}),
  })
  const pipes = (stdin: 'pipe' | 'ignore', {deaf}: GitOptions): StdioOptions => [
    stdin,
    deaf === 'stdout' ? 'ignore' : 'pipe',
    deaf === 'stderr' ? 'ignore' : 'pipe',
  ]
  return {
    start: (args, options = {}) =>
      spawn(args, {...place(options), stdio: pipes('pipe', options)}) as ChildProcess & ConversingChild,
    run: (args, options = {}) => {
      // A pipe that nobody writes to costs a socket.
      const stdin = options.input === undefined ? 'ignore' : 'pipe'
      const child = spawn(args, {...place(options), stdio: pipes(stdin, options)})
      return collect(child, heard(child), args, options)
    },
    ready: (args, options = {}) => {
      const child = spawn(args, {...place(options), stdio: pipes('pipe', options)})
      const ended = heard(child)
      // It may die before anybody asks; who asks hears of it then.
      ended.catch(() => {})
      keepAlive(child, false)
      return {
        run: said => {
          keepAlive(child, true)
          return collect(child, ended, args, said)
        },
        dismiss: async () => {
          keepAlive(child, true)
          await collect(child, ended, args, {ok: 'any'}).catch(() => {})
        },
      }
    },
    launch: args => {
      const child = spawn(args, {...place({}), stdio: 'ignore', detached: true})
      child.on('error', () => {})
      child.unref()
    },
  }
}

/** Whether this process waits for a child, and its pipes, before it may end. */
export function keepAlive(child: ChildProcess, on: boolean): void {
  for (const part of [child, child.stdin, child.stdout, child.stderr]) {
    const handle = part as {ref?: () => void; unref?: () => void} | null
    if (on) handle?.ref?.()
    else handle?.unref?.()
  }
}

/** All that a child says until it ends; rejects with NO_GIT where it could not be started. */
function heard(child: ChildProcess): Promise<GitOutput> {
  return new Promise((resolve, reject) => {
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout?.on('data', chunk => out.push(chunk))
    child.stderr?.on('data', chunk => err.push(chunk))
    // A git that dies early closes its input; its exit code says why.
    child.stdin?.on('error', () => {})
    child.on('error', error => reject(missingGit(error)))
    child.on('close', code => {
      const stderr = Buffer.concat(err).toString().trim()
      resolve({code: code ?? 128, stdout: Buffer.concat(out), stderr, pid: child.pid})
    })
  })
}

async function collect(
  child: ChildProcess,
  ended: Promise<GitOutput>,
  args: readonly string[],
  {input, ok = [0]}: GitOptions,
): Promise<GitOutput> {
  child.stdin?.end(input)
  const output = await ended
  if (ok !== 'any' && !ok.includes(output.code)) throw gitFailure(args, output.code, output.stderr)
  return output
}
