import {normalize} from '../../../src/schema/plain-template'
import {plainDraft} from '../../support/records'

describe('normalize', () => {
  test('brings the plain template to the shape of a record, with the way back', () => {
    const {fields, from, problems} = normalize(plainDraft())
    expect(problems).toEqual([])
    expect(Object.keys(fields)[0]).toBe('name')
    expect(fields['name']).toBe('sentiment_tweets_distilbert_lr1e-4_2026-01-05')
    expect(fields['dataset']).toEqual({
      name: 'tweets_v1',
      splits: {
        train: {hash: 'hashA', unresolved: true},
        dev: {hash: 'hashB', unresolved: true},
        test: {hash: 'hashC', unresolved: true},
      },
    })
    expect(fields['artifacts']).toContainEqual({path: 'weights.pt'})
    expect(fields['seed']).toBe(42)
    expect((fields['params'] as {seed: number}).seed).toBe(42)
    expect(from('/name')).toBe('/run_name')
    expect(from('/dataset/splits/train/hash')).toBe('/dataset/splits/train')
    expect(from('/artifacts/3/path')).toBe('/artifacts/3')
    expect(from('/seed')).toBe('/params/seed')
    expect(from('/metrics/dev')).toBe('/metrics/dev')
  })

  test('does not change the draft', () => {
    const draft = plainDraft()
    normalize(draft)
    expect(draft).toEqual(plainDraft())
  })

  test('leaves input in the shape of a record alone, and keeps unknown keys', () => {
    const draft = {
      name: 'a',
      dataset: {splits: {train: {hash: 'sha256:0123456789abcdef', rows: 3}}},
      artifacts: [{path: 'a.pt', role: 'weights'}],
      mine: {deep: [1, {x: null}]},
    }
    expect(normalize(draft).fields).toEqual(draft)
  })

  test('one word stands for a list or an object', () => {
    const {fields, from} = normalize({
      tags: 'baseline',
      artifacts: 'a.pt',
      dataset: 'tweets_v1',
      template: 'generic',
      code: 'abc1234',
    })
    expect(fields).toEqual({
      tags: ['baseline'],
      artifacts: [{path: 'a.pt'}],
      dataset: {name: 'tweets_v1'},
      template: {name: 'generic'},
      code: {commit: 'abc1234'},
    })
    expect(from('/tags/0')).toBe('/tags')
    expect(from('/artifacts/0/path')).toBe('/artifacts')
    expect(from('/template/name')).toBe('/template')
  })

  test.each([
    'd41d8cd98f00b204e9800998ecf8427e',
    'sha256:9f86d081884c7d65',
    'md5-d41d8cd98f00b204',
    'a1b2c3d4e5f6.dir',
  ])('%s is a hash', hash => {
    const {fields} = normalize({dataset: {splits: {train: hash}}})
    expect(fields).toEqual({dataset: {splits: {train: {hash}}}})
  })

  test('times become UTC with milliseconds; what is none stays', () => {
    const {fields} = normalize({created: '2026-01-05T10:30:00+01:00', started: '2026-01-05', finished: 7})
    expect(fields).toEqual({created: '2026-01-05T09:30:00.000Z', started: '2026-01-05', finished: 7})
  })

  test('coerces nothing', () => {
    const draft = {params: {lr: '0.1', seed: '42'}, metrics: {f1: '0.8'}, seed: '42'}
    expect(normalize(draft).fields).toEqual(draft)
  })

  test('two spellings that disagree are a problem, two that agree are not', () => {
    expect(normalize({run_name: 'a', name: 'b'}).problems).toEqual([
      {pointer: '/run_name', message: 'is "a", but name is "b"', expected: 'one of the two'},
    ])
    expect(normalize({seed: 1, params: {seed: 2}}).problems).toEqual([
      {pointer: '/seed', message: 'is 1, but params.seed is 2', expected: 'the same seed twice, or once'},
    ])
    const same = normalize({run_name: 'a', name: 'a', seed: 1, params: {seed: 1}})
    expect(same.problems).toEqual([])
    expect(same.fields).toEqual({name: 'a', seed: 1, params: {seed: 1}})
  })

  test('what only the tool may say is refused', () => {
    const {problems, fields} = normalize({format: 2, id: 'abc', attempts: [], template: {name: 'generic', digest: 'x'}})
    expect(problems.map(({pointer}) => pointer)).toEqual(['/format', '/id', '/attempts', '/template/digest'])
    expect(fields).not.toHaveProperty('id')
    expect(normalize({format: 1}).problems).toEqual([])
  })

  test('odd shapes are left for the schema to report', () => {
    const draft = {dataset: {splits: ['a']}, artifacts: {a: 1}, tags: 3, params: null, code: [], template: 7}
    expect(normalize(draft)).toMatchObject({fields: draft, problems: []})
  })

  test('a split called __proto__ stays a key', () => {
    const {fields} = normalize(JSON.parse('{"dataset": {"splits": {"__proto__": "x"}}}'))
    const splits = (fields['dataset'] as {splits: object}).splits
    expect(Object.keys(splits)).toEqual(['__proto__'])
    expect(Object.getPrototypeOf(splits)).toBe(Object.prototype)
  })
})
