import {execFileSync} from 'node:child_process'
import {cpSync} from 'node:fs'
import {dirname, join, resolve} from 'node:path'
import {hermetic} from './env'
import {idSaid} from './running'
import {type Workplace, workplace} from './workplace'

/** An interpreter that has the libraries; `.ci/run` makes one. */
export const PYTHON = process.env['GIT_EXP_TEST_PYTHON'] ?? 'python3'
const BIN = resolve('bin/git-exp.js')
const env = {
  ...hermetic(),
  PATH: `${dirname(PYTHON)}:${hermetic()['PATH']}`,
  HF_HUB_OFFLINE: '1',
  HF_DATASETS_OFFLINE: '1',
  OMP_NUM_THREADS: '1',
  TOKENIZERS_PARALLELISM: 'false',
}

export const hasModule = (name: string): boolean => {
  try {
    execFileSync(PYTHON, ['-c', `import importlib.util as u, sys; sys.exit(u.find_spec("${name}") is None)`])
    return true
  } catch {
    return false
  }
}

/** A repository with the scripts of `test/python/scripts` and the data they make. */
export function scriptsPlace(): Workplace {
  const place = workplace()
  cpSync('test/python/scripts', place.cwd, {recursive: true})
  place.write(
    '.gitignore',
    ['data/', 'out*/', 'hf_cache/', 'tb/', 'multirun/', 'pl_logs/', '__pycache__/', ''].join('\n'),
  )
  place.git('add', '-A')
  place.git('commit', '--quiet', '-m', 'scripts')
  execFileSync(PYTHON, ['texts.py'], {cwd: place.cwd, env})
  return place
}

export interface HeardRun {
  readonly id: string
  // biome-ignore lint/suspicious/noExplicitAny: tests look into records of any shape
  readonly record: any
  /** What the script itself said that it did, each time. */
  // biome-ignore lint/suspicious/noExplicitAny: as each script has it
  readonly truths: readonly any[]
  readonly stderr: string
}

/** A script under `git exp run`. Throws where it fails. */
export function hearScript(place: Workplace, words: readonly string[], flags: readonly string[] = []): HeardRun {
  const answer = place.exp(['run', ...flags, '--', PYTHON, ...words], {env})
  if (answer.status !== 0) throw new Error(`${words.join(' ')}: ${answer.stderr}${answer.stdout}`)
  const id = idSaid(answer)
  const truths = answer.stdout
    .split('\n')
    .flatMap(line => (line.startsWith('TRUTH ') ? [JSON.parse(line.slice(6))] : []))
  return {id, record: place.json(['show', id]), truths, stderr: answer.stderr}
}

/** `metric → [step, value]…` of a run's series.csv. */
export function curvesOf(place: Workplace, id: string): Record<string, [number, number][]> {
  const path = place
    .git('ls-tree', '-r', '--name-only', 'exp-ledger')
    .split('\n')
    .find(line => line.includes(id) && line.endsWith('/series.csv'))
  if (!path) return {}
  const curves: Record<string, [number, number][]> = {}
  for (const line of place.git('show', `exp-ledger:${path}`).trim().split('\n').slice(1)) {
    const [metric, step, value] = line.split(',')
    curves[metric!] = [...(curves[metric!] ?? []), [Number(step), Number(value)]]
  }
  return curves
}

export const pathsOf = (record: HeardRun['record']): string[] =>
  (record.inputs ?? []).map(({role, path, uri}: Record<string, string>) => `${role} ${path ?? uri}`).sort()

export {BIN, env, join}
