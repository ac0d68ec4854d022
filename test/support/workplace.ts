import {spawnSync} from 'node:child_process'
import {cpSync, existsSync, readdirSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import type {JsonObject} from '../../src/base/json'
import {hermetic} from './env'
import {git, gitSucceeds, gitWith, tempFolder, writeText} from './git'

const BIN = resolve('bin/git-exp.js')
const env = hermetic()

export interface Answer {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Spawning {
  readonly env?: NodeJS.ProcessEnv
  readonly input?: string | Uint8Array
  readonly cwd?: string
}

/** What `--json` says of an error. */
export interface Refusal {
  readonly code: string
  readonly kind: string
  readonly exit: number
  readonly message: string
  readonly hints: readonly string[]
  readonly data: JsonObject
}

/** A repository of a user's, and the built program run in it. */
export class Workplace {
  constructor(readonly cwd: string) {}

  exp(args: readonly string[], {env: more, input = '', cwd = this.cwd}: Spawning = {}): Answer {
    const options = {cwd, env: {...env, ...more}, input, encoding: 'utf8', maxBuffer: 1 << 27, timeout: 60_000} as const
    const {status, stdout, stderr} = spawnSync(process.execPath, [BIN, ...args], options)
    return {status, stdout, stderr}
  }

  /** The answer of a command that succeeds; throws with what it said otherwise. */
  ok(...args: readonly string[]): string {
    const {status, stdout, stderr} = this.exp(args)
    if (status !== 0) throw new Error(`git exp ${args.join(' ')} answered ${status}: ${stderr}${stdout}`)
    return stdout
  }

  /** The data of `--json`, whatever the exit code. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any shape
  json(args: readonly string[], spawning?: Spawning): any {
    const {stdout, stderr} = this.exp(asJson(args), spawning)
    if (stdout === '') throw new Error(`git exp ${args.join(' ')} answered nothing: ${stderr}`)
    return JSON.parse(stdout)
  }

  /** The error of a command that must fail and change nothing; the exit code said is the one answered. */
  refused(args: readonly string[], spawning?: Spawning): Refusal {
    const before = this.state()
    const {status, stdout, stderr} = this.exp(asJson(args), spawning)
    const {error} = JSON.parse(stdout) as {error?: Refusal}
    if (!error) throw new Error(`git exp ${args.join(' ')} was not refused: ${stdout}`)
    expect([error.exit, stderr.startsWith('error: ')]).toEqual([status, true])
    expect(this.state()).toEqual(before)
    return error
  }

  /** What a refused command must leave as it was: ledger and chain, pins, and a spool with nothing in it. */
  state(): object {
    const refs = gitSucceeds(this.cwd, 'rev-parse', '--git-dir')
      ? git(this.cwd, 'for-each-ref', '--format=%(refname) %(objectname)', 'refs/heads', 'refs/exp')
      : ''
    return {refs, spool: this.spool(), objects: existsSync(this.inGit('exp/objects'))}
  }

  spool(folder = 'spool'): string[] {
    const path = this.inGit(`exp/${folder}`)
    return existsSync(path) ? readdirSync(path).sort() : []
  }

  inGit(path: string): string {
    return join(this.cwd, '.git', path)
  }

  write(path: string, content: string | object): string {
    writeText(this.cwd, path, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
    return path
  }

  git(...args: readonly string[]): string {
    return git(this.cwd, ...args)
  }

  /** What lies at a path of the ledger. */
  ledgerFile(path: string): string {
    return this.git('show', `exp-ledger:${path}`)
  }

  /** Commits one file to the ledger as a person with plain git would. */
  putOnLedger(path: string, text: string): void {
    const index = {GIT_INDEX_FILE: this.inGit('index-of-test')}
    const at = (input: string, ...args: string[]) => gitWith({cwd: this.cwd, env: index, input}, ...args)
    at('', 'read-tree', 'exp-ledger')
    const oid = at(text, 'hash-object', '-w', '--stdin')
    at('', 'update-index', '--add', '--cacheinfo', `100644,${oid},${path}`)
    const commit = at('', 'commit-tree', at('', 'write-tree'), '-p', 'exp-ledger', '-m', `edit ${path}`)
    at('', 'update-ref', 'refs/heads/exp-ledger', commit)
  }

  /** `ledger.yaml` with these lines in place of those with the same keys. */
  setLedger(lines: string): void {
    const keys = lines.split('\n').flatMap(line => /^\w+(?=:)/.exec(line) ?? [])
    const old = this.ledgerFile('ledger.yaml').split(/\n(?=\S)/)
    const kept = old.filter(part => !keys.some(key => part.startsWith(`${key}:`)))
    this.putOnLedger('ledger.yaml', `${[...kept, lines].join('\n').replace(/\n*$/, '')}\n`)
  }
}

/** What stands behind `--` is no flag. */
function asJson(args: readonly string[]): string[] {
  const end = args.indexOf('--')
  return end < 0 ? [...args, '--json'] : [...args.slice(0, end), '--json', ...args.slice(end)]
}

const made = new Map<string, string>()

/** A copy of a repository with one commit, made once a test file; with a ledger unless told otherwise. */
export function workplace({ledger = true}: {ledger?: boolean} = {}): Workplace {
  const key = String(ledger)
  const original = made.get(key) ?? make(ledger)
  made.set(key, original)
  const cwd = tempFolder('project')
  cpSync(original, cwd, {recursive: true, preserveTimestamps: true})
  return new Workplace(cwd)
}

function make(ledger: boolean): string {
  const place = new Workplace(tempFolder('original'))
  place.git('init', '--quiet')
  place.write('train.py', 'print("train")\n')
  place.git('add', '-A')
  place.git('commit', '--quiet', '-m', 'first')
  if (ledger) place.ok('init')
  return place.cwd
}

/** A record in the plain template; `more` is laid over it. */
export function plainRecord(name: string, more: JsonObject = {}): JsonObject {
  return {
    run_name: name,
    task: 'text_classification',
    dataset: {name: 'tweets_v1', splits: {train: 'hashA', dev: 'hashB', test: 'hashC'}},
    params: {model: 'distilbert-base-uncased', lr: 0.0001, batch_size: 32, seed: 42},
    metrics: {dev: {macro_f1: 0.84}, latency_ms_p95: 110},
    ...more,
  }
}

/** Bytes that are not text and not all alike. */
export function noise(path: string, size: number): void {
  const bytes = Buffer.alloc(size)
  for (let i = 0; i < size; i++) bytes[i] = (i * 31 + (i >> 8)) % 251
  writeFileSync(path, bytes)
}
