import {mediaTypeOf} from '../../artifacts/media-type'
import {writePointer} from '../../artifacts/pointer'
import {isTrainingState, roleOf} from '../../artifacts/role'
import {sha256} from '../../base/digest'
import {ExpError} from '../../base/errors'
import {plural} from '../../base/text'
import {formatBytes} from '../../base/units'
import type {Digest} from '../../model/ids'
import {ARTIFACTS_FOLDER, pathProblem} from '../../model/paths'
import type {ArtifactEntry} from '../../model/record'
import type {Caps} from '../../model/settings'
import type {AfterEnd} from '../../ports/live-runs'
import type {LookPorts} from './running'

/** Files that a run left, as its artifact event tells of them. */
export interface Collected {
  readonly entries: readonly ArtifactEntry[]
  /** What goes into the ledger tree, below the run's folder. */
  readonly puts: readonly {readonly path: string; readonly bytes: Uint8Array}[]
  readonly warnings: readonly string[]
}

interface Candidate {
  readonly file: string
  readonly path: string
  /** Its bytes are wanted whatever its size. */
  readonly kept: boolean
}

/** Which files are a run's. */
export interface Whose {
  /** Start of the run, in ms since 1970: what is older is another's. */
  readonly since: number
  /** `contested`: another run in the same folder has written it, too. `unknown`: it may have. */
  readonly whose?: (file: string) => 'own' | 'contested' | 'unknown'
}

/** A file system may keep times to 2 s only. */
const COARSE_MS = 2000
/** A run's small artifacts together stay below this many times the cap of one. */
const SMALL_TOTAL = 10

/**
 * Looks for what the run wrote (files older than its start are another's and are told, not taken), and hashes it. Bytes of small
 * files go to the ledger, of large ones to the store where they were asked for; all others are recorded by digest alone.
 */
export async function collectArtifacts(
  ports: Pick<LookPorts, 'files' | 'store' | 'progress'>,
  after: AfterEnd,
  whose: Whose,
  caps: Caps,
): Promise<Collected> {
  const {found, warnings} = await candidates(ports, after, whose)
  const entries: ArtifactEntry[] = []
  const puts: {path: string; bytes: Uint8Array}[] = []
  let room = caps.small_artifact * SMALL_TOTAL
  for (const [i, item] of found.entries()) {
    ports.progress.step('artifacts', i, found.length)
    const kept = await keepOne(ports, item, caps, room).catch(error => {
      if (!(error instanceof ExpError)) throw error
      warnings.push(`${item.path} is not recorded: ${error.message}`)
      return undefined
    })
    if (!kept) continue
    entries.push(kept.entry)
    if (kept.bytes) puts.push({path: `${ARTIFACTS_FOLDER}/${item.path}`, bytes: kept.bytes})
    if (kept.bytes && kept.small) room -= kept.bytes.length
  }
  ports.progress.end()
  return {entries, puts, warnings}
}

async function candidates(
  {files}: Pick<LookPorts, 'files'>,
  {artifacts, keep, cwd, top}: AfterEnd,
  {since, whose = () => 'own'}: Whose,
): Promise<{found: Candidate[]; warnings: string[]}> {
  const found = new Map<string, Candidate>()
  const warnings: string[] = []
  for (const [pattern, kept] of [
    ...keep.map(glob => [glob, true] as const),
    ...artifacts.map(glob => [glob, false] as const),
  ]) {
    const matches = await files.glob(files.resolve(cwd, pattern))
    const changed = matches.filter(file => (files.facts(file)?.modified ?? 0) >= since - COARSE_MS)
    const named = files.resolve(cwd, pattern)
    const fresh = changed.filter(file => {
      const answer = whose(file)
      return answer === 'own' || (answer === 'unknown' && file === named)
    })
    if (fresh.length < changed.length)
      warnings.push(strangers(changed.length - fresh.length, below(pattern, cwd) ?? pattern))
    const wanted = fresh.filter(file => kept || !isTrainingState(file) || named === file)
    if (changed.length === 0) {
      const why = matches.length === 0 ? 'there is no such file' : 'this run did not write it'
      warnings.push(`no artifact for "${below(pattern, cwd) ?? pattern}": ${why}`)
    } else if (wanted.length < fresh.length) {
      warnings.push(
        `${plural(fresh.length - wanted.length, 'file')} of training state below "${below(pattern, cwd) ?? pattern}" left out; --keep takes them`,
      )
    }
    for (const file of wanted) {
      const path = below(file, cwd) ?? below(file, top) ?? file.slice(file.lastIndexOf('/') + 1)
      const problem = pathProblem(path)
      if (problem) warnings.push(`${path} is not recorded: its path ${problem}`)
      else if (!found.has(path.toLowerCase())) found.set(path.toLowerCase(), {file, path, kept})
      else if (found.get(path.toLowerCase())!.file !== file)
        warnings.push(`${file} is not recorded: another artifact is called ${path}`)
    }
  }
  return {found: [...found.values()], warnings}
}

const below = (file: string, folder: string) =>
  file.startsWith(`${folder.replace(/\/$/, '')}/`) ? file.slice(folder.replace(/\/$/, '').length + 1) : undefined

const strangers = (count: number, pattern: string) =>
  `${plural(count, 'file')} of "${pattern}" left out: another run went on in this folder, and this one was not heard writing ${count === 1 ? 'it' : 'them'}; git exp artifact add takes what is yours`

interface KeptFile {
  readonly entry: ArtifactEntry
  readonly bytes?: Uint8Array
  readonly small: boolean
}

async function keepOne(
  {files, store}: Pick<LookPorts, 'files' | 'store'>,
  {file, path, kept}: Candidate,
  caps: Caps,
  room: number,
): Promise<KeptFile> {
  const facts = files.facts(files.realPath(file) ?? file)
  if (facts?.kind !== 'file') throw new ExpError('BAD_ARTIFACT', 'it is no regular file')
  if (facts.size > caps.artifact) {
    throw new ExpError(
      'TOO_BIG',
      `it has ${formatBytes(facts.size)}, over the ledger's cap of ${formatBytes(caps.artifact)}`,
    )
  }
  const [role, media_type] = [roleOf(path), mediaTypeOf(path)]
  const entry = (digest: string, size: number): ArtifactEntry => ({
    path,
    ...(role && {role}),
    digest: digest as Digest,
    size,
    ...(media_type && {media_type}),
  })
  if (facts.size <= caps.small_artifact && facts.size <= room) {
    const bytes = await files.read(file, caps.small_artifact)
    return {entry: entry(`sha256:${sha256(bytes)}`, bytes.length), bytes, small: true}
  }
  if (!kept) {
    const {digest, size} = await files.digest(file)
    return {entry: entry(digest, size), small: false}
  }
  const stored = await store.put(file)
  return {entry: entry(stored.digest, stored.size), bytes: writePointer(stored, store.pointer), small: false}
}
