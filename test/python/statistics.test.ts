// Our statistics against SciPy's on some hundred random samples each; skipped where the interpreter has no SciPy.
import {execFileSync} from 'node:child_process'
import {join} from 'node:path'
import {benjaminiHochberg} from '../../src/compare/statistics/adjusted'
import {incompleteBeta} from '../../src/compare/statistics/beta'
import {binomialAtLeast, binomialAtMost} from '../../src/compare/statistics/binomial'
import {logBeta, logGamma} from '../../src/compare/statistics/gamma'
import {generator} from '../../src/compare/statistics/generator'
import {mcnemar} from '../../src/compare/statistics/mcnemar'
import {chiSquareTail, normalCdf, normalQuantile} from '../../src/compare/statistics/normal'
import {pairedT} from '../../src/compare/statistics/paired-t'
import {permutationUnpaired} from '../../src/compare/statistics/permutation'
import {mannWhitney, wilcoxon} from '../../src/compare/statistics/rank-tests'
import {signFlip} from '../../src/compare/statistics/sign-flip'
import {tQuantile, tTwoSided} from '../../src/compare/statistics/student'
import {summary} from '../../src/compare/statistics/summary'
import {type MeanTest, welch} from '../../src/compare/statistics/welch'
import {wilson} from '../../src/compare/statistics/wilson'
import {hasModule, PYTHON} from '../support/heard-run'

type Numbers = readonly number[]
// biome-ignore lint/suspicious/noExplicitAny: each has its own arguments, and gets those that its questions hold
type Ours = (...args: any[]) => number | readonly (number | undefined)[] | undefined

interface Subject {
  readonly ours: Ours
  readonly questions: readonly (readonly (number | Numbers)[])[]
  /** Off by at most this, as a part of SciPy's answer (of 1, for one below `from`). */
  readonly within: number
  readonly from?: number
}

const {next, below} = generator('statistics.test')
const uniform = () => (next() + 0.5) / 2 ** 32
const within = (low: number, high: number) => low + (high - low) * uniform()
/** From 10^low to 10^high, each power as often. */
const powers = (low: number, high: number) => 10 ** within(low, high)
const times = <T>(n: number, make: () => T): T[] => Array.from({length: n}, make)
const mean = ({statistic, df, p, interval}: MeanTest) => [statistic, df, p, ...(interval ?? [])]

/** Metrics of a few seeds, of any scale. */
const sample = (n: number, level = within(-1, 1), scale = 10 ** within(-4, 4)) =>
  times(n, () => scale * (level + 0.1 * normalQuantile(uniform())!))
const two = (n: number, m: number) => {
  const scale = powers(-4, 4)
  return [sample(n, 0.8, scale), sample(m, 0.8 + within(-0.2, 0.2), scale)] as const
}
const size = (least: number, most: number) => least + below(most - least + 1)
const pairs = (least: number, most: number) => {
  const n = size(least, most)
  return two(n, n)
}
const counts = () => {
  const n = size(1, 400)
  return [below(n + 1), n, uniform()]
}

