import {ExpError} from '../../base/errors'
import {plural, shellWord} from '../../base/text'
import type {Side} from '../../ledger/merge/plan-merge'
import type {SharedName} from '../../ledger/merge/shared-names'
import type {Oid} from '../../model/ids'
import {CODE_CHAIN, usualRemote} from '../../model/refs'
import type {Signature} from '../../ports/git-objects'
import type {GitRemotes} from '../../ports/git-remotes'
import type {GitWriter} from '../../ports/git-writer'
import type {SharedTips, Sharing} from '../../ports/sharing'
import type {Clock, Ids, Timer} from '../../ports/world'
import {backupRef, writeOf} from './apply-sync'
import {type LedgerStep, type PlanPorts, planSync, type SyncPlan} from './plan-sync'

export interface SyncPorts extends PlanPorts {
  readonly sharing: Sharing
  readonly writer: GitWriter
  readonly remotes: Pick<GitRemotes, 'names'>
  readonly clock: Clock
  readonly timer: Timer
  readonly ids: Ids
  readonly ref: string
  readonly sign: boolean
  readonly committer: () => Promise<Signature>
}

export interface SyncInput {
  /** Absent: `origin`, or the only one. */
  readonly remote: string | undefined
  /** Where there is none here, the remote's becomes ours. */
  readonly takeUp: boolean
  readonly push: boolean
  readonly take: Side | undefined
  readonly dryRun: boolean
}

export interface Synced {
  readonly remote: string
  /** Whether ours changed, and how. */
  readonly step: LedgerStep
  readonly chain: SyncPlan['chain']
  /** Runs that came and went. */
  readonly fetched: number
  readonly pushed: number
  readonly commit: Oid | undefined
  /** The remote has moved. */
  readonly sent: boolean
  readonly backup?: string
  readonly sharedNames: readonly SharedName[]
  /** Files of Git LFS did not go along. */
  readonly filesLeft: boolean
}

/** So often somebody else may be quicker. */
const TRIES = 12
const PAUSE_MS = {least: 20, most: 2_000}

/**
 * Makes the ledger and the code chain of a remote and ours the same: each takes what the other has. Throws NO_REMOTE, NO_LEDGER,
 * REMOTE_FAILED, REMOTE_REFUSED, MERGE_CONFLICT (nothing has moved), LEDGER_LOCKED.
 */
export async function syncLedger(ports: SyncPorts, input: SyncInput): Promise<Synced> {
  const remote = chosenRemote(ports.remotes.names(), input.remote)
  let [fetched, step, backup]: [number, LedgerStep, string | undefined] = [0, 'same', undefined]
  const shared: SharedName[] = []
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await pause(ports, tries)
    const theirs = await ports.sharing.fetch(remote, ports.ref)
    const plan = await planSync(ports, await tipsHere(ports), theirs, input.take)
    refuse(plan, remote, input)
    if (input.dryRun) return planned(remote, plan)
    const moved = await apply(ports, plan, remote)
    if (!moved) continue
    fetched += plan.runs.theirs
    shared.push(...plan.sharedNames)
    if (step === 'same') step = plan.step
    backup = moved.backup ?? backup
    const here = await tipsHere(ports)
    const send = input.push ? refsToSend(ports.ref, here, theirs) : []
    if (send.length > 0 && (await ports.sharing.push(remote, send)) === 'behind') continue
    return {
      remote,
      step,
      chain: plan.chain,
      fetched,
      pushed: send.length > 0 ? plan.runs.ours : 0,
      commit: here.ledger,
      sent: send.length > 0,
      sharedNames: shared,
      filesLeft: send.length > 0 && (await ports.sharing.leavesFiles()),
      ...(backup !== undefined && {backup}),
    }
  }
  throw new ExpError(
    'LEDGER_LOCKED',
    `${remote} and the ledger here moved ${TRIES} times meanwhile; everything that was fetched is here`,
    {
      hints: ['try again: git exp sync'],
    },
  )
}

