import {inputDifferences} from '../../compare/reproduction/inputs'
import type {InputChange} from '../../compare/reproduction/inputs/change'
import {type Judgement, judge} from '../../compare/reproduction/judge'
import type {Tolerance} from '../../compare/reproduction/tolerance'
import type {LedgerHead} from '../../ledger/head'
import {addEvent, type EventPorts} from '../add-event'
import type {BytesPorts} from '../artifact-bytes'
import {seriesOfRun} from '../series-of-run'
import type {Shown} from '../show-run'
import {evidenceOf} from './evidence'

export interface JudgeInput {
  readonly original: Shown
  readonly runs: readonly Shown[]
  readonly tolerances: readonly Tolerance[]
  /** Data that was found to be other than recorded before the runs. */
  readonly data?: readonly InputChange[]
}

/** Compares runs that repeated another with it. */
export async function judgeRuns(ports: BytesPorts, head: LedgerHead, input: JudgeInput): Promise<Judgement> {
  const {original, runs, tolerances, data = []} = input
  const curvesOf = async (run: Shown) => (await seriesOfRun(ports, head, run, run.run, undefined)).curves
  const reproductions = await Promise.all(
    runs.map(async run => {
      const [curves, evidence] = await Promise.all([curvesOf(run), evidenceOf(ports, original, run)])
      const inputs = inputDifferences(original.record, run.record, {...evidence, data}, head.settings.volatile_params)
      return {record: run.record, curves, inputs}
    }),
  )
  return judge({record: original.record, curves: await curvesOf(original)}, reproductions, tolerances)
}

/** Causes that an event names; a reader has the records for the rest. */
const MOST_CAUSES = 10

/** Leaves the verdict with the original, once. Answers the commit; null: it says so already. */
export async function keepVerdict(
  ports: EventPorts,
  {original, runs, tolerances}: JudgeInput,
  {verdict, causes}: Judgement,
) {
  const ids = runs.map(({id}) => id)
  const said = causes.flatMap(({kind, changes}) =>
    changes.length === 0 ? [kind] : changes.map(({what}) => `${kind}: ${what}`),
  )
  const tolerance = tolerances.map(({metric, said: amount}) => (metric === undefined ? amount : `${metric}=${amount}`))
  const fields = {
    verdict,
    runs: ids,
    ...(said.length > 0 && {causes: said.slice(0, MOST_CAUSES)}),
    ...(tolerance.length > 0 && {tolerance}),
  }
  return addEvent(ports, {
    run: original.id,
    event: folded => {
      const events = folded['events']
      const same = (event: unknown) => {
        const {verdict: was, runs: by, tolerance: with_} = event as Record<string, unknown>
        return JSON.stringify([was, by, with_ ?? []]) === JSON.stringify([verdict, ids, tolerance])
      }
      return Array.isArray(events) && events.some(same) ? undefined : {kind: 'reproduction', ...fields}
    },
    dryRun: false,
  })
}
