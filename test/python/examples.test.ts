// Comparing two runs by example against scikit-learn and SciPy, on random labels; skipped where the interpreter has neither.
import {execFileSync} from 'node:child_process'
import {join} from 'node:path'
import {generator} from '../../src/compare/statistics/generator'
import {hasModule, PYTHON} from '../support/heard-run'
import {compared, numbers, predictionsOf} from '../support/predictions'

const {below} = generator('examples.test')
const times = <T>(n: number, make: () => T): T[] => Array.from({length: n}, make)

/** Some with labels that only one run predicts, or that only gold has. */
function aCase() {
  const [n, labels] = [2 + below(200), 1 + below(6)]
  const gold = times(n, () => `l${below(labels)}`)
  const like = () => gold.map(label => (below(10) < 6 ? label : `l${below(labels + 1)}`))
  const [before, after] = [like(), like()]
  // SciPy counts all ways of the signs: no more than fourteen pairs.
  const losses = () => times(Math.min(n, 14), () => below(1000) / 1000)
  const found = [...new Set([...gold, ...before, ...after])].sort()
  return {gold, before, after, labels: found, before_loss: losses(), after_loss: losses()}
}

;(hasModule('scipy') && hasModule('sklearn') ? test : test.skip)(
  'scikit-learn and SciPy say the same of 25 pairs of runs',
  () => {
    const cases = times(25, aCase)
    const script = join(__dirname, 'examples_answers.py')
    const theirs = JSON.parse(execFileSync(PYTHON, [script], {input: JSON.stringify(cases), encoding: 'utf8'}))
    for (const [i, {gold, before, after, labels, before_loss, after_loss}] of cases.entries()) {
      const loss = (values: number[]) => numbers({loss: gold.map((_, at) => values[at] ?? Number.NaN)})
      const ours = compared(
        predictionsOf(gold, before, {numbers: loss(before_loss)}),
        predictionsOf(gold, after, {numbers: loss(after_loss)}),
      )
      const {classes, test: overall} = ours.labels!
      expect(classes.map(({label}) => label)).toEqual(labels)
      for (const side of ['before', 'after'] as const) {
        const {accuracy, macroF1} = ours.labels![side]
        const scores = classes.map(each => each[side])
        same([accuracy, macroF1!], [theirs[i][side].accuracy, theirs[i][side].macro_f1])
        same(
          scores.map(({recall}) => recall ?? 0),
          theirs[i][side].recall,
        )
        same(
          scores.map(({f1}) => f1),
          theirs[i][side].f1,
        )
      }
      same([overall.p, ...classes.map(each => each.test?.p ?? 1)], [theirs[i].p, ...theirs[i].classes])
      same([ours.numbers[0]!.test.p], [theirs[i].sign_flip])
    }
  },
  300_000,
)

function same(ours: readonly number[], theirs: readonly number[]): void {
  expect(ours).toEqual(theirs.map(value => expect.closeTo(value, 11)))
}
