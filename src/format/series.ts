import type {Point} from '../model/point'

const HEADER = 'metric,step,value,attempt'

/** A point of a curve: of those with the same metric and step, the one of the latest attempt, and of these the last said. */
export type SeriesPoint = Pick<Point, 'metric' | 'step' | 'value' | 'attempt'>

/** The long form: a header, one line a point, by metric and step. Points without a step are none of a curve. */
export function writeSeries(points: readonly SeriesPoint[]): Uint8Array {
  const lines = points.map(({metric, step, value, attempt}) => `${quoted(metric)},${step},${spell(value)},${attempt}\n`)
  return Buffer.from(`${HEADER}\n${lines.join('')}`)
}

const LINE = /^(?:"((?:[^"]|"")*)"|([^",\n]*)),(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?),([^,\n]+),(\d+)$/gm

/** Reads what `writeSeries` wrote; lines that are none are left out. One pass: a run may have a million points. */
export function readSeries(bytes: Uint8Array): SeriesPoint[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
  const points: SeriesPoint[] = []
  LINE.lastIndex = text.indexOf('\n') + 1
  for (let found = LINE.exec(text); found; found = LINE.exec(text)) {
    const [, quotedName, name, step, value, attempt] = found
    const metric = quotedName === undefined ? name! : quotedName.replaceAll('""', '"')
    points.push({metric, step: Number(step), value: readNumber(value!), attempt: Number(attempt)})
  }
  return points
}

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

/** As Python and R read them. */
function spell(value: number): string {
  if (Number.isNaN(value)) return 'nan'
  if (!Number.isFinite(value)) return value > 0 ? 'inf' : '-inf'
  return String(value)
}

function readNumber(text: string): number {
  return text === 'nan' ? Number.NaN : text === 'inf' ? Infinity : text === '-inf' ? -Infinity : Number(text)
}
