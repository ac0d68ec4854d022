import {
  type Conflict,
  contested,
  type MergePlan,
  type MergeSides,
  planMerge,
  type Side,
} from '../../ledger/merge/plan-merge'
import type {SharedName} from '../../ledger/merge/shared-names'
import type {Oid} from '../../model/ids'
import {LEDGER_FILE, parseRunPath, RECORD_FILE} from '../../model/paths'
import type {GitObjects} from '../../ports/git-objects'
import type {SharedTips, Sharing} from '../../ports/sharing'
import {findSharedNames} from './find-shared-names'

export type LedgerStep =
  /** Both stand at the same commit, or neither has one. */
  | 'same'
  /** There is none here; the remote's is taken. */
  | 'take up'
  /** There is none on the remote. */
  | 'begin'
  /** The remote goes on to ours. */
  | 'ahead'
  /** Ours goes on to the remote's. */
  | 'behind'
  /** The remote has every file of ours by other commits. */
  | 'adopt'
  | 'merge'

/** What makes two ledgers one. Plain data. */
export interface SyncPlan {
  readonly step: LedgerStep
  readonly ours: SharedTips
  readonly theirs: SharedTips
  /** Runs that only one side had. */
  readonly runs: Readonly<Record<Side, number>>
  readonly merge?: MergePlan
  readonly conflicts: readonly Conflict[]
  /** Names that were to be unique, and that runs of both sides have; both stay. */
  readonly sharedNames: readonly SharedName[]
  readonly chain: 'same' | 'take up' | 'ahead' | 'behind' | 'join'
}

export interface PlanPorts {
  readonly objects: GitObjects
  readonly sharing: Pick<Sharing, 'mergeBase'>
}

/** Reads both sides and says what is to be done; changes nothing. `take`: whose version of a file stands that both changed. */
export async function planSync(ports: PlanPorts, ours: SharedTips, theirs: SharedTips, take?: Side): Promise<SyncPlan> {
  const [ledger, chain] = await Promise.all([
    ledgerStep(ports, ours.ledger, theirs.ledger, take),
    chainStep(ports, ours.chain, theirs.chain),
  ])
  return {...ledger, ours, theirs, chain}
}

type LedgerPart = Pick<SyncPlan, 'step' | 'runs' | 'merge' | 'conflicts' | 'sharedNames'>

async function ledgerStep(
  ports: PlanPorts,
  ours: Oid | undefined,
  theirs: Oid | undefined,
  take?: Side,
): Promise<LedgerPart> {
  const nothing = {runs: {ours: 0, theirs: 0}, conflicts: [], sharedNames: []}
  if (ours === theirs) return {step: 'same', ...nothing}
  if (ours === undefined) return {step: 'take up', ...nothing, runs: {ours: 0, theirs: await countRuns(ports, theirs!)}}
  if (theirs === undefined) return {step: 'begin', ...nothing, runs: {ours: await countRuns(ports, ours), theirs: 0}}
  const base = await ports.sharing.mergeBase(ours, theirs)
  const sides = await sidesOf(ports, base, ours, theirs)
  const merge = planMerge(sides, {text: await textsOf(ports, sides), ...(take && {take})})
  const part = {runs: merge.runs, conflicts: [], sharedNames: []}
  if (base === theirs) return {step: 'ahead', ...part}
  if (base === ours) return {step: 'behind', ...part}
  if (merge.adopts) return {step: 'adopt', ...part}
  const shared = await findSharedNames(ports.objects, sides, [ours, theirs])
  return {step: 'merge', ...part, merge, conflicts: merge.conflicts, sharedNames: shared}
}

async function countRuns({objects}: PlanPorts, tip: Oid): Promise<number> {
  const files = await objects.files(tip)
  return files.filter(({path}) => parseRunPath(path)?.rest === RECORD_FILE).length
}

/** Ledgers without a common commit are merged as if all of both were new. */
async function sidesOf({objects}: PlanPorts, base: Oid | undefined, ours: Oid, theirs: Oid): Promise<MergeSides> {
  if (base !== undefined) {
    const [mine, other] = await Promise.all([objects.changes(base, ours), objects.changes(base, theirs)])
    return {ours: mine, theirs: other}
  }
  const [mine, other] = await Promise.all([objects.files(ours), objects.files(theirs)])
  const added = (files: typeof mine) => files.map(({path, oid}) => ({path, after: oid}))
  return {ours: added(mine), theirs: added(other)}
}

/** Of what both changed only records and settings are read. */
async function textsOf({objects}: PlanPorts, sides: MergeSides): Promise<(oid: Oid) => string> {
  const read = contested(sides).filter(({path}) => path === LEDGER_FILE || parseRunPath(path)?.rest === RECORD_FILE)
  const oids = [
    ...new Set(read.flatMap(({base, ours, theirs}) => [base, ours, theirs].filter(oid => oid !== undefined))),
  ]
  const texts = new Map<Oid, string>()
  for await (const {oid, bytes} of objects.blobs(oids)) texts.set(oid, Buffer.from(bytes).toString())
  return oid => texts.get(oid) ?? ''
}

async function chainStep(
  {sharing}: PlanPorts,
  ours: Oid | undefined,
  theirs: Oid | undefined,
): Promise<SyncPlan['chain']> {
  if (ours === theirs) return 'same'
  if (theirs === undefined) return 'ahead'
  if (ours === undefined) return 'take up'
  const base = await sharing.mergeBase(ours, theirs)
  return base === theirs ? 'ahead' : base === ours ? 'behind' : 'join'
}
