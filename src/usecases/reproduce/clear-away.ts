import {artifactsOf} from '../../artifacts/entries'
import {lazy} from '../../base/lazy'
import {folderOf} from '../../compare/reproduction/plan/command-steps'
import {HEAD_BYTES} from '../../importers/head'
import {recognise} from '../../importers/read-file'
import {listedArtifacts} from '../list-artifacts'
import type {Shown} from '../show-run'
import type {DataToRepeat} from './data-of-run'
import type {ReproducePorts} from './reproduce-run'

/** What became of the folder of a repetition. */
export interface LeftFolder {
  readonly worktree: string
  /** Files that nothing else holds, from its top; empty where it was kept for another reason. */
  readonly holds: readonly string[]
}

/**
 * Removes the folder that a repetition ran in, where the record, the store and the user's working tree have all of what it left; answers
 * it where it stays.
 */
export async function clearAway(ports: ReproducePorts, run: Shown, ran: RanIn): Promise<LeftFolder | undefined> {
  try {
    return await cleared(ports, run, ran)
  } catch {
    // The verdict has been kept by now, and is not to be lost for want of a tidy disk.
    return {worktree: ran.worktree, holds: []}
  }
}

interface RanIn {
  readonly worktree: string
  /** Data that was laid out there. */
  readonly brought: readonly DataToRepeat[]
}

async function cleared(ports: ReproducePorts, run: Shown, ran: RanIn): Promise<LeftFolder | undefined> {
  const {worktree} = ran
  const checkout = ports.checkouts.list().find(({folder}) => folder === (ports.files.realPath(worktree) ?? worktree))
  if (!checkout) return {worktree, holds: []}
  const {changed, untracked, ignored} = await ports.checkouts.state(checkout)
  const held = await heldBy(ports, run, ran)
  const holds: string[] = [...changed]
  for (const path of [...untracked, ...ignored]) if (!(await held(path))) holds.push(path)
  if (holds.length > 0) return {worktree, holds}
  await ports.checkouts.remove(checkout)
  return undefined
}

/** Where a copy of it came from. */
function sourceOf({path, at}: DataToRepeat, copy: string): string[] {
  if (path === undefined || at === undefined) return []
  if (copy === path) return [at]
  return copy.startsWith(`${path}/`) ? [`${at}${copy.slice(path.length)}`] : []
}

/** The record has what such a file says. A longer one may say more. */
const SMALL = 100 * 1024
const RESULTS = /\.(?:jsonl?|csv|tsv|ya?ml)$/i

async function heldBy(ports: ReproducePorts, run: Shown, {worktree, brought}: RanIn) {
  const {files, hashing} = ports
  const cwd = files.resolve(worktree, folderOf(run.record))
  const listed = await listedArtifacts(ports, run, artifactsOf(run.record))
  const kept = new Map(
    listed.flatMap(({path, bytes, digest}) =>
      bytes === 'ledger' || bytes === 'store' ? [[files.resolve(cwd, path), digest] as const] : [],
    ),
  )
  const own = ports.repository.facts.worktree
  return async (path: string): Promise<boolean> => {
    const file = files.resolve(worktree, path)
    const facts = files.facts(file)
    if (facts?.kind !== 'file') return facts === undefined
    // It may be gigabytes of weights: read once, and only where something is to be compared with it.
    const digestNow = lazy(async () => (await files.digest(file)).digest)
    // Something may have been written to it since.
    const digest = kept.get(file)
    if (digest !== undefined && (await digestNow()) === digest) return true
    if (facts.size <= SMALL && RESULTS.test(path)) {
      const bytes = hashing.read(file, SMALL)
      if (bytes && recognise(file, bytes.subarray(0, HEAD_BYTES))) return true
    }
    const twins = [
      ...(own === undefined ? [] : [files.resolve(own, path)]),
      ...brought.flatMap(data => sourceOf(data, path)),
    ]
    for (const twin of twins) {
      const seen = files.facts(twin)
      if (seen?.kind !== 'file' || seen.size !== facts.size) continue
      if ((await files.digest(twin)).digest === (await digestNow())) return true
    }
    const pins: string[] = brought.flatMap(data =>
      data.path === path && data.digest !== undefined ? [data.digest] : [],
    )
    return pins.length > 0 && pins.includes(await digestNow())
  }
}
