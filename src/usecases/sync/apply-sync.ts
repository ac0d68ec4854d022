import {plural} from '../../base/text'
import type {Oid} from '../../model/ids'
import {BACKUP_REFS, CODE_CHAIN} from '../../model/refs'
import type {Signature} from '../../ports/git-objects'
import type {NewCommit, RefMove, WritePlan} from '../../ports/git-writer'
import type {SyncPlan} from './plan-sync'

export interface ApplyFacts {
  readonly ref: string
  readonly remote: string
  readonly committer: Signature
  readonly sign: boolean
  /** In ms since 1970. */
  readonly now: number
}

/** What moves here; undefined: nothing does. Everything in one transaction. */
export function writeOf(plan: SyncPlan, facts: ApplyFacts): WritePlan | undefined {
  const {ours, theirs} = plan
  const moves = [...chainMoves(plan), ...ledgerMoves(plan, facts)]
  const commits = plan.step === 'merge' ? [mergeCommit(plan, facts)] : []
  const chain =
    plan.chain === 'join'
      ? {ref: CODE_CHAIN, base: ours.chain, add: [theirs.chain!], committer: facts.committer}
      : undefined
  if (moves.length === 0 && commits.length === 0 && !chain) return undefined
  return {ref: facts.ref, base: ours.ledger, commits, moves, ...(chain && {chain}), ...(facts.sign && {sign: true})}
}

const chainMoves = ({chain, ours, theirs}: SyncPlan): RefMove[] =>
  chain === 'take up' || chain === 'behind' ? [{ref: CODE_CHAIN, from: ours.chain, to: theirs.chain!}] : []

function ledgerMoves(plan: SyncPlan, {ref, now}: ApplyFacts): RefMove[] {
  const {step, ours, theirs} = plan
  if (step !== 'take up' && step !== 'behind' && step !== 'adopt') return []
  const move = {ref, from: ours.ledger, to: theirs.ledger!}
  return step === 'adopt' ? [{ref: backupRef(ours.ledger!, now), from: undefined, to: ours.ledger!}, move] : [move]
}

export const backupRef = (tip: Oid, now: number) =>
  `${BACKUP_REFS}${new Date(now).toISOString().replace(/[-:]|\.\d+/g, '')}-${tip.slice(0, 10)}`

function mergeCommit({merge, runs, theirs}: SyncPlan, {remote, committer}: ApplyFacts): NewCommit {
  return {
    message: `merge: ${plural(runs.theirs, 'run')} of ${remote}\n`,
    author: committer,
    committer,
    puts: merge!.puts,
    removes: merge!.removes,
    merges: [theirs.ledger!],
  }
}
