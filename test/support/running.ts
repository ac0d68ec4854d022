import {type ChildProcess, spawn} from 'node:child_process'
import {existsSync, readFileSync} from 'node:fs'
import {resolve} from 'node:path'
import {hermetic} from './env'
import type {Answer, Refusal, Spawning, Workplace} from './workplace'

const BIN = resolve('bin/git-exp.js')
const base = hermetic()

/** A run and how it ended. */
export interface Ran extends Answer {
  readonly id: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into records of any shape
  readonly record: any
}

/** The id that a command said at its start; '' where none was recorded. */
export const idSaid = ({stderr}: Pick<Answer, 'stderr'>): string => /^git exp: run (\w{12}) /m.exec(stderr)?.[1] ?? ''

/** `git exp run` with these words, and the record that it left. Throws where nothing was recorded. */
export function ran(place: Workplace, words: readonly string[], spawning?: Spawning): Ran {
  const answer = place.exp(['run', ...words], spawning)
  const id = idSaid(answer)
  if (id === '') throw new Error(`git exp run ${words.join(' ')} recorded nothing: ${answer.stderr}`)
  return {...answer, id, record: place.json(['show', id])}
}

/** What the tool itself warned of, without the command's own stderr. */
export const warningsOf = ({stderr}: Pick<Answer, 'stderr'>): string[] =>
  stderr.split('\n').flatMap(line => /^warning: (.*)$/.exec(line)?.[1] ?? [])

/** The program, started and going on. */
export interface Going {
  readonly child: ChildProcess
  readonly ended: Promise<Answer>
}

/** Starts the program and answers at once. */
export function begin(place: Workplace, args: readonly string[], {env, cwd = place.cwd}: Spawning = {}): Going {
  const child = spawn(process.execPath, [BIN, ...args], {
    cwd,
    env: {...base, ...env},
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let [stdout, stderr] = ['', '']
  child.stdout.on('data', chunk => {
    stdout += chunk
  })
  child.stderr.on('data', chunk => {
    stderr += chunk
  })
  const ended = new Promise<Answer>(done => child.on('close', status => done({status, stdout, stderr})))
  return {child, ended}
}

/** Waits until a file is there and not empty; throws after 20 s. */
export async function appears(file: string): Promise<string> {
  for (let waited = 0; waited < 20_000; waited += 20) {
    if (existsSync(file) && readFileSync(file, 'utf8') !== '') return readFileSync(file, 'utf8')
    await new Promise(done => setTimeout(done, 20))
  }
  throw new Error(`${file} did not come`)
}

/** Commits of the ledger. */
export const commitsOf = (place: Workplace): number => Number(place.git('rev-list', '--count', 'exp-ledger'))

/** The error of a `git exp run` that must fail, record nothing and start nothing; flags of ours stand before `--`. */
export function refusedRun(place: Workplace, words: readonly string[], spawning?: Spawning): Refusal {
  const before = place.state()
  const {status, stdout, stderr} = place.exp(['run', '--json', ...words], spawning)
  const {error} = JSON.parse(stdout || '{}') as {error?: Refusal}
  if (!error) throw new Error(`git exp run ${words.join(' ')} was not refused: ${stdout}${stderr}`)
  expect([error.exit, stderr.startsWith('error: ')]).toEqual([status, true])
  expect(place.state()).toEqual(before)
  return error
}
