import type {Oid} from '../../model/ids'
import {RUNS_FOLDER} from '../../model/paths'
import type {RunTexts} from '../../model/run-texts'
import type {Cache} from '../../ports/cache'
import type {GitObjects} from '../../ports/git-objects'
import type {Progress} from '../../ports/world'
import {changedFolders, changedSources} from '../index/changed'
import {groupByRun, type Readers, type RunSource, readSources} from '../index/read-runs'
import {textsOf} from './texts-of'

export interface TextsDeps extends Readers {
  readonly objects: GitObjects
  readonly cache: Cache
  readonly progress: Progress
}

/** Changes when what is kept, or how, changes. */
const VERSION = 1
const FILE = 'texts.json'
/** Fewer runs than this are read too fast for anybody to want to watch. */
const WATCHED_RUNS = 2_000

interface Kept {
  readonly version: number
  readonly tip: Oid
  readonly runs: readonly RunTexts[]
}

/**
 * What people wrote about the runs at `tip`. Kept in one file of the cache beside the index, which none but a search reads: it is
 * brought up to date by the difference of the two tips, or made anew where there is none. In memory it takes some 500 bytes a run.
 */
export async function openTexts(deps: TextsDeps, tip: Oid): Promise<readonly RunTexts[]> {
  const kept = readKept(deps.cache)
  if (kept?.tip === tip) return kept.runs
  const runs = (kept && (await broughtUpToDate(deps, kept, tip))) ?? (await readAll(deps, tip))
  deps.cache.write(FILE, Buffer.from(JSON.stringify({version: VERSION, tip, runs} satisfies Kept)))
  return runs
}

/** undefined where there is none, of another version, or damaged. */
function readKept(cache: Cache): Kept | undefined {
  const bytes = cache.read(FILE)
  if (!bytes) return undefined
  try {
    const kept = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()) as Kept
    return kept.version === VERSION && Array.isArray(kept.runs) ? kept : undefined
  } catch {
    return undefined
  }
}

async function broughtUpToDate(deps: TextsDeps, kept: Kept, tip: Oid): Promise<RunTexts[] | undefined> {
  const changed = await changedFolders(deps.objects, kept.tip, tip)
  if (!changed) return undefined
  const known = new Map(kept.runs.map(run => [run.path, run]))
  const sources = await changedSources(deps.objects, tip, changed, known)
  const fresh = await read(deps, sources)
  return [...kept.runs.filter(({path}) => !changed.has(path)), ...fresh]
}

async function readAll(deps: TextsDeps, tip: Oid): Promise<RunTexts[]> {
  return read(deps, [...groupByRun(await deps.objects.files(tip, RUNS_FOLDER)).values()])
}

/** A run that cannot be read has its name alone. */
async function read(deps: TextsDeps, sources: readonly RunSource[]): Promise<RunTexts[]> {
  const runs: RunTexts[] = []
  for await (const {source, record, events} of readSources(deps.objects, deps, sources)) {
    runs.push(textsOf(record ?? {}, events, source.folder))
    if (sources.length >= WATCHED_RUNS && runs.length % 1_024 === 0)
      deps.progress.step('reading texts', runs.length, sources.length)
  }
  if (sources.length >= WATCHED_RUNS) deps.progress.end()
  return runs
}
