import {compareSet} from '../../../../src/compare/set/compare-set'
import type {Entrant} from '../../../../src/compare/set/rival'
import fc from '../../../support/fast-check'

/** What a run measures; numbers below 1e-300 lose digits and are nobody's metric. */
const figure = (max: number) => fc.double({min: 0, max, noNaN: true}).filter(value => value === 0 || value > 1e-300)
const figures = fc.record({f1: figure(1), loss: figure(9)})
const run = (id: string, metrics: {f1: number; loss: number}): Entrant => ({
  id,
  name: id,
  record: {seed: 1, params: {id}, metrics, dataset: {splits: {dev: {hash: 'd1'}}}},
})
const compare = (runs: readonly Entrant[]) => compareSet(runs, {directions: {}, volatile: []})

test('compare(A, B) is minus compare(B, A)', () => {
  fc.assert(
    fc.property(figures, figures, (a, b) => {
      const [there, back] = [compare([run('a', a), run('b', b)]), compare([run('b', b), run('a', a)])]
      expect(back.verdict).toBe(there.verdict)
      for (const [i, {cells}] of there.metrics.entries()) {
        const [one, other] = [cells[1]!, back.metrics[i]!.cells[1]!]
        expect(one.delta! + other.delta!).toBe(0)
        expect(one.better).toBe(other.better === undefined ? undefined : !other.better)
        expect(one.test?.p).toBe(other.test?.p)
      }
    }),
  )
})

test('a run that is added changes no delta, no field of the others, and no reason about them', () => {
  fc.assert(
    fc.property(fc.array(figures, {minLength: 2, maxLength: 5}), figures, (all, more) => {
      const runs = all.map((own, i) => run(`r${i}`, own))
      const [before, after] = [compare(runs), compare([...runs, run('extra', more)])]
      expect(
        after.metrics.map(row => row.cells.slice(0, -1).map(cell => [cell?.mean, cell?.delta, cell?.test?.p])),
      ).toEqual(before.metrics.map(row => row.cells.map(cell => [cell?.mean, cell?.delta, cell?.test?.p])))
      expect(after.fields.differing.map(row => row.cells.slice(0, -1))).toEqual(
        before.fields.differing.map(row => row.cells),
      )
      expect(
        before.reasons.every(({kind, text}) => after.reasons.some(own => own.kind === kind && own.text === text)),
      ).toBe(true)
    }),
  )
})
