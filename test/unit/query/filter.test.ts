import type {JsonObject} from '../../../src/base/json'
import {compileFilter} from '../../../src/query/filter'
import {summaryOf, tableFrom} from '../../support/summaries'

const SUMMARIES: JsonObject[] = [
  summaryOf(0, {
    params: {lr: 1, model: 'distilbert', fp16: true, 'eval/loss': 0.5, nested: {depth: 2}},
    metrics: {f1: 0.9, test: {acc: 0.5}},
    tags: ['baseline', 'x'],
    seed: 7,
  }),
  summaryOf(1, {params: {lr: 0.5, model: 'bert', fp16: false}, metrics: {f1: 0.7}, status: 'failed'}),
  summaryOf(2, {params: {lr: '1e-4', model: 'distil'}, metrics: {}, tags: ['baseline'], group: 'g'}),
  summaryOf(3, {params: {lr: null, layers: [1, 2, 3]}, metrics: {f1: Number.NaN}, status: 'running'}),
  summaryOf(4, {params: {lr: 1}, metrics: {f1: 1}}),
]
const table = tableFrom(SUMMARIES, {size: 2, dead: [4]})

async function rows(text: string, now?: number): Promise<number[]> {
  const here = now === undefined ? undefined : {now, zone: () => '+0200'}
  return [...(await compileFilter(text, here)).apply(table).rows]
}

test.each<[string, number[]]>([
  ['true', [0, 1, 2, 3]],
  ['status == "finished"', [0, 2]],
  ['"finished" == status', [0, 2]],
  ['status != "finished"', [1, 3]],
  ['status in ["failed", "running"]', [1, 3]],
  ['metrics.f1 > 0.8', [0]],
  ['0.8 < metrics.f1', [0]],
  ['metrics.f1 >= 0.7 && metrics.f1 <= 0.9', [0, 1]],
  ['params.lr == 1', [0]],
  ['params.lr == 1.0', [0]],
  ['params.lr != 1', [1, 2, 3]],
  ['params.lr == "1e-4"', [2]],
  ['params.lr == null', [3]],
  ['params.lr in [1, 0.5]', [0, 1]],
  ['params.lr < 1', [1]],
  ['params.model.startsWith("distil")', [0, 2]],
  ['params.model.endsWith("bert") && params.model.contains("stil")', [0]],
  ['params.model.matches("^dist.*t$")', [0]],
  ['"baseline" in tags', [0, 2]],
  ['!("baseline" in tags)', [1, 3]],
  ['size(tags) == 2', [0]],
  ['tags.size() > 0', [0, 2]],
  ['params.fp16', [0]],
  ['!params.fp16', [1]],
  ['params["eval/loss"] == 0.5', [0]],
  ['params.nested.depth * 2 == 4', [0]],
  ['params.lr + 1 == 2', [0]],
  ['params.lr % 2 == 1', [0]],
  ['-params.lr < -0.9', [0]],
  ['5 / 2 == 2.5 && params.lr / 2 == 0.25', [1]],
  ['params.model + "!" == "bert!"', [1]],
  ['has(metrics.test)', [0]],
  ['has(metrics.test.acc)', [0]],
  ['has(metrics.nothing.at.all)', []],
  ['!has(params.model)', [3]],
  ['has(params.model) && !has(metrics.f1)', [2]],
  ['"model" in params', [0, 1, 2]],
  ['params.layers[1] == 2', [3]],
  ['2 in params.layers', [3]],
  ['params.layers == [1, 2, 3]', [3]],
  ['params.nested == {"depth": 2}', [0]],
  ['params.model == "bert" ? metrics.f1 > 0.6 : "x" in tags', [0, 1]],
  ['tags.exists(t, t.matches("^base"))', [0, 2]],
  ['params.layers.all(n, n + 0.5 > 1.0)', [3]],
  ['id == "000000000002"', [2]],
  ['id.startsWith("0000")', [0, 1, 2, 3]],
  ['created < "2026-01-01T00:01"', [0]],
  ['group == "g"', [2]],
  ['seed == 7', [0]],
  ['name.matches("(?i)RUN-[12]")', [1, 2]],
])('%s', async (text, expected) => {
  expect(await rows(text)).toEqual(expected)
})

