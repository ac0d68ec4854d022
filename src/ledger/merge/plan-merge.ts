import type {Oid} from '../../model/ids'
import {EVENTS_FOLDER, LEDGER_FILE, parseRunPath, RECORD_FILE} from '../../model/paths'
import type {TreeChange} from '../../ports/git-objects'
import type {BlobPut, FilePut} from '../../ports/git-writer'
import {laterRecord} from './later-record'
import {mergeBlocks} from './merge-blocks'

export type Side = 'ours' | 'theirs'

/** What differs from where two histories parted; undefined: it is not there. */
export interface Contested {
  readonly path: string
  readonly base: Oid | undefined
  readonly ours: Oid | undefined
  readonly theirs: Oid | undefined
}

/** A file that both sides changed, each in its way. */
export interface Conflict {
  readonly path: string
  /** In a clause: `both changed primary_metric`. */
  readonly what: string
}

/** How one ledger becomes the union of two. Plain data. */
export interface MergePlan {
  /** What our tree lacks. */
  readonly puts: readonly (BlobPut | FilePut)[]
  readonly removes: readonly string[]
  readonly conflicts: readonly Conflict[]
  /** Their tree has everything of ours, byte for byte. */
  readonly adopts: boolean
  /** Runs that are new on this side and on that. */
  readonly runs: Readonly<Record<Side, number>>
}

export interface MergeSides {
  /** Changes of each side since they parted. */
  readonly ours: readonly TreeChange[]
  readonly theirs: readonly TreeChange[]
}

/** The files that both sides changed, to different ends; the plan needs their texts. */
export function contested({ours, theirs}: MergeSides): Contested[] {
  const mine = new Map(ours.map(change => [change.path, change]))
  return theirs.flatMap(({path, before, after}) => {
    const own = mine.get(path)
    return own && own.after !== after ? [{path, base: before, ours: own.after, theirs: after}] : []
  })
}

export interface MergeChoice {
  /** Text of a blob. */
  readonly text: (oid: Oid) => string
  /** Whose version stands where both changed a file and no rule decides. */
  readonly take?: Side
}

/**
 * The union of two ledgers that have parted: runs and events of both. What its recorder wrote of one run comes from one side; settings are
 * merged key by key; another file that both changed is a conflict. Who asks does not matter: swapping the sides gives the same files.
 */
export function planMerge(sides: MergeSides, {text, take}: MergeChoice): MergePlan {
  const disputed = contested(sides)
  const settled = new Map(disputed.map(each => [each.path, settle(each, {text, ...(take && {take})})]))
  const winners = recordWinners(disputed, settled)
  const mine = new Map(sides.ours.map(change => [change.path, change]))
  const [puts, removes, conflicts]: [(BlobPut | FilePut)[], string[], Conflict[]] = [[], [], []]
  for (const {path, after} of sides.theirs) {
    const own = mine.get(path)
    if (own && own.after === after) continue
    const outcome = own ? (winners.get(folderOf(path)) ?? settled.get(path)!) : 'theirs'
    if (typeof outcome === 'string') {
      if (outcome === 'theirs') after === undefined ? removes.push(path) : puts.push({path, oid: after})
    } else if ('bytes' in outcome) puts.push({path, bytes: outcome.bytes})
    else conflicts.push(outcome)
  }
  const there = new Map(sides.theirs.map(change => [change.path, change]))
  const adopts = sides.ours.every(({path, after}) => there.has(path) && there.get(path)!.after === after)
  return {puts, removes, conflicts, adopts, runs: {ours: newRuns(sides.ours), theirs: newRuns(sides.theirs)}}
}

const newRuns = (changes: readonly TreeChange[]) =>
  changes.filter(({path, before}) => before === undefined && parseRunPath(path)?.rest === RECORD_FILE).length

type Outcome = Side | {readonly bytes: Uint8Array} | Conflict

function settle({path, base, ours, theirs}: Contested, {text, take}: MergeChoice): Outcome {
  const conflict = (what: string): Outcome => take ?? {path, what}
  // What one side still needed stays.
  if (ours === undefined || theirs === undefined) return ours === undefined ? 'theirs' : 'ours'
  if (parseRunPath(path)?.rest === RECORD_FILE) {
    return (
      laterRecord({text: text(ours), oid: ours}, {text: text(theirs), oid: theirs}) ??
      conflict('both say how it ended, and differ')
    )
  }
  if (path !== LEDGER_FILE) return conflict('both changed it')
  const merged = mergeBlocks({
    base: base === undefined ? '' : text(base),
    ours: text(ours),
    theirs: text(theirs),
    ...(take && {take}),
  })
  if ('keys' in merged) return {path, what: `both changed ${merged.keys.join(', ')}`}
  return {bytes: Buffer.from(merged.text)}
}

/** A run's folder, for what its recorder writes; undefined for events and all else. */
function folderOf(path: string): string | undefined {
  const run = parseRunPath(path)
  return run === undefined || run.rest.startsWith(`${EVENTS_FOLDER}/`) ? undefined : run.folder
}

/** Record, curves and artifacts of a run belong together. */
function recordWinners(
  disputed: readonly Contested[],
  settled: ReadonlyMap<string, Outcome>,
): ReadonlyMap<string | undefined, Side> {
  return new Map(
    disputed.flatMap(({path}) => {
      const outcome = settled.get(path)
      return parseRunPath(path)?.rest === RECORD_FILE && typeof outcome === 'string'
        ? [[folderOf(path), outcome] as const]
        : []
    }),
  )
}
