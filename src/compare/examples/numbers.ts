import type {Predictions} from '../../model/predictions'
import type {Direction} from '../../model/settings'
import {directionOf} from '../directions'
import {type Bootstrap, bootstrapPaired} from '../statistics/bootstrap'
import type {Interval} from '../statistics/moments'
import {differencesOf} from '../statistics/paired-t'
import {DRAWS, type PermutationTest} from '../statistics/permutation'
import {signFlip} from '../statistics/sign-flip'
import {summary} from '../statistics/summary'
import type {Aligned} from './align'
import {type DrawOrder, turnedRound} from './order'
import {drawsFor} from './resample'
import {judge, type Tested} from './verdict'

/** One number of each example, such as its loss, in both runs. */
export interface NumberComparison {
  readonly column: string
  /** Examples with a finite number in both. */
  readonly n: number
  /** Those without. */
  readonly missing: number
  /** Means. */
  readonly before: number
  readonly after: number
  /** Of the means. */
  readonly delta: number
  readonly interval?: Interval
  /** Examples whose number is higher in the second run, equal, and lower. */
  readonly higher: number
  readonly equal: number
  readonly lower: number
  /** Which way is better; absent: unknown. */
  readonly direction?: Direction
  /** All ways of signs were counted; else a sample of them. */
  readonly exact: boolean
  /** By sign-flip, among those of all columns. */
  readonly test: Tested
}

type Directions = Readonly<Record<string, Direction>>

/** Whether an example is right, by any name of it, is better higher; a ledger that says otherwise is heard. */
const RIGHT: Directions = {correct: 'higher', is_correct: 'higher', right: 'higher'}
/** Draws times examples that take about a second. */
const MOST_SIGNS = 200_000_000
const LEAST_DRAWS = 1_000

/** Columns of both files, those left out that no example has another value in: they are facts about the examples. */
export function compareNumbers(
  {rows}: Aligned,
  [before, after]: readonly [Predictions, Predictions],
  {directions, wanted, order}: {readonly directions: Directions; readonly wanted?: string; readonly order: DrawOrder},
): NumberComparison[] {
  const names = [...before.numbers.keys()].filter(name => after.numbers.has(name) && (wanted ?? name) === name).sort()
  const pairs = names.flatMap(column => {
    const pair = pairedNumbers([before.numbers.get(column)!, after.numbers.get(column)!], rows)
    const differs = wanted !== undefined || pair.before.some((value, i) => value !== pair.after[i])
    return pair.before.length > 0 && differs ? [compareOne(column, pair, {directions, order})] : []
  })
  const tests = judge(pairs.map(({delta, direction, flipped: {p, least}}) => ({p, least, delta, direction})))
  return pairs.map(({flipped: {exact}, ...one}, i) => ({...one, exact, test: tests[i]!}))
}

interface PairedNumbers {
  readonly before: readonly number[]
  readonly after: readonly number[]
  readonly missing: number
}

function pairedNumbers(
  [before, after]: readonly [Float64Array, Float64Array],
  [left, right]: Aligned['rows'],
): PairedNumbers {
  const pairs = Array.from(left, (row, i) => [before[row]!, after[right[i]!]!] as const)
  const kept = pairs.filter(pair => pair.every(Number.isFinite))
  return {before: kept.map(([one]) => one), after: kept.map(([, other]) => other), missing: pairs.length - kept.length}
}

type Untested = Omit<NumberComparison, 'test' | 'exact'> & {readonly flipped: PermutationTest}

function compareOne(
  column: string,
  {before, after, missing}: PairedNumbers,
  {directions, order}: {readonly directions: Directions; readonly order: DrawOrder},
): Untested {
  const differences = differencesOf(after, before)
  const n = differences.length
  const draws = Math.max(LEAST_DRAWS, Math.min(DRAWS, Math.floor(MOST_SIGNS / n)))
  const direction = directionOf(column, {...RIGHT, ...directions})
  const bootstrap = bootstrapDelta(column, before, after, order)
  const higher = differences.filter(each => each > 0).length
  const lower = differences.filter(each => each < 0).length
  return {
    column,
    n,
    missing,
    before: meanOf(before),
    after: meanOf(after),
    delta: meanOf(differences),
    ...(bootstrap && {interval: bootstrap.interval}),
    higher,
    equal: n - higher - lower,
    lower,
    ...(direction && {direction}),
    flipped: signFlip(differences, {draws, seed: `${order.seed} ${column}`})!,
  }
}

const meanOf = (values: readonly number[]) => summary(values)?.mean ?? Number.NaN

function bootstrapDelta(
  column: string,
  before: readonly number[],
  after: readonly number[],
  {seed, turned}: DrawOrder,
): Bootstrap | undefined {
  const [first, second] = turned ? [before, after] : [after, before]
  const result = bootstrapPaired(first, second, {draws: drawsFor(before.length, 1), seed: `${seed} ${column}`})
  return result && turned ? turnedRound(result) : result
}
