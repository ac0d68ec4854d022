import {ExpError} from '../../base/errors'
import {mustBeWritable, readHead} from '../../ledger/head'
import {isRunId, type RunId} from '../../model/ids'
import type {Point} from '../../model/point'
import {metricNameProblem, metricsOf} from '../../model/points'
import {addEvent} from '../add-event'
import {attemptsOf} from './attempts'
import {openState} from './find-open'
import type {LookPorts} from './running'

export interface PutInput {
  /** Any name of the run; undefined: the run around this process. */
  readonly run: string | undefined
  /** `metric=value` */
  readonly values: readonly string[]
  readonly step: number | undefined
}

export interface PutPoints {
  readonly id: RunId
  readonly name: string
  readonly points: readonly Pick<Point, 'metric' | 'value' | 'step'>[]
  /** `spool`: they are with the run while it goes on; `event`: it goes on elsewhere, so they are on the ledger by themselves. */
  readonly kept: 'spool' | 'event'
}

/** Adds metric values to a run that goes on. Throws USAGE, RUN_NOT_FOUND, RUN_FINAL. */
export async function putPoints(ports: LookPorts, {run, values, step}: PutInput): Promise<PutPoints> {
  if (values.length === 0) throw usage('no value is given; expected metric=number')
  const said = values.map(parseValue)
  const word = run ?? aroundUs(ports)
  const live = isRunId(word) ? ports.live.read(word) : undefined
  const state = live ?? (await openState(ports, await writableHead(ports), word))
  mustStillRun(state.fields['status'], state.id)
  const time = ports.clock.now()
  const attempt = Math.max(1, attemptsOf(state.fields).length)
  const points = said.map(value => ({...value, ...(step !== undefined && {step}), time, attempt}))
  const {id, name} = state
  if (ports.live.read(id)) {
    ports.live.addPoints(id, points)
    ports.live.beat(id)
    return {id, name, points, kept: 'spool'}
  }
  await addEvent(ports, {run: id, event: () => ({kind: 'metrics', set: metricsOf(points)}), dryRun: false})
  return {id, name, points, kept: 'event'}
}

async function writableHead(ports: LookPorts) {
  const head = await readHead(ports.objects, ports.ref)
  mustBeWritable(head)
  return head
}

/** The run around this process. Throws USAGE where there is none. */
export function aroundUs({machine}: LookPorts): string {
  const around = machine.env['GIT_EXP_RUN_ID']
  if (around !== undefined && around !== '') return around
  throw new ExpError('USAGE', 'no run is named, and none is around this command', {
    hints: [
      'git exp put <run> dev.f1=0.81',
      'inside git exp run the run is known by itself: git exp put - dev.f1=0.81',
    ],
  })
}

function mustStillRun(status: unknown, id: RunId): void {
  if (status === 'running') return
  throw new ExpError('RUN_FINAL', `${id} is ${String(status)}; nothing can be put into it any more`, {
    hints: [`git exp note ${id} <text>`],
    data: {id, status},
  })
}

function parseValue(text: string): {metric: string; value: number} {
  const at = text.indexOf('=')
  const [metric, raw] = [text.slice(0, at).trim(), text.slice(at + 1).trim()]
  const problem = at < 1 ? 'is no metric=value' : metricNameProblem(metric)
  if (problem) throw usage(`"${text}" ${at < 1 ? problem : `names a metric that ${problem}`}`)
  const word = raw.toLowerCase().replace(/^\+/, '')
  const odd = {nan: Number.NaN, inf: Infinity, infinity: Infinity, '-inf': -Infinity, '-infinity': -Infinity}[word]
  const value = odd ?? (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(raw) ? Number(raw) : undefined)
  if (value === undefined) throw usage(`"${text}" gives "${raw}"; expected a number`)
  return {metric, value}
}

const usage = (message: string) =>
  new ExpError('USAGE', message, {hints: ['git exp put <run> dev.macro_f1=0.81 train.loss=0.42 --step 300']})
