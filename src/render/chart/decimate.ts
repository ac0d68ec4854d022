import type {CurvePoint} from '../../compare/curves/curve'

/**
 * Of the points that fall into one column the least and the greatest, in their order, and the two ends of the line: what is drawn of it
 * looks the same, and no spike is lost. At most two points a column and two more.
 */
export function decimate(points: readonly CurvePoint[], columnOf: (step: number) => number): readonly CurvePoint[] {
  const kept: CurvePoint[] = []
  const last = points.length - 1
  for (let from = 0; from <= last; ) {
    const column = columnOf(points[from]!.step)
    let [low, high, to] = [from, from, from]
    for (; to <= last && columnOf(points[to]!.step) === column; to++) {
      if (points[to]!.value < points[low]!.value) low = to
      if (points[to]!.value > points[high]!.value) high = to
    }
    const ends = [from === 0 ? 0 : low, to > last ? last : low]
    const chosen = new Set([low, high, ...ends])
    for (const at of [...chosen].sort((a, b) => a - b)) kept.push(points[at]!)
    from = to
  }
  return kept
}
