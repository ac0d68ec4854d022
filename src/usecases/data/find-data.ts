import {hashRestInputs} from '../../capture/hash-inputs'
import type {InputState} from '../../capture/input-state'
import {addressOf, type DataNeed, lastPartOf, placeOf} from '../../model/data-needs'
import type {Digest} from '../../model/ids'
import type {ArtifactStore} from '../../ports/artifact-store'
import type {Files} from '../../ports/files'
import type {GitObjects, TreeEntry} from '../../ports/git-objects'
import type {GitRepository} from '../../ports/git-repository'
import type {Hashing} from '../../ports/hashing'
import type {Machine} from '../../ports/machine'
import type {Clock, Progress} from '../../ports/world'
import {hubPlaces} from './hub-cache'
import {codeHas} from './in-code'
import {type MadePorts, madeBy} from './made-by'

export type DataPorts = MadePorts & {
  readonly files: Files
  readonly objects: GitObjects
  readonly store: ArtifactStore
  readonly hashing: Hashing
  readonly clock: Clock
  readonly progress: Progress
  readonly machine: Pick<Machine, 'env'>
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

/** The user's own worktree, then folders as they were typed. */
export function dataRoots(
  {files, repository}: Pick<DataPorts, 'files'> & {readonly repository: Pick<GitRepository, 'facts'>},
  folders: readonly string[],
): DataRoot[] {
  const {worktree} = repository.facts
  return [
    ...(worktree === undefined ? [] : [{place: 'worktree' as const, folder: worktree}]),
    ...folders.map(each => ({place: 'data' as const, folder: files.resolve(each)})),
  ]
}

/** `path`: where it lay; `store`, `ledger`: among the artifacts of runs; `hub`: in the cache of the Hugging Face hub. */
export type DataPlace = DataRoot['place'] | 'path' | 'store' | 'ledger' | 'hub'

/** Where the data of a run is on this machine. */
export type FoundData = DataNeed & {
  /**
   * `same`: its bytes are those recorded; `changed`: others; `unpinned`: it is there, and the record has no digest; `code`: it comes with the
   * commit, and can be checked once that is checked out; `missing`: nowhere; `address`: somewhere else, and not looked for; `refused`: see
   * `problem`; `unread`: it cannot be read.
   */
  readonly state: 'same' | 'changed' | 'unpinned' | 'code' | 'missing' | 'address' | 'refused' | 'unread'
  readonly place?: DataPlace
  /** Absolute; of the ledger, as git names it. */
  readonly at?: string
  /** What its bytes have now, where they differ or nothing was recorded. */
  readonly found?: {readonly digest?: Digest; readonly bytes?: number; readonly files?: number}
}

type HashPorts = Pick<DataPorts, 'hashing' | 'clock' | 'progress'>

interface Candidate {
  readonly place: DataPlace
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
  const made = await madeBy(ports, need)
  if (made) return {...need, state: 'same', place: 'ledger', at: made.name}
  // A file of the same name that is another one is no find; what the hub's cache has at this version is.
  if (need.uri !== undefined) return looked.find(({place}) => place === 'hub') ?? {...need, state: 'address'}
  return looked[0] ?? {...need, state: 'missing'}
}

/** Where a file that has an address and no path here is laid, below the side folder of a checkout. */
export function sidePath(need: DataNeed): string | undefined {
  const address = addressOf(need)
  if (need.path !== undefined || need.digest === undefined || address === undefined) return undefined
  return `data/${need.digest.slice('sha256:'.length, 19)}/${lastPartOf(address) ?? 'data'}`
}

/** A data folder may hold the files under their paths, or by their names alone. */
function candidates(ports: DataPorts, need: DataNeed, roots: readonly DataRoot[]): Candidate[] {
  const {path, file, digest, files} = need
  const name = lastPartOf(placeOf(need) ?? '')
  const side = sidePath(need)
  const below = roots.flatMap(({place, folder}) => {
    const paths = [
      ...(path === undefined ? [] : [path]),
      ...(place === 'data' && name !== undefined && (digest !== undefined || need.uri === undefined) ? [name] : []),
      ...(place === 'checkout' && side !== undefined ? [`.exp/${side}`] : []),
    ]
    return paths.map(each => ({place, at: ports.files.resolve(folder, each)}))
  })
  const stored = digest === undefined || files !== undefined ? undefined : ports.store.locate(digest)
  const all: Candidate[] = [
    ...(file === undefined ? [] : [{place: 'path' as const, at: file}]),
    ...below,
    ...(stored === undefined ? [] : [{place: 'store' as const, at: stored}]),
    ...hubPlaces(ports, need).map(at => ({place: 'hub' as const, at})),
  ]
  return [...new Map(all.map(each => [each.at, each])).values()]
}

/** A folder is not walked much further than the record says it goes: a record may name `/`. */
const MOST_FILES = 100_000

/** undefined: nothing is there. */
export async function look(ports: HashPorts, need: DataNeed, {place, at}: Candidate): Promise<FoundData | undefined> {
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