const pause = ({timer, ids}: SyncPorts, tries: number) =>
  timer.sleep(Math.min(PAUSE_MS.most, PAUSE_MS.least * 2 ** tries) * (0.5 + ids.random(1)[0]! / 256))

async function tipsHere({objects, ref}: SyncPorts): Promise<SharedTips> {
  const [ledger, chain] = await objects.find([`${ref}^{commit}`, `${CODE_CHAIN}^{commit}`])
  return {ledger: ledger?.oid, chain: chain?.oid}
}

function chosenRemote(names: readonly string[], asked: string | undefined): string {
  const chosen = asked ?? usualRemote(names)
  if (chosen !== undefined && names.includes(chosen)) return chosen
  const message =
    names.length === 0
      ? 'this repository has no remote'
      : asked === undefined
        ? `there are ${names.length} remotes and none is called origin; expected one to be named`
        : `there is no remote "${asked}"`
  const hints =
    names.length === 0 ? ['git remote add origin <address>'] : names.map(name => `git exp sync ${shellWord(name)}`)
  throw new ExpError('NO_REMOTE', message, {hints: hints.slice(0, 5), data: {remotes: names}})
}

function refuse({step, ours, theirs, conflicts, runs}: SyncPlan, remote: string, input: SyncInput): void {
  if (ours.ledger === undefined && (theirs.ledger === undefined || !input.takeUp)) {
    const where = theirs.ledger === undefined ? `neither here nor on ${remote}` : 'not here'
    throw new ExpError('NO_LEDGER', `the ledger is ${where}`, {hints: ['git exp init']})
  }
  if (step === 'merge' && conflicts.length > 0) throw conflicted(remote, conflicts, runs)
}

function conflicted(remote: string, conflicts: SyncPlan['conflicts'], runs: SyncPlan['runs']): ExpError {
  const lines = conflicts.slice(0, 10).map(({path, what}) => `  ${path}: ${what}`)
  const more = conflicts.length > 10 ? [`  and ${conflicts.length - 10} more`] : []
  const message = [
    `the ledger here and that of ${remote} have parted (${plural(runs.ours, 'run')} here, ${runs.theirs} there), and both changed the same:`,
    ...lines,
    ...more,
  ].join('\n')
  return new ExpError('MERGE_CONFLICT', message, {
    hints: ['what theirs says stands: git exp sync --take theirs', 'what ours says stands: git exp sync --take ours'],
    data: {remote, conflicts, runs},
  })
}

/** Undefined: somebody was quicker. */
async function apply(ports: SyncPorts, plan: SyncPlan, remote: string): Promise<{backup?: string} | undefined> {
  const {ref, sign} = ports
  const facts = {ref, sign, remote, committer: await ports.committer(), now: ports.clock.now()}
  const write = writeOf(plan, facts)
  if (!write) return {}
  const result = await ports.writer.write(write)
  await ports.writer.release()
  if (result.kind === 'refused')
    throw new ExpError('GIT_FAILED', `git will not have the merged ledger: ${result.reason}`)
  if (result.kind !== 'moved') return undefined
  return plan.step === 'adopt' ? {backup: backupRef(plan.ours.ledger!, facts.now)} : {}
}

/** Code first, so that no record names a commit that nobody can fetch. */
function refsToSend(ref: string, here: SharedTips, theirs: SharedTips) {
  const pairs = [
    {ref: CODE_CHAIN, oid: here.chain, theirs: theirs.chain},
    {ref, oid: here.ledger, theirs: theirs.ledger},
  ]
  return pairs.flatMap(({ref, oid, theirs}) => (oid !== undefined && oid !== theirs ? [{ref, oid}] : []))
}

const planned = (remote: string, {step, chain, runs, ours, sharedNames}: SyncPlan): Synced => ({
  remote,
  step,
  chain,
  fetched: runs.theirs,
  pushed: runs.ours,
  commit: ours.ledger,
  sent: false,
  sharedNames,
  filesLeft: false,
})
