import {spawnSync} from 'node:child_process'
import {hasControl} from '../../src/base/text'
import type {Points} from '../../src/compare/curves/curve'
import {inputDifferences} from '../../src/compare/reproduction/inputs'
import {judge} from '../../src/compare/reproduction/judge'
import {planOf} from '../../src/compare/reproduction/plan/plan-of'
import {parseTolerance} from '../../src/compare/reproduction/tolerance'
import {planMarkdown, planText} from '../../src/render/reproduction/plan'
import {planScript} from '../../src/render/reproduction/plan-script'
import fc from '../support/fast-check'
import {aRecord, aText} from '../support/odd-records'

const aCurve: fc.Arbitrary<Points> = fc
  .array(fc.record({step: fc.integer({min: 0, max: 9}), value: fc.double(), attempt: fc.constant(1)}), {maxLength: 4})
  .map(points => [...new Map(points.map(point => [point.step, point])).values()])
const curves = fc.dictionary(aText, aCurve, {maxKeys: 3}).map(all => new Map(Object.entries(all)))
const anOutcome = fc.record({record: aRecord, curves})

test('a run is an exact reproduction of itself, or there is nothing to compare', () => {
  fc.assert(
    fc.property(anOutcome, outcome => {
      const inputs = inputDifferences(outcome.record, outcome.record, {files: [], packages: 'same'})
      const found = judge(outcome, [{...outcome, inputs}], [])
      expect(['exact', 'undecided']).toContain(found.verdict)
      expect(found.causes).toEqual([])
    }),
    {numRuns: 500},
  )
})

test('any two can be judged, either way round; what drifted has a cause', () => {
  fc.assert(
    fc.property(anOutcome, anOutcome, fc.boolean(), (a, b, tolerant) => {
      const tolerances = tolerant ? [parseTolerance('1%'), parseTolerance('f1=0.1')] : []
      const one = judge(a, [{...b, inputs: inputDifferences(a.record, b.record, {})}], tolerances)
      const other = judge(b, [{...a, inputs: inputDifferences(b.record, a.record, {})}], tolerances)
      if (one.verdict === 'drifted') expect(one.causes.length).toBeGreaterThan(0)
      expect(JSON.stringify(one.unknown)).toBe(JSON.stringify(other.unknown))
    }),
    {numRuns: 500},
  )
})

const allowed = new Set(['OMP_NUM_THREADS'])

test('any record has a plan, free of control characters; a script of it holds the record in quotes and comments alone', () => {
  fc.assert(
    fc.property(
      aRecord,
      fc.array(fc.oneof(aText, fc.constantFrom('; touch x', "'", '$(x)', '`x`', '-n', '')), {minLength: 1}),
      (record, command) => {
        const steps = planOf({...record, command}, {codeHere: false, packages: undefined, variables: allowed})
        const view = {id: 'k3v9q2m7x4tb', name: 'x', steps}
        for (const text of [planText(view, {color: false}), planMarkdown(view)])
          expect(text.split('\n').some(hasControl)).toBe(false)
        let script: string
        try {
          script = planScript(view)
        } catch (error) {
          expect(error).toMatchObject({code: 'BAD_RECORD'})
          return
        }
        const words = spawnSync('sh', ['-c', `git() { shift 5; printf '%s\\n' "$@"; }; ${runLine(script)}`], {
          encoding: 'utf8',
        })
        expect(words.stdout).toBe(command.map(word => `${word}\n`).join(''))
      },
    ),
    {numRuns: 150},
  )
})

const runLine = (script: string) => script.split('\n').find(line => line.startsWith('git exp run --parent'))!
