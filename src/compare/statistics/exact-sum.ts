/**
 * The sum, rounded once: the same for every order of the values, and its negative for their negatives. Shewchuk 1997, "Adaptive
 * precision floating-point arithmetic", as Python's `math.fsum` does it. Not finite where a partial sum overflows.
 */
export function exactSum(values: Iterable<number>): number {
  const partials: number[] = []
  for (const value of values) add(partials, value)
  return Number.isFinite(partials.at(-1) ?? 0) ? rounded(partials) : Number.POSITIVE_INFINITY
}

/** Partials do not overlap and grow; together they are the sum without an error. */
function add(partials: number[], value: number): void {
  let carried = value
  let kept = 0
  for (const partial of partials) {
    const [large, small] = Math.abs(carried) < Math.abs(partial) ? [partial, carried] : [carried, partial]
    const high = large + small
    const low = small - (high - large)
    // `kept` never overtakes the loop.
    if (low !== 0) partials[kept++] = low
    carried = high
  }
  partials.length = kept
  partials.push(carried)
}

function rounded(partials: readonly number[]): number {
  let at = partials.length - 1
  let high = partials[at] ?? 0
  let low = 0
  while (at > 0 && low === 0) {
    const part = partials[--at]!
    const sum = high + part
    low = part - (sum - high)
    high = sum
  }
  return at > 0 && low * partials[at - 1]! > 0 ? halfwayFixed(high, low) : high
}

/** Half of the last place was rounded to even, and what lies below says otherwise. */
function halfwayFixed(high: number, low: number): number {
  const next = high + 2 * low
  return next - high === 2 * low ? next : high
}
