import {fileURLToPath} from 'node:url'
import {at, isObject, type JsonObject, textOf} from '../base/json'
import {quietly} from '../base/quietly'
import {type Digest, isDigest} from './ids'
import {pathProblem} from './paths'
import {splitOfFileName} from './split-words'

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
  /** The address that it came from, beside its path. */
  readonly from?: string
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
  /** It was said by flag or by the team, not heard. */
  readonly declared?: true
  /** Why it is not looked for, in one clause. */
  readonly problem?: string
}

/** The address it may be had from. */
export const addressOf = ({uri, from}: DataNeed): string | undefined => uri ?? from

/** Where it lay, as a person finds it; undefined: the record does not say. */
export const placeOf = ({path, file, uri}: DataNeed): string | undefined => path ?? file ?? uri

/** The name of a path or an address; undefined where it would lead elsewhere. */
export function lastPartOf(place: string): string | undefined {
  const name = place
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .split('/')
    .at(-1)!
  return pathProblem(name) === undefined ? name : undefined
}

/** All that a run read, as its record says, which anybody may have written: splits that no input tells of, then inputs. Pure. */
export const dataNeeds = (record: JsonObject): DataNeed[] => [...untoldSplits(record), ...inputNeeds(record)]

/** Files, folders and addresses that the run read; those of a split have its name for a role. */
export function inputNeeds(record: JsonObject): DataNeed[] {
  const said = record['inputs']
  const inputs = (Array.isArray(said) ? said : []).filter(isObject)
  const splits = at(record, 'dataset', 'splits')
  return inputs.map(input => need(roleOf(input, isObject(splits) ? splits : {}), input))
}

/** Data that was found by listening is of the split that it is called after, if the record has that. */
function roleOf(input: JsonObject, splits: JsonObject): string {
  const role = text(input, 'role') ?? 'data'
  const split = role === 'data' ? splitOfFileName(text(input, 'path') ?? text(input, 'uri') ?? '') : undefined
  return split !== undefined && Object.hasOwn(splits, split) ? split : role
}

/** Splits that no input stands for. */
export function untoldSplits(record: JsonObject): DataNeed[] {
  const inputs = inputNeeds(record)
  const known = new Set(inputs.flatMap(each => placeOf(each) ?? []))
  const splits = at(record, 'dataset', 'splits')
  return Object.entries(isObject(splits) ? splits : {}).flatMap(([name, split]) => {
    const found = need(name, isObject(split) ? split : {hash: split})
    const place = placeOf(found)
    // Of several files the inputs tell each.
    const told = place === undefined ? inputs.some(({role}) => role === name) : known.has(place)
    return told ? [] : [found]
  })
}

function need(role: string, said: JsonObject): DataNeed {
  const hash = text(said, 'digest') ?? text(said, 'hash')
  const count = (key: string) => {
    const value = said[key]
    return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? {[key]: value} : {}
  }
  const [revision, run, problem] = [text(said, 'revision'), text(said, 'run'), text(said, 'problem')]
  const [path, uri] = [text(said, 'path'), text(said, 'uri') ?? text(said, 'url')]
  return {
    role,
    ...readPlace(path, uri),
    ...(path !== undefined && path !== uri && uri !== undefined && isAddress(uri) && {from: uri}),
    ...(revision !== undefined && {revision}),
    ...(hash !== undefined && (isDigest(hash) ? {digest: hash} : {said: hash})),
    ...count('rows'),
    ...count('bytes'),
    ...count('files'),
    ...(run !== undefined && {run}),
    ...(problem !== undefined && hash === undefined && {said: problem}),
    ...(said['how'] === 'declared' && {declared: true as const}),
  }
}

const isAddress = (text: string) => /^(?!file:)[a-z][a-z0-9+.-]+:\/\//i.test(text)

/** A split names its file as an address, even where it lies in the repository. */
function readPlace(path: string | undefined, uri: string | undefined): Partial<DataNeed> {
  const place = path ?? uri
  if (place === undefined) return {problem: 'the record does not say where it lay'}
  if (/^file:/i.test(place)) {
    const file = quietly(() => fileURLToPath(place))
    return file === undefined || file.includes('\0') ? {uri: place, problem: 'its address leads to no file'} : {file}
  }
  if (isAddress(place)) return {uri: place}
  if (place.startsWith('/') && !place.includes('\0')) return {file: place}
  if (place === '.') return {path: place, problem: 'it is the repository itself'}
  const problem = pathProblem(place)
  return problem === undefined ? {path: place} : {path: place, problem: `its path ${problem}`}
}

const text = (said: JsonObject, key: string) => textOf(said[key])
