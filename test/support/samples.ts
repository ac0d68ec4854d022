import fc from './fast-check'

/** Metrics as people write them, with up to four digits: ties are frequent. */
export const metric = fc.integer({min: 0, max: 10_000}).map(whole => whole / 10_000)
export const metrics = (minLength: number, maxLength: number) => fc.array(metric, {minLength, maxLength})
export const metricPairs = (minLength: number, maxLength: number) =>
  fc
    .array(fc.tuple(metric, metric), {minLength, maxLength})
    .map(pairs => [pairs.map(([a]) => a), pairs.map(([, b]) => b)] as const)
export const reversed = (values: readonly number[]) => [...values].reverse()
export const plus = (values: readonly number[], more: number) => values.map(value => value + more)
