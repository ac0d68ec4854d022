import {chosenUnasked, rankMetrics} from '../../../../src/compare/curves/choose-metrics'

const all = (metrics: readonly string[], runs = 2, points = 10) => metrics.map(metric => ({metric, runs, points}))
const ledger = {directions: {}, primary: 'dev.quality'}

test('the primary metric, losses, what has a direction, the rest, classes, the machine', () => {
  const metrics = [
    'train.learning_rate',
    'dev.class_f1.neg',
    'train.grad_norm',
    'dev.macro_f1',
    'train.loss',
    'dev.loss',
    'dev.quality',
  ]
  expect(rankMetrics(all(metrics), ledger)).toEqual([
    'dev.quality',
    'dev.loss',
    'train.loss',
    'dev.macro_f1',
    'train.grad_norm',
    'dev.class_f1.neg',
    'train.learning_rate',
  ])
})

test('what less than half as many runs have comes after what most have; within half, kind decides before number', () => {
  const candidates = [
    ...all(['dev.quality'], 1),
    ...all(['dev.macro_f1'], 12),
    ...all(['loss'], 6),
    ...all(['aux.loss'], 5),
  ]
  expect(rankMetrics(candidates, ledger)).toEqual(['loss', 'dev.macro_f1', 'dev.quality', 'aux.loss'])
  const losses = [...all(['b.loss'], 12), ...all(['a.loss'], 11)]
  expect(rankMetrics(losses, ledger)).toEqual(['b.loss', 'a.loss'])
})

test('a single point comes after curves', () => {
  expect(rankMetrics([...all(['test.loss'], 2, 1), ...all(['other'])], ledger)).toEqual(['other', 'test.loss'])
})

test('four at most, and of the machine only where there is nothing else', () => {
  expect(chosenUnasked(['a', 'b', 'train.lr', 'c', 'd', 'e'])).toEqual(['a', 'b', 'c', 'd'])
  expect(chosenUnasked(['train.learning_rate', 'epoch'])).toEqual(['train.learning_rate', 'epoch'])
})
