import {ExpError} from '../../base/errors'
import {shellWord} from '../../base/text'
import type {Judgement} from '../../compare/reproduction/judge'
import {parseTolerance, type Tolerance} from '../../compare/reproduction/tolerance'
import {readHead} from '../../ledger/head'
import type {RunId} from '../../model/ids'
import type {FoundData} from '../data/find-data'
import type {Told} from '../run/talk'
import {type Shown, showAt, showRun} from '../show-run'
import {clearAway, type LeftFolder} from './clear-away'
import {changedData, type DataToRepeat, type DataWays} from './data-of-run'
import type {Asked} from './engine'
import {environmentChoice} from './environment'
import {judgeRuns, keepVerdict} from './judge-runs'
import {planRun} from './plan-run'
import {carryOut, type Intent, intentOf, type Repetition, type ReproducePorts} from './reproduce-run'

export interface ReproduceInput extends DataWays {
  readonly run: string
  /** As typed. */
  readonly env: string
  /** Of a container. */
  readonly asked: Asked
  readonly tolerances: readonly string[]
  readonly times: number
  readonly anyway: boolean
  /** Folders stay, whatever came out. */
  readonly keep: boolean
  /** Runs that repeated it already; nothing is executed where any are named. */
  readonly by: readonly string[]
  /** Whether this may be done. */
  readonly consent: (intent: Intent) => Promise<boolean>
  readonly tell: (line: Told) => void
}

interface Named {
  readonly id: RunId
  readonly name: string
}

export interface ReproducedRun {
  readonly original: Named
  readonly runs: readonly (Named & Partial<LeftFolder>)[]
  /** undefined: nobody agreed, and nothing was done. */
  readonly judgement: Judgement | undefined
  /** Of the event; null: the original says so already. */
  readonly commit: string | null
  readonly warnings: readonly string[]
  readonly hints: readonly string[]
}

/** Runs a run again, where that is agreed to, and judges what came out; the verdict is kept with the original. */
export async function reproduce(ports: ReproducePorts, input: ReproduceInput): Promise<ReproducedRun> {
  const tolerances = input.tolerances.map(parseTolerance)
  const env = environmentChoice(input.env)
  const original = await showRun(ports, input.run)
  mustBeOver(original)
  if (input.by.length > 0)
    return judged(ports, original, {
      words: input.by,
      tolerances,
      data: [],
      folders: [],
      brought: [],
      keep: true,
      hints: original.hints,
    })
  const intent = await intentOf(ports, original, {...input, env})
  if (!(await input.consent(intent))) {
    const {id, name} = original
    return {original: {id, name}, runs: [], judgement: undefined, commit: null, warnings: [], hints: original.hints}
  }
  const done = await carryOut(ports, intent, input.times, input.tell)
  if (done.at(-1)?.stopped) throw interrupted(original, done)
  return judged(ports, original, {
    words: done.map(({id}) => id),
    folders: done.map(({worktree}) => worktree),
    brought: intent.data,
    keep: input.keep,
    tolerances,
    data: [...intent.data, ...(done[0]?.data ?? [])],
    hints: original.hints,
  })
}

function mustBeOver({id, record}: Shown): void {
  const {status} = record
  if (status !== 'running' && status !== 'preempted') return
  throw new ExpError('RUN_BUSY', `${id} is ${status}: nobody knows yet what comes of it`, {
    hints: [`git exp show ${id}`],
    data: {id, status},
  })
}

/** One that was stopped says nothing; those that ended before can be judged. */
function interrupted({id}: Shown, done: readonly Repetition[]): ExpError {
  const whole = done.filter(({stopped}) => !stopped).map(({id: run}) => `--by ${run}`)
  const {id: last, worktree} = done.at(-1)!
  return new ExpError('INTERRUPTED', `${last} was stopped before its end, which says nothing of ${id}`, {
    hints: [
      ...(whole.length > 0 ? [`those that ended: git exp reproduce ${id} ${whole.join(' ')}`] : []),
      `again: git exp reproduce ${id}`,
      ...done.map(
        each => `what it left; to be rid of it: git exp checkout --remove ${shellWord(each.worktree)} --force`,
      ),
    ],
    data: {id, runs: done.map(({id: run}) => run), worktree},
  })
}

interface Judging {
  readonly words: readonly string[]
  readonly folders: readonly string[]
  /** What was laid out in them. */
  readonly brought: readonly DataToRepeat[]
  readonly keep: boolean
  readonly tolerances: readonly Tolerance[]
  readonly data: readonly FoundData[]
  readonly hints: readonly string[]
}

async function judged(
  ports: ReproducePorts,
  original: Shown,
  {words, folders, brought, keep, tolerances, data, hints}: Judging,
): Promise<ReproducedRun> {
  const head = await readHead(ports.objects, ports.ref)
  const runs = await Promise.all(words.map(word => showAt(ports, head, word)))
  for (const run of runs) {
    mustBeOver(run)
    if (run.id === original.id)
      throw new ExpError('USAGE', `${run.id} is the run itself, which repeats nothing`, {hints: ['git exp ls']})
  }
  const input = {original, runs, tolerances, data: changedData(data)}
  const judgement = await judgeRuns(ports, head, input)
  const {commit, warnings} = await keepVerdict(ports, input, judgement)
  const left: (LeftFolder | undefined)[] = []
  for (const [i, worktree] of folders.entries()) {
    const spare = judgement.verdict === 'exact' && !keep
    left.push(spare ? await clearAway(ports, runs[i]!, {worktree, brought}) : {worktree, holds: []})
  }
  const {id, name} = original
  return {
    original: {id, name},
    runs: runs.map(({id, name}, i) => ({id, name, ...left[i]})),
    judgement,
    commit,
    warnings,
    hints: [...hints, ...runs.flatMap(run => run.hints)],
  }
}

/** The steps alone. */
export async function reproductionPlan(ports: ReproducePorts, word: string) {
  const shown = await showRun(ports, word)
  const {id, name, hints} = shown
  return {id, name, steps: await planRun(ports.objects, shown), hints}
}
