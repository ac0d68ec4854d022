import {at, type Json, textOf} from '../../base/json'
import {digestsOf} from '../../compare/reproduction/artifacts'
import {declaredOf} from '../../compare/reproduction/plan/declared'
import type {LedgerHead} from '../../ledger/head'
import type {DataNeed} from '../../model/data-needs'
import {pathProblem} from '../../model/paths'
import type {Files} from '../../ports/files'
import type {TemplateSandbox} from '../../ports/template-sandbox'
import {checkName} from '../../schema/naming'
import type {RunWords} from '../run/running'
import type {Shown} from '../show-run'

/** The folder of the code, where in it the command runs, and what was linked into it. */
export interface CodePlace {
  readonly top: string
  readonly cwd: string
  readonly laid: ReadonlySet<string>
}

/** What is said of a repetition before it starts, from the record of the original; paths lie in `top`, the folder of the code. */
export function wordsOfRun({record, id}: Shown, name: string, files: Files, {top, cwd, laid}: CodePlace): RunWords {
  const inside = (path: string) => !pathProblem(path) && staysIn(files, top, files.resolve(top, path))
  const said = declaredOf(record)
  const declared = said.inputs.filter(({path, uri}) =>
    path === undefined ? uri !== undefined : laid.has(path) || inside(path),
  )
  const place = ({path, uri}: DataNeed) => (path === undefined ? uri! : files.resolve(top, path))
  const configs = [at(record, 'code', 'config')].flat().flatMap(path => textOf(path as Json) ?? [])
  const made = [...digestsOf(record, role => role !== 'config' && role !== 'confusion_matrix').keys()]
  const series = textOf(at(record, 'series', 'artifact'))
  const seed = at(record, 'seed')
  return {
    name,
    task: textOf(record['task']),
    group: textOf(record['group']),
    tags: [],
    hypothesis: undefined,
    notes: [],
    parent: id,
    seed: typeof seed === 'number' && Number.isSafeInteger(seed) ? seed : undefined,
    dataset: textOf(at(record, 'dataset', 'name')),
    data: declared.filter(({split}) => split).map(each => `${each.role}=${place(each)}`),
    inputs: declared.filter(({split}) => !split).map(each => `${each.role}=${place(each)}`),
    configs: configs
      .filter(path => inside(path) && files.facts(files.resolve(top, path)) !== undefined)
      .map(path => files.resolve(top, path)),
    // The record has them all; the words of a stranger's command are not to name a file that is then kept.
    guessConfigs: false,
    // One that the code holds as a link could lead to any file, which would then be kept.
    artifacts: made
      .filter(path => path !== series && !pathProblem(path) && staysIn(files, top, files.resolve(cwd, path)))
      .map(path => files.resolve(cwd, path)),
    keep: [],
    params: said.params,
    template: undefined,
    hash: 'during',
    hook: at(record, 'env', 'unverified') !== '--no-hook: nobody listened inside',
    ingest: [],
    splits: {},
  }
}

/** Whether as much of a path as is there leads, with every link followed, to a place in `top`; a link that leads nowhere does not. */
export function staysIn(files: Files, top: string, path: string): boolean {
  const home = files.realPath(top)
  for (let here = path; here.length >= top.length; here = here.slice(0, here.lastIndexOf('/'))) {
    if (files.facts(here) === undefined) continue
    const real = files.realPath(here)
    return home !== undefined && real !== undefined && (real === home || real.startsWith(`${home}/`))
  }
  return false
}

const MAX_NAME = 180

/** `<name>_repro<n>`; the name itself where the team's rule has no room for that and names may be used again. */
export async function nameOfRepetition(
  {sandbox}: {readonly sandbox: TemplateSandbox},
  {settings}: LedgerHead,
  original: Shown,
  nth: number,
): Promise<string> {
  const name = `${original.name.slice(0, MAX_NAME)}_repro${nth}`
  const problems = await checkName(name, settings.naming, sandbox)
  return problems.length > 0 && settings.naming.unique !== true ? original.name : name
}