describe('what is missing', () => {
  test('neither true nor false, under ! as well, and counted', async () => {
    for (const text of ['metrics.test.acc > 0', '!(metrics.test.acc <= 0)']) {
      const {rows, missing} = (await compileFilter(text)).apply(table)
      expect([...rows]).toEqual([0])
      expect(missing).toEqual([{path: 'metrics.test.acc', count: 3}])
    }
  })

  test('is settled by the other side', async () => {
    const {rows, missing} = (await compileFilter('metrics.test.acc > 0 || status == "failed"')).apply(table)
    expect([...rows]).toEqual([0, 1])
    expect(missing).toEqual([{path: 'metrics.test.acc', count: 2}])
    expect((await compileFilter('metrics.test.acc > 0 && status == "nothing"')).apply(table).missing).toEqual([])
  })

  test('a field that no run has names the nearest', async () => {
    expect((await compileFilter('metrics.f2 > 0.5')).apply(table).missing).toEqual([
      {path: 'metrics.f2', count: 4, nearest: 'metrics.f1'},
    ])
    const {missing} = (await compileFilter('has(metrics.f2)')).apply(table)
    expect(missing).toEqual([])
  })

  test('kinds that do not compare leave a run out, uncounted', async () => {
    const {rows, missing} = (await compileFilter('params.lr < 100')).apply(table)
    expect([...rows]).toEqual([0, 1])
    expect(missing).toEqual([])
  })
})

describe('what is neither yes nor no', () => {
  test.each([
    ['params.lr', 'params.lr is the number 1 in run 000000000000; expected yes or no, for example params.lr > 0', 0],
    ['!params.lr', 'params.lr is the number 1', 1],
    ['status == "failed" && params.lr', 'params.lr is the number', 22],
    [
      'params.model',
      'params.model is the text "distilbert" in run 000000000000; expected yes or no, for example params.model == "distilbert"',
      0,
    ],
    ['tags', 'tags is a list in run 000000000000; expected yes or no, for example size(tags) > 0', 0],
    [
      'params.nested',
      'params.nested is a group of fields in run 000000000000; expected yes or no, for example has(params.nested.depth)',
      0,
    ],
    [
      'params.lr + 1',
      'params.lr + 1 is the number 2 in run 000000000000; expected yes or no, for example (params.lr + 1) > 0',
      0,
    ],
    ['params.lr ? true : false', 'params.lr is the number 1', 0],
    ['has(params.fp16) ? params.lr : false', 'params.lr is the number 1', 19],
  ])('%s', async (text, message, column) => {
    const filter = await compileFilter(text)
    const failure = (() => {
      try {
        return filter.apply(table)
      } catch (error) {
        return error
      }
    })()
    expect(failure).toMatchObject({code: 'BAD_FILTER', message: expect.stringContaining(message)})
    expect((failure as Error).message).toMatch(new RegExp(`\\n {${2 + column}}\\^$`))
  })

  test('is refused only where a run that counts has it', async () => {
    // Only the dead row has it, or only null and missing stand there.
    const dead = tableFrom([summaryOf(0, {params: {on: true}}), summaryOf(1, {params: {on: 1}})], {dead: [1]})
    expect([...(await compileFilter('params.on')).apply(dead).rows]).toEqual([0])
    const empty = tableFrom([summaryOf(0, {params: {on: null}}), summaryOf(1, {params: {on: true}}), summaryOf(2)])
    const {rows, missing} = (await compileFilter('params.on')).apply(empty)
    expect([...rows]).toEqual([1])
    expect(missing).toEqual([{path: 'params.on', count: 1}])
  })
})

test('ago counts back from now', async () => {
  const now = Date.UTC(2026, 0, 8, 0, 1, 30)
  expect(await rows('created > ago("7d")', now)).toEqual([2, 3])
  expect(await rows('created > ago("1h")', now)).toEqual([])
  expect(await rows('created > ago("1 week") && created < ago("6d")', now)).toEqual([2, 3])
})

