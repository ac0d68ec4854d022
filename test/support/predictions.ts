import {
  compareExamples,
  type ExamplesComparison,
  type ExamplesOptions,
} from '../../src/compare/examples/compare-examples'
import {readPredictions} from '../../src/importers/predictions'
import type {Predictions} from '../../src/model/predictions'

/** What a file says that must say something. */
export function readable(path: string, content: string): Predictions {
  const read = readPredictions(path, Buffer.from(content))
  if ('problem' in read) throw new Error(`${path} ${read.problem}`)
  return read
}

export function problemIn(path: string, content: string | Uint8Array): string | undefined {
  const read = readPredictions(path, typeof content === 'string' ? Buffer.from(content) : content)
  return 'problem' in read ? read.problem : undefined
}

/** Gold labels and what one run said of each; ids are the places in the list. */
export function predictionsOf(
  gold: readonly string[],
  predicted: readonly string[],
  more: Partial<Predictions> = {},
): Predictions {
  const ids = gold.map((_, i) => `e${i}`)
  return {ids, idColumn: 'id', gold, predicted, numbers: new Map(), groups: new Map(), notes: [], ...more}
}

export const numbers = (columns: Record<string, readonly number[]>) =>
  new Map(Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)]))

/** Of files that must be of the same examples. */
export function compared(
  before: Predictions,
  after: Predictions,
  options: Partial<ExamplesOptions> = {},
): ExamplesComparison {
  const answer = compareExamples(before, after, {keys: ['run-a', 'run-b'], directions: {}, ...options})
  if ('problem' in answer) throw new Error(answer.problem)
  return answer
}
