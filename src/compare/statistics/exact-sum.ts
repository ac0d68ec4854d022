/**
 * The sum, rounded once: the same for every order of the values, and its negative for their negatives. Shewchuk 1997, "Adaptive
 * precision floating-point arithmetic", as Python's `math.fsum` does it. Not finite where a partial sum overflows.
 */
export function exactSum(values: Iterable<number>): number {
  const partials: number[] = []
  let count = 0
  for (const value of values) count = add(partials, count, value)
  return Number.isFinite(partials[count - 1] ?? 0) ? rounded(partials, count) : Number.POSITIVE_INFINITY
}

/** The first `count` partials do not overlap and grow; together they are the sum without an error. Answers how many they are now. */
function add(partials: number[], count: number, value: number): number {
  let carried = value
  let kept = 0
  for (let i = 0; i < count; i++) {
    const partial = partials[i]!
    const swap = Math.abs(carried) < Math.abs(partial)
    const large = swap ? partial : carried
    const small = swap ? carried : partial
    const high = large + small
    const low = small - (high - large)
    // `kept` never overtakes the loop.
    if (low !== 0) partials[kept++] = low
    carried = high
  }
  partials[kept++] = carried
  return kept
}

function rounded(partials: readonly number[], count: number): number {
  let at = count - 1
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