test('date is the beginning of what is said, in the zone of the place', async () => {
  const now = Date.UTC(2026, 0, 8, 0, 1, 30)
  // 2026-01-01 is a Thursday; two hours east it began at 22:00 UTC.
  expect(await rows('created >= date("2026-01-01 02:02")', now)).toEqual([2, 3])
  expect(await rows('created >= date("2026-01-02")', now)).toEqual([])
  expect(await rows('created >= date("last week")', now)).toEqual([0, 1, 2, 3])
  const error = await rows('created >= date("neverday")', now).catch(thrown => thrown)
  expect(error.message).toBe(
    '"neverday" is no time; expected for example yesterday, "2 weeks ago", 36h, monday, 2026-11-01, "2026-11-01 14:30"\n' +
      '  created >= date("neverday")\n                  ^',
  )
})

describe('what cannot be understood', () => {
  const failure = async (text: string) => {
    const error = await compileFilter(text).catch(thrown => thrown)
    return {code: error.code, message: error.message, hints: error.hints}
  }

  test.each([
    ['metrics.f1 >>> 3', 'found ">>"; expected a value\n  metrics.f1 >>> 3\n              ^'],
    ['metrics.f1 >', 'the filter ends too early; expected a value\n  metrics.f1 >\n              ^'],
    ['(status == "x"', 'this "(" is not closed; expected ")"\n  (status == "x"\n  ^'],
    ['status == "x', 'the text that begins here is not closed; expected " at its end\n  status == "x\n            ^'],
    ['status = "x"', 'found "="; expected an operator\n  status = "x"\n         ^'],
    ['true &&\n status = 1', 'found "="; expected an operator\n   status = 1\n          ^'],
    ['metrcs.f1 > 3', 'a run has no field "metrcs"\n  metrcs.f1 > 3\n  ^'],
    ['metrics.eval/loss > 3', 'a run has no field "loss"\n  metrics.eval/loss > 3\n               ^'],
    ['tags.exists(t, s == "a")', 'a run has no field "s"\n  tags.exists(t, s == "a")\n                 ^'],
    ['1 + 2', 'the filter gives a number; expected yes or no\n  1 + 2\n  ^'],
    ['name.matches("(a")', '"(a" is no regular expression: Unterminated group\n  name.matches("(a")\n               ^'],
    ['name.matches("(?=a)b")', expect.stringContaining('a pattern cannot hold "(?=a"')],
    ['created > ago("soon")', expect.stringContaining('ago() is not possible here')],
    ['name.frobnicate()', 'there is no function frobnicate\n  name.frobnicate()\n       ^'],
    ['', 'the filter ends too early; expected a value\n  \n  ^'],
  ])('%s', async (text, message) => {
    expect(await failure(text)).toMatchObject({code: 'BAD_FILTER', message})
  })

  test('hints say what to write', async () => {
    expect((await failure('status = "x"')).hints).toEqual(['"=" is written =='])
    expect((await failure('params.fp16 and params.lr == 1')).hints).toEqual(['"and" is written &&'])
    expect((await failure('not params.fp16')).hints).toEqual(['"not" is written !'])
    expect((await failure('metrcs.f1 > 3')).hints).toEqual(['did you mean metrics.f1?'])
    expect((await failure('metrics.eval/loss > 3')).hints.join()).toContain('metrics["eval/loss"]')
  })

  test('nesting without end is refused', async () => {
    expect(await failure(`${'('.repeat(5_000)}true${')'.repeat(5_000)}`)).toMatchObject({code: 'BAD_FILTER'})
  })
})

test('a catastrophic pattern is no catastrophe', async () => {
  const text = 'a'.repeat(1_000)
  const hostile = tableFrom([summaryOf(0, {name: `${text}!`, tags: [`${text}!`]})])
  const started = process.hrtime.bigint()
  for (const filter of [
    'name.matches("^(a+)+$")',
    'tags.exists(t, t.matches("^(a|a)*$"))',
    'name.matches("a*a*a*a*a*a*b")',
  ]) {
    expect([...(await compileFilter(filter)).apply(hostile).rows]).toEqual([])
  }
  expect(Number(process.hrtime.bigint() - started) / 1e6).toBeLessThan(2_000)
})
