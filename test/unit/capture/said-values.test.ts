import {typedValue, wordFor} from '../../../src/base/typed-value'
import {configWords, pairOf} from '../../../src/capture/said-values'

test('name=value, cut at the first =', () => {
  expect(pairOf('param', 'a=b=c', 'x')).toEqual({name: 'a', value: 'b=c'})
  expect(pairOf('data', ' train =data/my file.csv', 'x')).toEqual({name: 'train', value: 'data/my file.csv'})
  for (const text of ['', 'a', '=b', 'a=', ' =b', '__proto__=1', 'a.__proto__.b=1']) {
    expect(() => pairOf('param', text, 'lr=1e-4')).toThrow(`--param is given "${text}"; expected lr=1e-4`)
  }
})

test('a value as people mean it', () => {
  const cases: readonly (readonly [string, unknown])[] = [
    ['1', 1],
    ['-3', -3],
    ['+3', 3],
    ['1e-4', 0.0001],
    ['.5', 0.5],
    ['5.', 5],
    ['true', true],
    ['False', false],
    ['none', null],
    ['null', null],
    ['0012', '0012'],
    ['00.5', '00.5'],
    ['1_000', '1_000'],
    ['0x10', '0x10'],
    ['1e-4x', '1e-4x'],
    ['yes', 'yes'],
    ['nan', 'nan'],
    ['9007199254740993', 9007199254740993n],
    ['bert-base', 'bert-base'],
    [' 1', ' 1'],
  ]
  for (const [text, value] of cases) expect([text, typedValue(text)]).toEqual([text, value])
})

test('words that may be config files, each once, never the program', () => {
  const argv = ['run.yaml', 'a.yaml', '--config=b.json', '-c=c.toml', 'a.yaml', 'd.YML', '--x.yaml', 'e.yaml.bak', 'f']
  expect(configWords(argv)).toEqual(['a.yaml', 'b.json', 'c.toml', 'd.YML'])
  expect(configWords([])).toEqual([])
})

test.each([1, -0.5, 1e-7, 12345678901234567890n, true, null, 'adam', 'a=b', '1e5x'])(
  '%p comes back from its word',
  value => expect(typedValue(wordFor(value)!)).toEqual(value),
)

test.each(['1', 'true', 'none', '', Number.NaN, Number.POSITIVE_INFINITY, [1], {a: 1}, '1e-4'])(
  '%p has no word',
  value => expect(wordFor(value)).toBeUndefined(),
)
