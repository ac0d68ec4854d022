import type {Piece} from './lines'

/** How far values spread at a step. */
export interface BandPoint {
  readonly step: number
  readonly low: number
  readonly high: number
}

/** Points that follow one another without a gap, by step. */
export type Band = readonly BandPoint[]

/** The ends of a band in one column of dots, counted from the top; both of no band are -1. */
export interface BandSpans {
  readonly top: Int32Array
  readonly bottom: Int32Array
}

interface Dots {
  /** Columns of dots. */
  readonly count: number
  across(step: number): number
  down(value: number): number
}

/** What bands cover in each column, straight from one point to the next; of points that share a column the highest and the lowest count. */
export function bandSpans(bands: readonly Band[], {count, across, down}: Dots): BandSpans {
  const [top, bottom] = [new Int32Array(count).fill(-1), new Int32Array(count).fill(-1)]
  const cover = (column: number, high: number, low: number) => {
    if (column < 0 || column >= count) return
    if (top[column] === -1 || high < top[column]!) top[column] = Math.round(high)
    if (low > bottom[column]!) bottom[column] = Math.round(low)
  }
  for (const band of bands) {
    let [beforeX, beforeHigh, beforeLow] = [-1, 0, 0]
    for (const [i, {step, low, high}] of band.entries()) {
      const [x, highAt, lowAt] = [across(step), down(high), down(low)]
      if (i > 0) {
        for (let column = beforeX + 1; column < x; column++) {
          const part = (column - beforeX) / (x - beforeX)
          cover(column, beforeHigh + (highAt - beforeHigh) * part, beforeLow + (lowAt - beforeLow) * part)
        }
      }
      cover(x, highAt, lowAt)
      beforeX = x
      beforeHigh = highAt
      beforeLow = lowAt
    }
  }
  return {top, bottom}
}

/**
 * The outline of each band drawn so many columns wide, from the left along its upper edge and back along the lower. Of what falls into
 * a column the highest and the lowest stay, so no spike is lost. Bands within one and the same column are joined, since nobody sees the
 * gaps between them.
 */
export function bandOutlines(bands: readonly Band[], columnOf: ((step: number) => number) | undefined): Outline[] {
  const shown = columnOf ? joinedBands(bands, columnOf).map(band => envelope(band, columnOf)) : bands.map(whole)
  return shown.map(({upper, lower}) => ({
    points: [...upper.map(({step, high}) => at(step, high)), ...lower.map(({step, low}) => at(step, low)).reverse()],
    isAlone: upper[0]!.step === upper.at(-1)!.step,
  }))
}

export interface Outline {
  readonly points: Piece
  /** It is of one step, and has no width of its own. */
  readonly isAlone: boolean
}

const at = (step: number, value: number) => ({step, value, attempt: 1})
const whole = (band: Band) => ({upper: band, lower: band})

function joinedBands(bands: readonly Band[], columnOf: (step: number) => number): Band[] {
  const joined: BandPoint[][] = []
  let column: number | undefined
  for (const band of bands) {
    const [from, to] = [columnOf(band[0]!.step), columnOf(band.at(-1)!.step)]
    if (from === to && from === column) for (const point of band) joined.at(-1)!.push(point)
    else joined.push([...band])
    column = from === to ? from : undefined
  }
  return joined
}

function envelope(band: Band, columnOf: (step: number) => number): {upper: Band; lower: Band} {
  const [upper, lower]: [BandPoint[], BandPoint[]] = [[band[0]!], [band[0]!]]
  for (let from = 0; from < band.length; ) {
    const column = columnOf(band[from]!.step)
    let [high, low, to] = [from, from, from]
    for (; to < band.length && columnOf(band[to]!.step) === column; to++) {
      if (band[to]!.high > band[high]!.high) high = to
      if (band[to]!.low < band[low]!.low) low = to
    }
    if (high > 0) upper.push(band[high]!)
    if (low > 0) lower.push(band[low]!)
    from = to
  }
  for (const edge of [upper, lower]) if (edge.at(-1) !== band.at(-1)) edge.push(band.at(-1)!)
  return {upper, lower}
}
