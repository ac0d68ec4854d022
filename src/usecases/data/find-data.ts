import {hashRestInputs} from '../../capture/hash-inputs'
import type {InputState} from '../../capture/input-state'
import {type DataNeed, placeOf} from '../../model/data-needs'
import type {Digest} from '../../model/ids'
import {pathProblem} from '../../model/paths'
import type {Files} from '../../ports/files'
import type {GitObjects, TreeEntry} from '../../ports/git-objects'
import type {Hashing} from '../../ports/hashing'
import type {Clock, Progress} from '../../ports/world'
import {codeHas} from './in-code'

export interface DataPorts {
  readonly files: Pick<Files, 'resolve'>
  readonly objects: Pick<GitObjects, 'blobs'>
  readonly hashing: Hashing
  readonly clock: Clock
  readonly progress: Progress
}

/** Folders that a path of the record may start at, the first counts most. */
export interface DataRoot {
  readonly place: 'checkout' | 'worktree' | 'data'
  readonly folder: string
}

/** Where to look. */
export interface DataPlaces {
  readonly roots: readonly DataRoot[]
  /** Files of the code, where it is not checked out yet: what lies among them comes with it. */
  readonly code?: readonly TreeEntry[]
}

/** Where the data of a run is on this machine. */
export type FoundData = DataNeed & {
  /**
   * `same`: its bytes are those recorded; `changed`: others; `unpinned`: it is there, and the record has no digest; `code`: it comes with the
   * commit, and can be checked once that is checked out; `missing`: nowhere; `address`: somewhere else, and not looked for; `refused`: see
   * `problem`; `unread`: it cannot be read.
   */
  readonly state: 'same' | 'changed' | 'unpinned' | 'code' | 'missing' | 'address' | 'refused' | 'unread'
  readonly place?: DataRoot['place'] | 'path'
  /** Absolute. */
  readonly at?: string
  /** What its bytes have now, where they differ or nothing was recorded. */
  readonly found?: {readonly digest?: Digest; readonly bytes?: number; readonly files?: number}
}

interface Candidate {
  readonly place: DataRoot['place'] | 'path'
  readonly at: string
}

/**
 * Looks for all that a run read and hashes what it finds, with progress. The best find counts: what comes with the code, the same bytes, then those
 * that stand in the first place. Changes nothing; whoever calls closes the hashing.
 */
export async function findData(ports: DataPorts, needs: readonly DataNeed[], places: DataPlaces): Promise<FoundData[]> {
  const found: FoundData[] = []
  for (const need of needs) found.push(await findOne(ports, need, places))
  return found
}

async function findOne(ports: DataPorts, need: DataNeed, {roots, code}: DataPlaces): Promise<FoundData> {
  if (need.problem !== undefined) return {...need, state: 'refused'}
  const inCode = code && (await codeHas(ports.objects, need, code))
  if (inCode && inCode.state !== 'changed') return {...need, place: 'checkout', ...inCode}
  const looked: FoundData[] = inCode ? [{...need, place: 'checkout', ...inCode}] : []
  for (const candidate of candidates(ports, need, roots)) {
    const one = await look(ports, need, candidate)
    if (one?.state === 'same') return one
    if (one) looked.push(one)
  }
  // A file of the same name that is another one is no find.
  if (need.uri !== undefined) return {...need, state: 'address'}
  return looked[0] ?? {...need, state: 'missing'}
}

/** A data folder may hold the files under their paths, or by their names alone. */
function candidates({files}: DataPorts, need: DataNeed, roots: readonly DataRoot[]): Candidate[] {
  const {path, file, uri, digest} = need
  if (uri !== undefined && digest === undefined) return []
  const name = lastPart(placeOf(need) ?? '')
  const below = roots.flatMap(({place, folder}) => {
    const paths = [...(path === undefined ? [] : [path]), ...(place === 'data' && name !== undefined ? [name] : [])]
    return paths.map(each => ({place, at: files.resolve(folder, each)}))
  })
  const own = file === undefined ? [] : [{place: 'path' as const, at: file}]
  return [...new Map([...own, ...below].map(each => [each.at, each])).values()]
}

/** Of a path or an address; undefined where it would lead elsewhere. */
function lastPart(place: string): string | undefined {
  const name = place
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .split('/')
    .at(-1)!
  return pathProblem(name) === undefined ? name : undefined
}

/** A folder is not walked much further than the record says it goes: a record may name `/`. */
const MOST_FILES = 100_000

async function look(ports: DataPorts, need: DataNeed, {place, at}: Candidate): Promise<FoundData | undefined> {
  const {hashing} = ports
  const seen = hashing.look(at)
  if (seen.kind === 'missing') return undefined
  const where = {...need, place, at}
  if (seen.kind === 'unusable') return {...where, state: 'unread', problem: seen.problem}
  if (need.digest === undefined) return {...where, state: 'unpinned'}
  if (seen.kind === 'folder') {
    const walk = await hashing.walk(at, {files: (need.files ?? MOST_FILES) + 1})
    const other = !walk.complete || (need.files !== undefined && walk.files.length !== need.files)
    if (other) return {...where, state: 'changed', found: {files: walk.files.length}}
  }
  const since = ports.clock.now()
  const size = seen.kind === 'file' ? {size: seen.size, stamp: seen.stamp} : {}
  const pending: InputState = {role: need.role, kind: seen.kind, at, ...size}
  const {states} = await hashRestInputs(ports, {since, states: [pending]}, {phase: () => 'before'})
  const {content, problem} = states[0]!
  if (!content) return {...where, state: 'unread', problem: problem ?? 'could not be read'}
  if (content.digest === need.digest) return {...where, state: 'same'}
  const {digest, size: bytes, files} = content
  return {...where, state: 'changed', found: {digest, bytes, ...(files !== undefined && {files})}}
}
