import {type ChildProcess, type ChildProcessWithoutNullStreams, spawn} from 'node:child_process'
import {gitFailure, missingGit} from './failures'

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
}

/** Runs the git program. Never takes optional locks, never prompts, and speaks English so that failures can be told apart. */
export interface GitProgram {
  run(args: readonly string[], options?: GitOptions): Promise<GitOutput>
  /** A running git whose streams the caller handles. */
  start(args: readonly string[], options?: GitOptions): ChildProcessWithoutNullStreams
  /** A git that outlives this process; nobody hears of its end. */
  launch(args: readonly string[]): void
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
  })
  return {
    start: (args, options = {}) => spawn('git', args, {...place(options), stdio: 'pipe'}),
    run: (args, options = {}) => {
      // A pipe that nobody writes to costs a socket.
      const stdin = options.input === undefined ? 'ignore' : 'pipe'
      return collect(spawn('git', args, {...place(options), stdio: [stdin, 'pipe', 'pipe']}), args, options)
    },
    launch: args => {
      const child = spawn('git', args, {...place({}), stdio: 'ignore', detached: true})
      child.on('error', () => {})
      child.unref()
    },
  }
}

function collect(child: ChildProcess, args: readonly string[], options: GitOptions): Promise<GitOutput> {
  return new Promise((resolve, reject) => {
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout?.on('data', chunk => out.push(chunk))
    child.stderr?.on('data', chunk => err.push(chunk))
    // A git that dies early closes its input; its exit code says why.
    child.stdin?.on('error', () => {})
    child.on('error', error => reject(missingGit(error)))
    child.on('close', code => {
      const output = {
        code: code ?? 128,
        stdout: Buffer.concat(out),
        stderr: Buffer.concat(err).toString().trim(),
        pid: child.pid,
      }
      const ok = options.ok ?? [0]
      if (ok === 'any' || ok.includes(output.code)) resolve(output)
      else reject(gitFailure(args, output.code, output.stderr))
    })
    child.stdin?.end(options.input)
  })
}
