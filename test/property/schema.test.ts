import type {JsonObject} from '../../src/base/json'
import {RECORD_FIELDS} from '../../src/model/record'
import {bundledTemplates} from '../../src/schema/bundled'
import {plainNumbers} from '../../src/schema/check'
import {makeRun} from '../../src/schema/make-run'
import {normalize} from '../../src/schema/plain-template'
import fc from '../support/fast-check'
import {bundled, dressed, plainDraft} from '../support/records'

const {tree} = fc.letrec(tie => ({
  tree: fc.oneof(
    {maxDepth: 3},
    fc.constantFrom(null, true, NaN, Infinity, -0, 2n ** 80n, '', '\u001b', '../x', '2026-01-05T09:30:00Z'),
    fc.double(),
    fc.string({unit: 'binary', maxLength: 8}),
    fc.array(tie('tree'), {maxLength: 3}),
    fc.dictionary(
      fc.constantFrom('splits', 'name', 'hash', 'path', 'seed', 'dev', 'a/b~c', 'constructor'),
      tie('tree'),
    ),
  ),
}))
const drafts = fc.dictionary(fc.constantFrom(...RECORD_FIELDS, 'run_name', 'mine'), tree) as fc.Arbitrary<JsonObject>

test('whatever is handed in becomes a run that equals its record, or problems with places; nothing throws', async () => {
  const template = await bundled('text-classification')
  await fc.assert(
    fc.asyncProperty(drafts, fc.boolean(), async (changes, onPlain) => {
      const {fields, from} = normalize(onPlain ? {...plainDraft(), ...changes} : changes)
      const record = dressed(fields, template)
      const made = await makeRun(record, template)
      if ('run' in made) return expect(made.run).toEqual(record)
      expect(made.problems.length).toBeGreaterThan(0)
      for (const {pointer, message} of made.problems) {
        expect(typeof from(pointer)).toBe('string')
        expect(message).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/)
      }
    }),
    {numRuns: 500},
  )
})

test('normalising twice changes nothing more', () => {
  fc.assert(
    fc.property(drafts, draft => {
      const once = normalize(draft).fields
      expect(normalize(once).fields).toEqual(once)
    }),
    {numRuns: 500},
  )
})

const CHECKERS = ['run', ...bundledTemplates().map(({name}) => name)]

test.each(CHECKERS)('the short check of %s and the one that tells errors agree', async name => {
  const {accepts} = await import(`../../src/schema/generated/accepts-${name}`)
  const {validate} = await import(`../../src/schema/generated/validate-${name}`)
  const template = await bundled(name === 'run' ? 'generic' : name)
  const agree = (changes: JsonObject, onPlain: boolean) => {
    const {fields} = normalize(onPlain ? {...plainDraft(), ...changes} : changes)
    const record = plainNumbers(dressed(fields, template))
    expect(accepts(record)).toBe(validate(record))
    return accepts(record)
  }
  if (name === 'run') expect(agree({}, true)).toBe(true)
  fc.assert(
    fc.property(drafts, fc.boolean(), (changes, onPlain) => void agree(changes, onPlain)),
    {numRuns: 300},
  )
})
