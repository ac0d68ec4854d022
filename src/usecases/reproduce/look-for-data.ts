import {fileURLToPath} from 'node:url'
import type {JsonObject} from '../../base/json'
import {hashRestInputs} from '../../capture/hash-inputs'
import {surveyInputs} from '../../capture/survey-inputs'
import type {InputChange} from '../../compare/reproduction/inputs'
import {inputsOf} from '../../compare/reproduction/plan/data-step'
import type {Oid} from '../../model/ids'
import {pathProblem} from '../../model/paths'
import type {RunPorts} from '../run/running'

/** What became of a file that the run read. */
export interface DataFound {
  readonly what: string
  /**
   * `code`: it comes with the code. `here`: as recorded, in the user's working tree. `unchecked`: there, and no digest was recorded.
   * `elsewhere`: an address, which is left to the program. `refused`: its path leads out of the repository.
   */
  readonly state: 'code' | 'here' | 'unchecked' | 'elsewhere' | 'changed' | 'missing' | 'refused'
  /** To be laid out beside the code: its path in the repository, and where it is. */
  readonly lay?: {readonly path: string; readonly source: string}
  readonly before?: string
  readonly after?: string
}

/** Looks for every input of a run before it is repeated; what is not part of the code is checked against its digest. Changes nothing. */
export async function lookForData(ports: RunPorts, record: JsonObject, commit: Oid): Promise<DataFound[]> {
  const inputs = inputsOf(record)
  const inCode = await ports.objects.find(
    inputs
      .map(({path}) => (path === undefined || pathProblem(path) ? '' : `${commit}:${path}`))
      .filter(name => name !== ''),
  )
  const found: DataFound[] = []
  let asked = 0
  for (const {path, uri, digest} of inputs) {
    if (path === undefined) found.push(await atAddress(ports, uri!, digest))
    else if (pathProblem(path)) found.push({what: path, state: 'refused'})
    else if (inCode[asked++]) found.push({what: path, state: 'code'})
    else found.push(await inTree(ports, path, digest))
  }
  return found
}

async function inTree(ports: RunPorts, path: string, digest: string | undefined): Promise<DataFound> {
  const top = ports.repository.facts.worktree
  const source = top === undefined ? undefined : ports.files.resolve(top, path)
  if (source === undefined || ports.hashing.look(source).kind === 'missing') return {what: path, state: 'missing'}
  return {...(await checked(ports, path, source, digest)), lay: {path, source}}
}

/** A file outside of the repository stays where it is; other addresses are not asked. */
async function atAddress(ports: RunPorts, uri: string, digest: string | undefined): Promise<DataFound> {
  const file = /^file:\/\/\//i.test(uri) ? pathOf(uri) : undefined
  if (file === undefined) return {what: uri, state: 'elsewhere'}
  if (digest === undefined) return {what: uri, state: 'unchecked'}
  if (ports.hashing.look(file).kind === 'missing') return {what: uri, state: 'missing'}
  return checked(ports, uri, file, digest)
}

function pathOf(uri: string): string | undefined {
  try {
    return fileURLToPath(uri)
  } catch {
    return undefined
  }
}

async function checked(ports: RunPorts, what: string, source: string, digest: string | undefined): Promise<DataFound> {
  if (digest === undefined) return {what, state: 'unchecked'}
  const declared = [{role: 'data', path: source}]
  const survey = await surveyInputs(ports, declared, {cwd: ports.files.resolve('.'), top: undefined})
  const {states} = await hashRestInputs(ports, survey, {phase: () => 'before'})
  const now = states[0]?.content?.digest
  if (now === digest) return {what, state: 'here'}
  return {what, state: 'changed', before: digest, ...(now && {after: now})}
}

/** What is other than recorded, as a verdict tells it. */
export const changedData = (found: readonly DataFound[]): InputChange[] =>
  found.flatMap(({what, state, before, after}) =>
    state === 'changed' ? [{what, ...(before && {before}), ...(after && {after})}] : [],
  )
