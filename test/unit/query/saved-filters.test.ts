import {expandSaved} from '../../../src/query/saved-filters'

const SAVED = {good: 'a > 1', 'very-good': '@good && b > 2', noted: 'a > 1 // enough', one: '@two', two: '!@one'}

test.each([
  ['@good', '(a > 1)'],
  ['!@good || @very-good', '!(a > 1) || ((a > 1) && b > 2)'],
  ['@noted && x', '(a > 1 // enough\n) && x'],
  ['name == "@good" && @good', 'name == "@good" && (a > 1)'],
  [`name == '\\'@good' && r"\\" == x && @good`, `name == '\\'@good' && r"\\" == x && (a > 1)`],
  ['"""@good "quoted""" == x // @good\n && @good', '"""@good "quoted""" == x // @good\n && (a > 1)'],
  ['a > 1', 'a > 1'],
])('%s', (text, expected) => {
  expect(expandSaved(text, SAVED).text).toBe(expected)
})

test('what was used, for each to be judged by itself', () => {
  expect([...expandSaved('@very-good', SAVED).used].map(([name, {text}]) => [name, text])).toEqual([
    ['good', 'a > 1'],
    ['very-good', '(a > 1) && b > 2'],
  ])
})

test.each<[string, Readonly<Record<string, string>>, string, string]>([
  ['a && @goof', SAVED, 'there is no saved filter @goof\n  a && @goof\n       ^', 'did you mean @good?'],
  ['@nothing', {x: 'true', y: 'true'}, 'there is no saved filter @nothing\n  @nothing\n  ^', 'there are @x, @y'],
  ['@', SAVED, 'found "@"; expected the name of a saved filter after it\n  @\n  ^', 'there are @good,'],
  ['@good', {}, 'the ledger has no saved filters\n  @good\n  ^', 'they stand under "filters" in ledger.yaml'],
  ['@__proto__', SAVED, 'found "@"', 'there are'],
  ['@constructor', SAVED, 'there is no saved filter @constructor', 'there are'],
  ['@one', SAVED, 'saved filters stand for each other: @one → @two → @one\n  !@one\n   ^', '"filters" in ledger.yaml'],
])('refused: %s', (text, saved, message, hint) => {
  try {
    expandSaved(text, saved)
  } catch (error) {
    expect(error).toMatchObject({code: 'BAD_FILTER'})
    expect((error as Error).message).toContain(message)
    expect((error as {hints: string[]}).hints.join('\n')).toContain(hint)
    return
  }
  throw new Error('it was taken')
})
