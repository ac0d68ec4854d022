import type {CurvePoint} from '../../compare/curves/curve'
import type {Piece} from './lines'

type ColumnOf = (step: number) => number

/**
 * Lines that look the same drawn so many columns wide, with two points a column and two more each at most. No spike is lost: of what
 * falls into a column the least and the greatest stay. Lines that begin and end within one and the same column are joined, since nobody
 * sees the gaps between them.
 */
export function decimateLines(pieces: readonly Piece[], columnOf: ColumnOf): Piece[] {
  const joined: CurvePoint[][] = []
  let column: number | undefined
  for (const piece of pieces) {
    const [from, to] = [columnOf(piece[0]!.step), columnOf(piece.at(-1)!.step)]
    if (from === to && from === column) joined.at(-1)!.push(...piece)
    else joined.push([...piece])
    column = from === to ? from : undefined
  }
  return joined.map(piece => decimate(piece, columnOf))
}

/** One line. */
export function decimate(points: Piece, columnOf: ColumnOf): Piece {
  const kept: CurvePoint[] = []
  const last = points.length - 1
  for (let from = 0; from <= last; ) {
    const column = columnOf(points[from]!.step)
    let [low, high, to] = [from, from, from]
    for (; to <= last && columnOf(points[to]!.step) === column; to++) {
      if (points[to]!.value < points[low]!.value) low = to
      if (points[to]!.value > points[high]!.value) high = to
    }
    const ends = [...(from === 0 ? [0] : []), low, high, ...(to > last ? [last] : [])]
    for (const at of [...new Set(ends)].sort((a, b) => a - b)) kept.push(points[at]!)
    from = to
  }
  return kept
}
