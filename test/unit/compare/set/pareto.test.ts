import {type Objective, paretoFront} from '../../../../src/compare/set/pareto'
import fc from '../../../support/fast-check'

const f1 = (...means: (number | undefined)[]): Objective => ({path: 'f1', direction: 'higher', means})
const latency = (...means: (number | undefined)[]): Objective => ({path: 'latency', direction: 'lower', means})

test('better in one and no worse in the others stays; ties stay, what lacks an objective is told', () => {
  const front = paretoFront([f1(0.8, 0.9, 0.7, 0.9, 0.95), latency(10, 20, 15, 20, undefined)], 5)
  expect(front).toEqual({front: [0, 1, 3], lacking: [4]})
})

test('nobody on the front is beaten, and everybody off it is', () => {
  const means = fc.array(fc.tuple(fc.integer({min: 0, max: 5}), fc.integer({min: 0, max: 5})), {minLength: 1})
  fc.assert(
    fc.property(means, points => {
      const objectives = [f1(...points.map(([a]) => a)), latency(...points.map(([, b]) => b))]
      const {front} = paretoFront(objectives, points.length)
      const beats = ([a, b]: [number, number], [c, d]: [number, number]) => a >= c && b <= d && (a > c || b < d)
      points.forEach((own, i) => {
        expect(front.includes(i)).toBe(!points.some(other => beats(other, own)))
      })
    }),
  )
})
