import {getOrMake} from '../../base/lazy'
import type {Oid, RunId} from '../../model/ids'
import {parseRunPath, RECORD_FILE} from '../../model/paths'
import type {TreeChange} from '../../ports/git-objects'
import type {MergeSides, Side} from './plan-merge'

/** A run that one side began since the two parted. */
export interface BegunRun {
  readonly id: RunId
  /** Of its record. */
  readonly oid: Oid
  readonly path: string
}

/** Runs of both sides that may have one name. */
export type Namesakes = Readonly<Record<Side, readonly BegunRun[]>>

/** The same name makes the same folder name, so only records whose folders say so on both sides need to be read. */
export function maybeNamesakes({ours, theirs}: MergeSides): Namesakes {
  const [mine, other] = [begun(ours), begun(theirs)]
  const on = (side: Begun, opposite: Begun) =>
    [...side].flatMap(([slug, runs]) =>
      opposite.has(slug) ? runs.filter(run => isAlone(run, opposite.get(slug)!)) : [],
    )
  return {ours: on(mine, other), theirs: on(other, mine)}
}

type Begun = ReadonlyMap<string, readonly BegunRun[]>

/** The same run may have come to both. */
const isAlone = ({id}: BegunRun, others: readonly BegunRun[]) => others.every(other => other.id !== id)

function begun(changes: readonly TreeChange[]): Begun {
  const runs = new Map<string, BegunRun[]>()
  for (const {path, before, after} of changes) {
    const run = before === undefined && after !== undefined ? parseRunPath(path) : undefined
    if (run?.rest !== RECORD_FILE) continue
    const slug = run.folder.slice(run.folder.lastIndexOf('/') + 1, -run.id.length)
    getOrMake(runs, slug, (): BegunRun[] => []).push({id: run.id, oid: after!, path})
  }
  return runs
}

export interface SharedName {
  readonly name: string
  readonly ours: readonly RunId[]
  readonly theirs: readonly RunId[]
}

/** Names that runs of both sides have, by name. */
export function sharedNames({ours, theirs}: Namesakes, nameOf: (run: BegunRun) => string | undefined): SharedName[] {
  const named = (runs: readonly BegunRun[]) => {
    const ids = new Map<string, RunId[]>()
    for (const run of runs) {
      const name = nameOf(run)
      if (name !== undefined) getOrMake(ids, name, (): RunId[] => []).push(run.id)
    }
    return ids
  }
  const [mine, other] = [named(ours), named(theirs)]
  return [...mine]
    .flatMap(([name, ids]) => (other.has(name) ? [{name, ours: ids.sort(), theirs: other.get(name)!.sort()}] : []))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
}
