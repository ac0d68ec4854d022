import {fileURLToPath} from 'node:url'
import {at, isObject, type Json, type JsonObject} from '../../base/json'
import {quietly} from '../../base/quietly'
import {type Digest, isDigest} from '../../model/ids'
import {pathProblem} from '../../model/paths'

/** A file, folder or address that a run read, as its record says. */
export interface DataNeed {
  /** The split that it belongs to, else its role. */
  readonly role: string
  /** From the top of the repository. */
  readonly path?: string
  /** Absolute, on the machine of the run. */
  readonly file?: string
  /** Anywhere else: `hf://…`, `s3://…`. */
  readonly uri?: string
  readonly revision?: string
  /** What its bytes must have. */
  readonly digest?: Digest
  /** What the record says in place of a digest: nothing that could be checked. */
  readonly said?: string
  readonly rows?: number
  readonly bytes?: number
  /** It is a folder of so many files. */
  readonly files?: number
  /** Id of the run that made it. */
  readonly run?: string
  /** Why it is not looked for, in one clause. */
  readonly problem?: string
}

/** Inputs and splits of a record, each once. Pure. */
export function dataNeeds(record: JsonObject): DataNeed[] {
  const said = record['inputs']
  const inputs = (Array.isArray(said) ? said : [])
    .filter(isObject)
    .map(input => need(text(input, 'role') ?? 'data', input))
  const known = new Set(inputs.flatMap(({path, file, uri}) => path ?? file ?? uri ?? []))
  const splits = at(record, 'dataset', 'splits')
  const ofSplits = Object.entries(isObject(splits) ? splits : {}).flatMap(([name, split]) => {
    const found = need(name, isObject(split) ? split : {hash: split})
    const place = found.path ?? found.file ?? found.uri
    // Of several files the inputs tell each.
    const told = place === undefined ? inputs.some(({role}) => role === name) : known.has(place)
    return told ? [] : [found]
  })
  return [...ofSplits, ...inputs]
}

function need(role: string, said: JsonObject): DataNeed {
  const hash = text(said, 'digest') ?? text(said, 'hash')
  const count = (key: string) => {
    const value = said[key]
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? {[key]: value} : {}
  }
  const [revision, run, problem] = [text(said, 'revision'), text(said, 'run'), text(said, 'problem')]
  return {
    role,
    ...placeOf(text(said, 'path'), text(said, 'uri') ?? text(said, 'url')),
    ...(revision !== undefined && {revision}),
    ...(hash !== undefined && (isDigest(hash) ? {digest: hash} : {said: hash})),
    ...count('rows'),
    ...count('bytes'),
    ...count('files'),
    ...(run !== undefined && {run}),
    ...(problem !== undefined && hash === undefined && {said: problem}),
  }
}

/** A split names its file as an address, even where it lies in the repository. */
function placeOf(path: string | undefined, uri: string | undefined): Partial<DataNeed> {
  const place = path ?? uri
  if (place === undefined) return {problem: 'the record does not say where it lay'}
  if (/^file:/i.test(place)) {
    const file = quietly(() => fileURLToPath(place))
    return file === undefined ? {uri: place, problem: 'its address leads to no file'} : {file}
  }
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(place)) return {uri: place}
  if (place.startsWith('/')) return {file: place}
  if (place === '.') return {path: place, problem: 'it is the repository itself'}
  const problem = pathProblem(place)
  return problem === undefined ? {path: place} : {path: place, problem: `its path ${problem}`}
}

function text(said: JsonObject, key: string): string | undefined {
  const value: Json | undefined = said[key]
  return typeof value === 'string' && value !== '' ? value : undefined
}
