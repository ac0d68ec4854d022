import {completions} from '../../../src/query/completions'

const known = {
  fields: [
    'id',
    'name',
    'params.lr',
    'params.eval/loss',
    'metrics.dev.f1',
    'metrics.macro avg.f1-score',
    'metrics.odd,one',
  ],
  filters: ['good', 'good-ish'],
}
const many = {fields: Array.from({length: 80}, (_, n) => `metrics.class_${n}.f1`), filters: []}

test.each([
  ['field', 'params.', ['params.eval/loss', 'params.lr']],
  ['field', '-params.l', ['-params.lr']],
  ['field', 'stat', ['status']],
  ['field', 'nothing', []],
  ['fields', 'id,na', ['id,name']],
  ['fields', 'name,na', []],
  // What no shell could take as one word, or holds a comma itself, is not offered.
  ['fields', 'metrics.', ['metrics.dev.f1']],
  ['filter', 'params.', ['params.lr ==', 'params.lr !=', 'params.lr <', 'params.lr >']],
  ['filter', 'params["', ['==', '!=', '<', '>'].map(sign => `params["eval/loss"] ${sign}`)],
  ['filter', '!(metrics.', ['!(metrics.dev.f1 ==', '!(metrics.dev.f1 !=', '!(metrics.dev.f1 <', '!(metrics.dev.f1 >']],
  ['filter', 'metrics', ['metrics.dev.f1', 'metrics["macro avg"]["f1-score"]', 'metrics["odd,one"]']],
  ['filter', '@g', ['@good', '@good-ish']],
  ['filter', 'name == "x" || @good-', ['name == "x" || @good-ish &&', 'name == "x" || @good-ish ||']],
  // Within a text, and where an operator is awaited.
  ['filter', 'name == "par', []],
  ['filter', "name == 'it \\' par", []],
  ['filter', 'name par', []],
  ['filter', 'name ', []],
  ['filter', '"baseline" in tag', ['"baseline" in tags &&', '"baseline" in tags ||']],
] as const)('%s: %s', (kind, typed, expected) => {
  expect(completions(kind, typed, known)).toEqual(expected)
})

test('an empty filter may begin with any field or saved filter', () => {
  expect(completions('filter', '', known)).toEqual(expect.arrayContaining(['name', 'params.lr', 'status', '@good']))
})

test('very many fields are offered part by part', () => {
  expect(completions('field', 'metr', many)).toEqual(expect.arrayContaining([expect.stringMatching(/^metrics\.$/)]))
  expect(completions('field', 'metrics.', many)).toContain('metrics.class_7.')
  expect(completions('field', 'metrics.class_7.', many)).toEqual(['metrics.class_7.f1'])
})
