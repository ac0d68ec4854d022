import type {CurvePoint, Points} from '../../compare/curves/curve'

/** Points that are joined by a line, by step. */
export type Piece = readonly CurvePoint[]

/**
 * The lines of a curve: one for each attempt, broken where a value cannot be drawn. A later attempt goes on from the last point before it;
 * what an earlier one had measured beyond that stays its own line.
 */
export function linesOf(points: Points, canBeDrawn: (value: number) => boolean): Piece[] {
  const pieces: CurvePoint[][] = []
  const open = new Map<number, CurvePoint[]>()
  const seen = new Set<number>()
  let before: CurvePoint | undefined
  for (const point of points) {
    const {attempt, value} = point
    if (!canBeDrawn(value)) open.delete(attempt)
    else {
      const piece = open.get(attempt)
      if (piece) piece.push(point)
      else {
        const begun = before !== undefined && !seen.has(attempt) ? [before, point] : [point]
        open.set(attempt, begun)
        pieces.push(begun)
      }
    }
    seen.add(attempt)
    before = canBeDrawn(value) ? point : undefined
  }
  return pieces
}
