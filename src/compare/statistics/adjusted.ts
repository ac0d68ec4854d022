/**
 * Holm's p-values (1979), in the order given: those at or below alpha keep the chance of even one false claim at alpha, whatever
 * depends on what. Throws a RangeError for a number that is no p-value.
 */
export function holm(ps: readonly number[]): number[] {
  const adjusted = new Array<number>(ps.length)
  let highest = 0
  for (const [rank, i] of ascending(ps).entries()) {
    highest = Math.max(highest, Math.min(1, (ps.length - rank) * ps[i]!))
    adjusted[i] = highest
  }
  return adjusted
}

/** Benjamini and Hochberg's (1995): those at or below q hold, on average, a share of q of false claims. Throws as `holm` does. */
export function benjaminiHochberg(ps: readonly number[]): number[] {
  const adjusted = new Array<number>(ps.length)
  let lowest = 1
  for (const [rank, i] of [...ascending(ps).entries()].reverse()) {
    lowest = Math.min(lowest, (ps.length * ps[i]!) / (rank + 1))
    adjusted[i] = lowest
  }
  return adjusted
}

function ascending(ps: readonly number[]): number[] {
  const wrong = ps.find(p => !(p >= 0 && p <= 1))
  if (wrong !== undefined) throw new RangeError(`${wrong} is no p-value`)
  return ps.map((_, i) => i).sort((i, j) => ps[i]! - ps[j]!)
}
