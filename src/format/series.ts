import type {Point} from '../model/point'

const HEADER = 'metric,step,value,attempt'

/** A point of a curve: of those with the same metric and step, the one of the latest attempt, and of these the last said. */
export type SeriesPoint = Pick<Point, 'metric' | 'step' | 'value' | 'attempt'>

/** The long form: a header, one line a point, by metric and step. Points without a step are none of a curve. */
export function writeSeries(points: readonly SeriesPoint[]): Uint8Array {
  const lines = points.map(({metric, step, value, attempt}) => `${quoted(metric)},${step},${spell(value)},${attempt}\n`)
  return Buffer.from(`${HEADER}\n${lines.join('')}`)
}

/** Reads what `writeSeries` wrote; lines that are none are left out. */
export function readSeries(bytes: Uint8Array): SeriesPoint[] {
  const [, ...lines] = Buffer.from(bytes).toString().split('\n')
  return lines.flatMap(line => {
    const found = /^(?:"((?:[^"]|"")*)"|([^",]*)),(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?),([^,]+),(\d+)$/.exec(line)
    if (!found) return []
    const metric = found[1] === undefined ? found[2]! : found[1].replaceAll('""', '"')
    return [{metric, step: Number(found[3]), value: readNumber(found[4]!), attempt: Number(found[5])}]
  })
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
