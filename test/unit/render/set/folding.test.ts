import type {Json} from '../../../../src/base/json'
import {compareSet} from '../../../../src/compare/set/compare-set'
import {foldMetrics} from '../../../../src/render/set/folding'
import {legend} from '../../../../src/render/set/reasons'

const NOTHING = {metrics: [], classes: false, all: false}
const of = (...metrics: Record<string, Json>[]) =>
  compareSet(
    metrics.map((own, i) => ({id: `r${i}`, name: `r${i}`, record: {params: {i}, metrics: own}})),
    {directions: {}, volatile: []},
  )
const folded = (comparison: ReturnType<typeof of>, more = {}) => {
  const {shown, lines, same} = foldMetrics(comparison, {...NOTHING, ...more})
  return {shown: shown.map(({path}) => path), lines, same}
}

test('a line for the classes: what collapsed; where nothing did, what gained; precision and recall with their F1', () => {
  const scores = (neutral: number, positive: number) => ({
    class_f1: {neutral, positive},
    class_recall: {neutral, positive},
    class_support: {neutral: 50, positive: 50},
  })
  const [a, b] = [{test: scores(0.8, 0.7)}, {test: scores(0.1, 0.75)}]
  const line = 'test.class_f1, recall: 4 figures; '
  expect(folded(of(a, b))).toEqual({
    shown: [],
    lines: [`${line}neutral falls most: 0.8 → 0.1 (-0.7) (--classes)`],
    same: 2,
  })
  expect(folded(of(b, a)).lines[0]).toContain('positive falls most: 0.75 → 0.7')
  const c = {test: scores(0.8, 0.75)}
  expect(folded(of(a, c)).lines).toEqual([
    'test.class_f1, recall: 2 figures; none is worse, positive rises most: 0.7 → 0.75 (+0.05) (--classes)',
  ])
  expect(folded(of(a, c), {classes: true}).shown).toEqual(['test.class_f1.positive', 'test.class_recall.positive'])
})

test('what a trainer logs of its own going is counted; shown where it is asked for, or all there is', () => {
  const run = (f1: number, runtime: number) => ({dev: {f1, runtime, steps_per_second: runtime}, runtime})
  const comparison = of(run(0.8, 3), run(0.7, 4))
  expect(folded(comparison)).toEqual({
    shown: ['dev.f1', 'runtime'],
    lines: ['2 figures of runtime and schedule, as dev.runtime (--all)'],
    same: 0,
  })
  expect(folded(comparison, {all: true}).shown).toContain('dev.steps_per_second')
  expect(folded(comparison, {metrics: ['dev.runtime']}).shown).toEqual(['dev.runtime'])
  expect(folded(of({dev: {runtime: 3}}, {dev: {runtime: 4}})).shown).toEqual(['dev.runtime'])
})

test('marks are explained where they are seen, and numbers of examples that nobody changed are no news', () => {
  const record = (hash: string, f1: number, runtime: number) => ({
    dataset: {splits: {dev: {hash}}},
    metrics: {dev: {f1, runtime, class_support: {a: 50}}},
  })
  const [a, b] = [record('a', 0.8, 3), record('b', 0.7, 4)]
  const comparison = compareSet(
    [a, b].map((own, i) => ({id: `r${i}`, name: `r${i}`, record: own})),
    {directions: {}, volatile: []},
  )
  const {shown, lines} = foldMetrics(comparison, NOTHING)
  expect([shown.map(({path}) => path), lines]).toEqual([['dev.f1'], [expect.stringContaining('dev.runtime')]])
  expect(legend(shown, 2)).toEqual([])
  expect(legend(comparison.metrics, 2)).toContain('*: best of its row')
})
