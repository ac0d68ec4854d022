import type {Json, JsonObject} from '../../base/json'
import type {FileSays, SaidMetric, SaidReport} from '../../importers/says'

/** What a file says, as lines of a process (docs/reference/heard.md); `time` is when it was written, in ms since 1970. */
export function fileLines({says, time}: {readonly says: FileSays; readonly time: number}): JsonObject[] {
  const source = says.source === 'tensorboard' ? 'file-tensorboard' : `file.${says.source}`
  const t = time / 1000
  // Values of the finished model were written when the curves were: they are the later ones.
  const points = (says.points ?? []).map(({step, time: at, ...point}) =>
    metricsLine(source, point, {step, t: at === undefined ? t : at / 1000}),
  )
  return [
    ...(says.params ? [{type: 'params', source: says.source, values: says.params, t}] : []),
    ...points,
    ...(says.metrics ?? []).map(metric => metricsLine(source, metric, {t: t + 0.001})),
    ...(says.reports ?? []).map(report => reportLine(source, report, t + 0.001)),
  ]
}

const metricsLine = (source: string, {split, metric, value, direction}: SaidMetric, more: JsonObject): JsonObject => ({
  type: 'metrics',
  source,
  ...(split !== undefined && {split}),
  values: {[metric]: Number.isFinite(value) ? value : String(value)},
  ...(direction && {directions: {[metric]: direction}}),
  ...more,
})

const reportLine = (source: string, {split, labels, averages, accuracy}: SaidReport, t: number): JsonObject => ({
  type: 'report',
  source,
  ...(split !== undefined && {split}),
  labels: labels as Json,
  ...(averages && {averages: averages as Json}),
  ...(accuracy !== undefined && {accuracy}),
  t,
})
