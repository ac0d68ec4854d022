import {readRecord, readRecordFast} from '../../format/record'
import {readHead} from '../../ledger/head'
import type {MergeSides} from '../../ledger/merge/plan-merge'
import {type BegunRun, maybeNamesakes, type SharedName, sharedNames} from '../../ledger/merge/shared-names'
import type {Oid} from '../../model/ids'
import type {GitObjects} from '../../ports/git-objects'

/** Names that both sides gave to a run of theirs since they parted, where either wants names to be unique. */
export async function findSharedNames(
  objects: GitObjects,
  sides: MergeSides,
  tips: readonly [Oid, Oid],
): Promise<SharedName[]> {
  const maybe = maybeNamesakes(sides)
  const runs = [...maybe.ours, ...maybe.theirs]
  if (runs.length === 0 || !(await wantsUnique(objects, tips))) return []
  const texts = new Map<Oid, Uint8Array>()
  for await (const {oid, bytes} of objects.blobs([...new Set(runs.map(({oid}) => oid))])) texts.set(oid, bytes)
  const names = new Map<string, string>()
  for (const run of runs) {
    const name = await nameIn(texts.get(run.oid), run.path)
    if (name !== undefined) names.set(run.path, name)
  }
  return sharedNames(maybe, ({path}: BegunRun) => names.get(path))
}

/** Settings that cannot be read want nothing; whoever reads that ledger is told. */
async function wantsUnique(objects: GitObjects, tips: readonly Oid[]): Promise<boolean> {
  const heads = await Promise.all(tips.map(tip => readHead(objects, tip).catch(() => undefined)))
  return heads.some(head => head?.settings.naming.unique === true)
}

async function nameIn(bytes: Uint8Array | undefined, path: string): Promise<string | undefined> {
  if (bytes === undefined) return undefined
  const record = readRecordFast(bytes) ?? (await readRecord(bytes, path).catch(() => undefined))
  const name = record?.['name']
  return typeof name === 'string' ? name : undefined
}
