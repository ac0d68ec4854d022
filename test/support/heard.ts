import type {JsonObject} from '../../src/base/json'
import {type Heard, hear} from '../../src/hearing/hear'
import {readHeard} from '../../src/hearing/line'

/** Lines as a process writes them: `{type: …}`; times count up by a second. */
export interface Told {
  readonly pid?: number
  readonly ppid?: number
  readonly kind?: string
  readonly main?: string
  readonly argv?: readonly string[]
  readonly rank?: number
  readonly world?: number
  readonly process?: JsonObject
  readonly lines: readonly JsonObject[]
}

let clock = 1_700_000_000

/** The file of one process. */
export function fileOf({pid = 100, ppid = 1, kind = 'main', main = 'train.py', argv, process, lines, ...rest}: Told) {
  const first = {type: 'process', pid, ppid, kind, main, argv: argv ?? [main], python: '3.11.7', ...rest, ...process}
  const all = [first, ...lines].map((line, n) => JSON.stringify({t: clock++, n, ...line}))
  return readHeard(`${pid}-aa.jsonl`, all.join('\n'))
}

/** What is heard of these processes. */
export function heardOf(
  processes: readonly Told[],
  said: {params?: JsonObject; seed?: number; splits?: Record<string, string>} = {},
): Heard {
  return hear({
    files: processes.map(fileOf),
    params: said.params ?? {},
    seed: said.seed,
    splits: said.splits ?? {},
    packages: () => undefined,
  })
}

/** Metric → the value that stands, as a record would have it, and its step. */
export function finals(points: Heard['run']['points']): Record<string, number> {
  const last = new Map<string, Heard['run']['points'][number]>()
  for (const point of points) {
    const known = last.get(point.metric)
    const later =
      known === undefined || (point.step !== undefined && known.step !== undefined && point.step !== known.step)
        ? (point.step ?? 0) >= (known?.step ?? 0)
        : point.time >= known.time
    if (later) last.set(point.metric, point)
  }
  return Object.fromEntries([...last].map(([metric, {value}]) => [metric, value]))
}

export const metrics = (source: string, values: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: 'metrics',
  source,
  values,
  ...more,
})
