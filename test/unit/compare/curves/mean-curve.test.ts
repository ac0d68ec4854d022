import {meanCurve} from '../../../../src/compare/curves/mean-curve'

const points = (values: readonly number[], first = 0) =>
  values.map((value, i) => ({step: first + i * 10, value, attempt: 1}))
const of = (seed: string | undefined, values: readonly number[], first = 0) => ({seed, points: points(values, first)})
const {NaN: nan, POSITIVE_INFINITY: infinite} = Number

test('mean, sd with n - 1, least and greatest over three seeds', () => {
  const {points: found, mean} = meanCurve([of('1', [1, 10]), of('2', [2, 10]), of('3', [6, 10])])
  // (1 + 2 + 6) / 3 = 3; (4 + 1 + 9) / 2 = 7.
  expect(found).toEqual([
    {step: 0, value: 3, attempt: 1, spread: {n: 3, sd: Math.sqrt(7), least: 1, greatest: 6}},
    {step: 10, value: 10, attempt: 1, spread: {n: 3, sd: 0, least: 10, greatest: 10}},
  ])
  expect(mean).toEqual({seeds: 3, runs: 3, without: 0, left: 0, resumed: 0})
})

test('reruns of one seed are averaged first, at the steps that any of them measured', () => {
  const {points: found, mean} = meanCurve([of('1', [1, 2, 3]), of('1', [3]), of('2', [4, 4, 5])])
  expect(found.map(({value}) => value)).toEqual([3, 3, 4])
  expect(found[0]!.spread).toEqual({n: 2, sd: Math.SQRT2, least: 2, greatest: 4})
  expect(mean).toMatchObject({seeds: 2, runs: 3, left: 0})
})

test('runs whose seed nobody knows are one seed', () => {
  const {points: found, mean} = meanCurve([of(undefined, [1]), of(undefined, [3]), of('1', [4])])
  expect(found).toEqual([{step: 0, value: 3, attempt: 1, spread: {n: 2, sd: Math.SQRT2, least: 2, greatest: 4}}])
  expect(mean.seeds).toBe(2)
})

test('one seed with reruns has a mean and no spread', () => {
  const [point] = meanCurve([of('1', [1]), of('1', [2])]).points
  expect(point).toEqual({step: 0, value: 1.5, attempt: 1, spread: {n: 1, least: 1.5, greatest: 1.5}})
})

test('a step that not every seed measured is left out and counted, with the seed that has the fewest', () => {
  const {points: found, mean} = meanCurve([of('1', [1, 2, 3, 4]), of('2', [1, 2]), of('3', [1, 2, 3])])
  expect(found.map(({step}) => step)).toEqual([0, 10])
  expect(mean).toMatchObject({seeds: 3, left: 2, fewest: {seed: '2', steps: 2}})
})

test('nothing is interpolated: seeds that measured at other steps have no mean', () => {
  const {points: found, mean} = meanCurve([of('1', [1, 2]), of('2', [1, 2, 3], 5)])
  expect(found).toEqual([])
  expect(mean).toMatchObject({left: 5, fewest: {seed: '1', steps: 2}})
})

test('a value that is not finite is in no mean, and counted; where no seed is finite there is none', () => {
  const {points: found, mean} = meanCurve([
    of('1', [1, nan, nan]),
    of('2', [3, 5, infinite]),
    of('2', [3, 7, -infinite]),
  ])
  expect(found).toEqual([
    {step: 0, value: 2, attempt: 1, spread: {n: 2, sd: Math.SQRT2, least: 1, greatest: 3}},
    {step: 10, value: 6, attempt: 1, spread: {n: 1, least: 6, greatest: 6}},
    {step: 20, value: nan, attempt: 1, spread: {n: 0}},
  ])
  expect(mean.notFinite).toEqual({values: 4, runs: 3, from: 10})
})

test('a mean that is beyond the doubles is none', () => {
  const {points: found} = meanCurve([of('1', [1.7e308]), of('2', [1.7e308])])
  expect(found).toEqual([{step: 0, value: nan, attempt: 1, spread: {n: 2}}])
})

test('of a step that a run says twice the last counts, and only once', () => {
  const twice = {seed: '1', points: [...points([9]), ...points([1, 2])]}
  const {points: found, mean} = meanCurve([twice, of('2', [3, 4])])
  expect(found.map(({step, value}) => [step, value])).toEqual([
    [0, 2],
    [10, 3],
  ])
  expect(mean.left).toBe(0)
})

test('a run that is alone keeps its points, attempts and gaps', () => {
  const own = [...points([1, nan]), {step: 20, value: infinite, attempt: 2}]
  const {points: found, mean} = meanCurve([{seed: '1', points: own}], 3)
  expect(found).toBe(own)
  expect(mean).toEqual({
    seeds: 1,
    runs: 1,
    without: 2,
    left: 0,
    notFinite: {values: 2, runs: 1, from: 10},
    resumed: 1,
  })
})

test('runs that were resumed are counted', () => {
  const resumed = {seed: '2', points: [...points([1]), {step: 10, value: 2, attempt: 2}]}
  expect(meanCurve([of('1', [1, 2]), resumed]).mean.resumed).toBe(1)
})
