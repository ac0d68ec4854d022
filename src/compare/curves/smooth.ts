import type {CurvePoint, Points} from './curve'

/**
 * The exponential moving average over so many points, weights normalized, so that it starts at the first value: with α = 2 / (span + 1),
 * yᵢ = Σⱼ (1 − α)ⁱ⁻ʲ xⱼ / Σⱼ (1 − α)ⁱ⁻ʲ for j ≤ i, as pandas' `ewm(span, adjust=True, ignore_na=True).mean()`. It goes by points, not
 * by the steps between them, and on through a new attempt. A value that is not finite stays as it is, and the average passes over it.
 */
export function smoothed(points: Points, span: number): CurvePoint[] {
  const keep = 1 - 2 / (span + 1)
  let [sum, weights] = [0, 0]
  return points.map(point => {
    if (!Number.isFinite(point.value)) return point
    sum = sum * keep + point.value
    weights = weights * keep + 1
    return {...point, value: sum / weights}
  })
}