const SUBJECTS: Readonly<Record<string, Subject>> = {
  gamma: {ours: logGamma, questions: times(300, () => [powers(-3, 6)]), within: 1e-14, from: 1},
  // SciPy's own is off by 1e-10 where one is large; by mpmath, with forty digits, ours by 1e-14.
  logBeta: {ours: logBeta, questions: times(300, () => [powers(-1, 5), powers(-1, 5)]), within: 1e-9, from: 1},
  beta: {
    ours: incompleteBeta,
    questions: times(400, () => [powers(-1, 3), powers(-1, 3), uniform()]),
    within: 1e-10,
    from: 1e-200,
  },
  normalCdf: {ours: normalCdf, questions: times(300, () => [within(-35, 10)]), within: 1e-12},
  normalQuantile: {
    ours: normalQuantile,
    questions: [...times(200, () => [uniform()]), ...times(200, () => [powers(-300, -1)])],
    within: 1e-12,
    from: 1e-3,
  },
  chiSquareTail: {ours: chiSquareTail, questions: times(300, () => [powers(-6, 3)]), within: 1e-12},
  tTwoSided: {
    ours: tTwoSided,
    questions: times(400, () => [powers(-3, 3), powers(0, 9)]),
    within: 1e-10,
    from: 1e-200,
  },
  tQuantile: {
    ours: tQuantile,
    questions: [...times(300, () => [uniform(), powers(0, 9)]), ...times(200, () => [powers(-12, -2), size(1, 200)])],
    within: 1e-10,
    from: 1e-3,
  },
  binomialAtMost: {ours: binomialAtMost, questions: times(300, counts), within: 1e-10, from: 1e-200},
  binomialAtLeast: {ours: binomialAtLeast, questions: times(300, counts), within: 1e-10, from: 1e-200},
  summary: {
    ours: values => {
      const {mean, sd, interval} = summary(values)!
      return [mean, sd, ...interval!]
    },
    questions: times(300, () => [sample(size(2, 12))]),
    within: 1e-11,
  },
  welch: {
    ours: (a, b) => mean(welch(a, b)!),
    questions: times(300, () => two(size(2, 12), size(2, 12))),
    within: 1e-10,
  },
  paired: {ours: (a, b) => mean(pairedT(a, b)!), questions: times(300, () => pairs(2, 12)), within: 1e-10},
  unpaired: {
    ours: (a, b) => permutationUnpaired(a, b)!.p,
    questions: times(200, () => two(size(2, 7), size(2, 6))),
    within: 1e-12,
  },
  signFlip: {ours: d => signFlip(d)!.p, questions: times(200, () => [sample(size(2, 11))]), within: 1e-12},
  mannWhitney: {
    ours: (a, b) => {
      const {statistic, p} = mannWhitney(a, b)!
      return [statistic, p]
    },
    questions: times(200, () => two(size(1, 8), size(1, 8))),
    within: 1e-12,
  },
  wilcoxon: {
    ours: (a, b) => {
      const {statistic, p} = wilcoxon(a, b)!
      return [statistic, p]
    },
    questions: times(200, () => pairs(2, 12)),
    within: 1e-12,
  },
  mcnemar: {ours: (b, c) => mcnemar(b, c)!.p, questions: times(300, () => [below(40), below(40)]), within: 1e-11},
  wilson: {ours: wilson, questions: times(300, () => counts().slice(0, 2)), within: 1e-11, from: 1e-3},
  benjaminiHochberg: {
    ours: benjaminiHochberg,
    questions: times(200, () => [times(size(1, 20), uniform)]),
    within: 1e-14,
  },
}

function asked(): Record<string, (number | null | (number | null)[])[]> {
  const input = JSON.stringify(
    Object.fromEntries(Object.entries(SUBJECTS).map(([name, {questions}]) => [name, questions])),
  )
  const script = join(__dirname, 'scipy_answers.py')
  return JSON.parse(execFileSync(PYTHON, [script], {input, encoding: 'utf8', maxBuffer: 2 ** 26}))
}

/** The largest, as a part of the answer; none of ours may be missing where SciPy has a number. */
function errorOf({ours, questions, from = 0}: Subject, answers: readonly unknown[]): number {
  const errors = questions.flatMap((question, i) => {
    const mine = [ours(...question)].flat()
    return [answers[i]].flat().map((theirs, at) => {
      if (theirs === null) return 0
      return (
        Math.abs((mine[at] ?? Number.NaN) - (theirs as number)) /
        Math.max(Math.abs(theirs as number), from, Number.MIN_VALUE)
      )
    })
  })
  return errors.every(Number.isFinite) ? Math.max(...errors) : Number.POSITIVE_INFINITY
}

;(hasModule('scipy') ? describe : describe.skip)('SciPy says the same', () => {
  let answers: ReturnType<typeof asked>
  beforeAll(() => {
    answers = asked()
  }, 120_000)

  test.each(Object.keys(SUBJECTS))('%s', name => {
    const error = errorOf(SUBJECTS[name]!, answers[name]!)
    expect(error).toBeLessThanOrEqual(SUBJECTS[name]!.within)
  })
})
