import {foldedPlaces, foldText} from '../../../src/base/fold-text'
import {searchTerms} from '../../../src/query/search-terms'
import {countTerms, hitIn} from '../../../src/query/search-texts'

const run = (...texts: [string, string][]) => ({path: 'runs/2026-01/01/00/a-000000000000', texts})

describe('folding', () => {
  test.each([
    ['Label SMOOTHING', 'label smoothing'],
    ['Crème Brûlée', 'creme brulee'],
    ['ΛΌΓΟΣ λόγος', 'λογοσ λογοσ'],
    ['Straße', 'strasse'],
    ['ＢＥＲＴ　ﬁne', 'bert fine'],
    ['two\nlines\tand', 'two lines and'],
    ['İstanbul', 'istanbul'],
  ])('%s', (text, folded) => {
    expect(foldText(text)).toBe(folded)
    expect(foldedPlaces(text)).toHaveLength(folded.length + 1)
  })

  test('places lead back', () => {
    const text = 'é👍🏽ﬁx'
    const places = foldedPlaces(text)
    const at = foldText(text).indexOf('x')
    expect(text.slice(places[at], places[at + 1])).toBe('x')
  })
})

test.each([
  [
    ['label', 'smoothing'],
    ['label', 'smoothing'],
  ],
  [
    ['label smoothing', 'x'],
    ['label smoothing', 'x'],
  ],
  [['say "label  smoothing" now'], ['say', 'label smoothing', 'now']],
  [['a', 'A', ' ', ''], ['a']],
  [['"open'], ['open']],
])('words %j', (words, typed) => {
  expect(searchTerms(words).map(term => term.typed)).toEqual(typed)
})

describe('a hit', () => {
  const find = (texts: [string, string][], ...words: string[]) => hitIn(run(...texts), searchTerms(words))
  const marked = (texts: [string, string][], ...words: string[]) =>
    find(texts, ...words)?.passages.map(({field, text, marks}) => {
      let shown = text
      for (const [start, end] of [...marks].reverse())
        shown = `${shown.slice(0, start)}[${shown.slice(start, end)}]${shown.slice(end)}`
      return `${field}: ${shown}`
    })

  test('holds every word, in whichever field', () => {
    const texts: [string, string][] = [
      ['name', 'smooth_1'],
      ['notes', 'Label noise is high'],
    ]
    expect(marked(texts, 'label', 'smooth')).toEqual(['name: [smooth]_1', 'notes: [Label] noise is high'])
    expect(find(texts, 'label', 'warmup')).toBeUndefined()
  })

  test('shows the paragraph, and each mark once', () => {
    const notes = 'nothing here\n\nLabel\nsmoothing hurt; label smoothing again\n\nlabel'
    expect(marked([['notes', notes]], 'label smoothing')).toEqual([
      'notes: [Label\nsmoothing] hurt; [label smoothing] again',
    ])
    expect(marked([['notes', 'abab']], 'aba', 'bab')).toEqual(['notes: [abab]'])
  })

  test('a phrase does not go over an empty line', () => {
    expect(find([['notes', 'label\n\nsmoothing']], 'label smoothing')).toBeUndefined()
  })

  test('accents and case do not matter, and the mark stands where it was written', () => {
    expect(marked([['hypothesis', 'a Crème\u0301 Straße']], 'CREME', 'strasse')).toEqual([
      'hypothesis: a [Crème\u0301] [Straße]',
    ])
  })

  test('what was meant before what was noted, whole words before parts', () => {
    const scores = [
      find([['hypothesis', 'bert is enough']], 'bert'),
      find([['hypothesis', 'berts are enough']], 'bert'),
      find([['hypothesis', 'distilbert is enough']], 'bert'),
      find([['tags', 'bert']], 'bert'),
      find([['rejection.reason', 'bert is slow']], 'bert'),
      find([['note', 'distilbert is slow']], 'bert'),
    ].map(hit => hit!.score)
    expect(scores).toEqual([...scores].sort((a, b) => b - a))
    expect(new Set(scores).size).toBe(scores.length)
  })
})

test('terms that nobody wrote name the nearest', () => {
  const all = [run(['notes', 'label smoothing']), run(['name', 'label'])]
  expect(countTerms(all, searchTerms(['label', 'smoothng']))).toEqual([
    {term: 'label', runs: 2},
    {term: 'smoothng', runs: 0, nearest: 'smoothing'},
  ])
})
