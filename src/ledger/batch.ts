import {blobOid} from '../base/digest'
import {lazy} from '../base/lazy'
import type {Oid} from '../model/ids'
import {pathProblem} from '../model/paths'
import {CODE_CHAIN} from '../model/refs'
import type {Signature} from '../ports/git-objects'
import type {WritePlan} from '../ports/git-writer'
import {entryMessage, type SpoolEntry} from './entry'
import {takenReason} from './taken-names'

/** A waiting entry with the name it has in the spool. */
export interface Waiting {
  readonly name: string
  readonly entry: SpoolEntry
}

/** What stands in the ledger now, as far as a batch needs it. */
export interface Standing {
  readonly ref: string
  readonly tip: Oid | undefined
  readonly chain: Oid | undefined
  /** Code commits known to be on the chain at its present tip. */
  readonly chained: ReadonlySet<string>
  readonly blobs: ReadonlyMap<string, Oid>
  readonly objectFormat: 'sha1' | 'sha256'
  readonly committer: Signature
}

/** What is to become of each waiting entry. Plain data. */
export interface BatchPlan {
  /** To be committed, in this order. */
  readonly fresh: readonly Waiting[]
  /** Already in the ledger, byte for byte: a crash came between the commit and the clean-up. */
  readonly done: readonly Waiting[]
  /** Can never be committed as they stand. */
  readonly misfits: readonly (Waiting & {readonly reason: string})[]
}

/**
 * Sorts waiting entries by what they expect and what stands. An entry sees the files of the entries before it, and the names;
 * `taken` are those of runs that stand already, where names must be unique. What is at odds only with an entry of the same batch is
 * left to wait: whether that one gets onto the ledger is not known yet, and nobody may be told that it has.
 */
export function planBatch(
  waiting: readonly Waiting[],
  standing: Standing,
  taken: ReadonlyMap<string, string> = new Map(),
): BatchPlan {
  const names = new Set<string>()
  const blobs = new Map<string, () => Oid>([...standing.blobs].map(([path, oid]) => [path, () => oid]))
  const written = new Set<string>()
  const fresh: Waiting[] = []
  const done: Waiting[] = []
  const misfits: (Waiting & {reason: string})[] = []
  for (const item of waiting) {
    const {puts, unique} = item.entry
    const verdict = judge(item.entry, blobs, standing)
    const by = unique && taken.get(unique.name)
    if (verdict !== 'fresh' && puts.some(({path}) => written.has(path))) continue
    if (verdict === 'done') done.push(item)
    else if (verdict !== 'fresh') misfits.push({...item, reason: verdict})
    else if (by !== undefined) misfits.push({...item, reason: takenReason(unique!.name, by)})
    else if (!unique || !names.has(unique.name)) {
      fresh.push(item)
      if (unique) names.add(unique.name)
      for (const {path, bytes} of puts) {
        written.add(path)
        blobs.set(
          path,
          lazy(() => oidOf(bytes, standing)),
        )
      }
    }
  }
  return {fresh, done, misfits}
}

function judge(
  entry: SpoolEntry,
  blobs: ReadonlyMap<string, () => Oid>,
  standing: Standing,
): 'fresh' | 'done' | string {
  let there = 0
  for (const {path, bytes, expect} of entry.puts) {
    const problem = pathProblem(path)
    if (problem) return `its path "${path}" ${problem}`
    const stands = blobs.get(path)?.()
    if (stands !== undefined && stands === oidOf(bytes, standing)) there++
    else if (stands !== (expect ?? undefined)) {
      return `"${path}" ${stands ? 'holds something else' : 'is gone'}; expected ${expect ? `blob ${expect}` : 'nothing'} there`
    }
  }
  return there === entry.puts.length && there > 0 ? 'done' : 'fresh'
}

const oidOf = (bytes: Uint8Array, standing: Standing) => blobOid(bytes, standing.objectFormat) as Oid

/** The write that puts these entries on the ledger, and their code commits on the chain. */
export function planWrite(fresh: readonly Waiting[], standing: Standing, sign: boolean): WritePlan {
  const code = new Set(fresh.flatMap(({entry}) => entry.code ?? []))
  const add = [...code].filter(oid => !standing.chained.has(oid))
  return {
    ref: standing.ref,
    base: standing.tip,
    sign,
    commits: fresh.map(({entry}) => ({
      message: entryMessage(entry),
      author: entry.author,
      committer: standing.committer,
      puts: entry.puts,
    })),
    drop: fresh.flatMap(({entry}) => entry.pins ?? []),
    ...(add.length > 0 && {chain: {ref: CODE_CHAIN, base: standing.chain, add, committer: standing.committer}}),
  }
}
