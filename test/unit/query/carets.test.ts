import {widthOf} from '../../../src/base/width'
import {compileFilter} from '../../../src/query/filter'
import {summaryOf, tableFrom} from '../../support/summaries'

const table = tableFrom([
  summaryOf(0, {
    params: {lr: 1, model: 'x', 'eval/loss': 1, deep: {a: 1}},
    metrics: {f1: 0.5, test: {macro_f1: 1}},
    tags: ['a'],
  }),
])
const here = {now: Date.UTC(2026, 0, 8), zone: () => '+0000'}
const saved = {
  good: 'metrics.f1 > 0.4',
  broken: 'params.lr >> 2',
  nested: '@good && metrcs.f1 > 1',
  number: '1 + 1',
  one: '@two',
  two: '@one',
}

/** The column of the caret, from 0, the message and the hint of a filter that is refused. */
async function refusal(text: string) {
  try {
    const filter = await compileFilter(text, here, saved, table)
    filter.apply(table)
  } catch (error) {
    const {code, message, hints} = error as {code: string; message: string; hints: string[]}
    const lines = message.split('\n')
    const caret = lines.at(-1)!
    expect([code, caret.trim()]).toEqual(['BAD_FILTER', '^'])
    expect(lines).toHaveLength(3)
    return {column: caret.length - 3, line: lines[1]!.slice(2), message: lines[0]!, hint: hints.join('\n')}
  }
  throw new Error(`it was taken: ${text}`)
}

/** Under which sign of the filter the caret stands: it is marked with ▸, which is not typed. */
test.each<[marked: string, message: string, hint: string]>([
  // Signs and words of other languages.
  ['metrics.f1 ▸= 1', 'found "="; expected an operator', '"=" is written =='],
  ['metrics.f1 ▸=== 1', 'found "==="; expected', '"===" is written =='],
  ['metrics.f1 ▸!== 1', 'found "!=="; expected', '"!==" is written !='],
  ['metrics.f1 ▸<> 1', 'found "<>"; expected', '"<>" is written !='],
  ['metrics.f1 ▸=> 1', 'found "=>"; expected', '"=>" is written >='],
  ['metrics.f1 ▸=< 1', 'found "=<"; expected', '"=<" is written <='],
  ['metrics.f1 ▸≥ 1', 'found "≥"; expected', '"≥" is written >='],
  ['metrics.f1 ▸＞ 1', 'found "＞"; expected', '"＞" is written >'],
  ['metrics.f1 == 1 ▸& true', 'found "&"; expected', '"&" is written &&'],
  ['metrics.f1 == 1 ▸| true', 'found "|"; expected', '"|" is written ||'],
  ['metrics.f1 == 1 ▸and true', 'found "and"; expected', '"and" is written &&'],
  ['metrics.f1 == 1 ▸OR true', 'found "OR"; expected', '"OR" is written ||'],
  ['▸not params.lr == 1', 'found "not"; expected', '"not" is written !'],
  ['params.lr ▸not in [1]', 'found "not"; expected', '"not" is written !'],
  ['params.lr ▸is null', 'found "is"; expected', '"is" is written =='],
  ['params.lr ▸BETWEEN 1 AND 2', 'found "BETWEEN"', 'params.lr >= 1e-5 && params.lr <= 1e-4'],
  ['name ▸like "x%"', 'found "like"', 'name.contains("bert")'],
  ['name ▸=~ "x"', 'found "=~"', 'name.matches("^bert")'],
  ['name == ▸“x”', 'found "“"', 'straight quotes'],
  ['▸# all', 'found "#"', '"#" is written //'],
  ['params.lr == ▸None', 'a run has no field "None"', '"None" is written null'],
  ['params.fp16 == ▸True', 'a run has no field "True"', 'written true, in small letters'],
  ['metrics.f1 == ▸NaN', 'a run has no field "NaN"', 'metrics.f1 != metrics.f1'],
  ['▸if params.lr', 'found "if"; expected a field', 'condition ? this : that'],
  ['params.lr in (1▸, 2)', 'found ","', 'params.lr in [1, 2]'],
  ['metrics.f1 > ▸.5', 'found "."; expected a value', 'written 0.5'],
  ['metrics.f1 > 1▸,5', 'found ","; expected an operator', 'written 1.5'],
  ['metrics.f1 > 85%▸', 'ends too early', '0.85'],
  ['params.lr > 1 ▸metrics.f1 > 1', 'found "metrics"; expected an operator', 'joined by && or ||'],
  ['params.▸模型 == 1', 'found "模型"', 'params["eval/loss"]'],
  // What is not closed, not opened, not there.
  ['name == ▸"x', 'the text that begins here is not closed; expected " at its end', ''],
  ["name == ▸'x", "expected ' at its end", ''],
  ['name == ▸"""x', 'expected """ at its end', ''],
  ['▸(status == "x"', 'this "(" is not closed; expected ")"', ''],
  ['(true) && ▸(status == "("', 'this "(" is not closed', ''],
  ['params.lr in ▸[1, 2', 'this "[" is not closed; expected "]"', ''],
  ['status == "x"▸)', 'this ")" closes nothing', ''],
  ['true &&▸', 'the filter ends too early; expected a value', ''],
  ['metrics.▸', 'the filter ends too early; expected the name of a field', ''],
  ['▸&& true', 'found "&&"; expected a value', ''],
  ['metrics.▸.f1 > 1', 'found "."', ''],
  ['▸', 'ends too early', ''],
  // Names.
  ['▸metrcs.f1 > 1', 'a run has no field "metrcs"', 'did you mean metrics.f1?'],
  ['▸Status == "x"', 'a run has no field "Status"', 'did you mean status?'],
  ['true && ▸f1 > 1', 'a run has no field "f1"', 'did you mean metrics.f1?'],
  ['▸test.mcro_f1 > 1', 'a run has no field "test"', 'did you mean metrics.test.macro_f1?'],
  ['name == ▸baseline', 'a run has no field "baseline"', 'a text stands in quotes: "baseline"'],
  ['name.contains(▸whatever)', 'a run has no field "whatever"', 'in quotes: "whatever"'],
  ['metrics.eval/▸loss > 1', 'a run has no field "loss"', 'metrics["eval/loss"]'],
  ['tags.exists(t, ▸s == "a")', 'a run has no field "s"', 'did you mean t?'],
  ['▸foo("x")', 'there is no function foo', 'there are size, has, ago, date'],
  ['▸len(tags) > 1', 'there is no function len', 'written size(tags) > 1'],
  ['name.▸startswith("x")', 'there is no function startswith', 'written name.startsWith("bert")'],
  ['true && name.▸match("x")', 'there is no function match', 'written name.matches("^bert")'],
  ['▸contains(name, "x")', 'contains is asked of a value', 'written name.contains("bert")'],
  ['▸metrics("f1") > 1', 'metrics is a field, not a function', 'metrics["…"]'],
  ['▸@goof', 'there is no saved filter @goof', 'did you mean @good?'],
  ['true && ▸@', 'found "@"', 'there are @good'],
  // Kinds.
  ['created > ▸ago(7)', 'ago is not called with a number', 'created > ago("7d")'],
  ['created > ▸ago()', 'ago is not called without arguments', 'created > ago("7d")'],
  ['created > ago(▸"soon")', '"soon" is no span of time', ''],
  ['created > date(▸"neverday")', '"neverday" is no time', ''],
  ['has(▸params)', 'has asks for a field below another', 'has(metrics.f1)'],
  ['"a" ▸> 1', '> has no meaning between a text and a number', ''],
  ['("a") ▸> 1', '> has no meaning between a text and a number', ''],
  ['"a" ▸+ 1 == "b"', '+ has no meaning between a text and a number', ''],
  ['"x" ▸in "xyz"', 'in asks a list or a group of fields; found a text', 'name.contains("bert")'],
  ['1 < params.lr ▸< 3', '< has no meaning between yes or no and a number', 'written 1 < params.lr && params.lr < 3'],
  ['true && ▸!1', '! has no meaning for a number', ''],
  ['true && ▸-"a" == 1', '- has no meaning for a text', ''],
  ['true && ▸1', '&& joins conditions; found a number', 'params.lr > 0'],
  ['▸"a" ? true : false', '? asks a condition; found a text', 'params.lr > 0'],
  ['tags.all(t, ▸1)', 'all asks a condition; found a number', 'params.lr > 0'],
  ['▸1 + 2', 'the filter gives a number; expected yes or no', 'git exp ls --where'],
  ['▸[1]', 'the filter gives a list; expected yes or no', ''],
  ['▸tags == "a"', 'tags is a list, not a text', '"a" in tags'],
  ['true || ▸tags.contains("a")', 'tags is a list, not a text', '"a" in tags'],
  ['true && ▸params.lr', 'params.lr is the number 1 in run', ''],
  // Patterns.
  ['name.matches(▸"(a")', '"(a" is no regular expression: Unterminated group', ''],
  ['name.matches(▸"(?=a)b")', 'a pattern cannot hold "(?=a"', ''],
  ['name.matches(▸"a{1000}")', 'the pattern repeats more than 200 times', ''],
  // Wide signs, marks and emoji before the place.
  ['"模型" == name && ▸metrcs.f1 > 1', 'a run has no field "metrcs"', 'did you mean'],
  ['"😀é\u0301👍🏽" == name ▸& true', 'found "&"', '"&" is written &&'],
  ['"👩‍🔬" == name ▸= true', 'found "="', '"=" is written =='],
  // Behind a saved filter it is what was typed that is shown.
  ['@good && ▸metrcs.f1 > 1', 'a run has no field "metrcs"', 'did you mean'],
  ['!@good || @good ▸and true', 'found "and"', '"and" is written &&'],
  ['@good ▸> 1', '> has no meaning between yes or no and a number', ''],
  ['@good ▸+ 1 == 2', '+ has no meaning', ''],
])('%s', async (marked, message, hint) => {
  const at = marked.indexOf('▸')
  const said = await refusal(marked.replace('▸', ''))
  expect(said.message).toContain(message)
  expect(said.hint).toContain(hint)
  // What is not seen takes a blank of its own in the line shown.
  expect(said.column).toBe(widthOf(marked.slice(0, at).replace(/\p{C}/gu, ' ')))
})

test.each([
  ['true && @broken', 'in the saved filter @broken: found ">"; expected a value', 'params.lr >> 2', 11],
  ['@nested', 'in the saved filter @nested: a run has no field "metrcs"', '@good && metrcs.f1 > 1', 9],
  ['@number', 'in the saved filter @number: the filter gives a number', '1 + 1', 0],
  ['@one', 'stand for each other: @one → @two → @one', '@one', 0],
])('a mistake in a saved filter is shown in its own text: %s', async (text, message, line, column) => {
  expect(await refusal(text)).toMatchObject({
    message: expect.stringContaining(message),
    line,
    column,
    hint: expect.stringContaining('"filters" in ledger.yaml'),
  })
})

describe('a long filter', () => {
  const part = 'status == "finished" && '

  test('is shown around the place', async () => {
    const {line, column} = await refusal(`${part.repeat(10)}metrcs.f1 > 1 && ${part.repeat(10)}true`)
    expect(line.slice(column)).toMatch(/^metrcs\.f1 > 1 && status.*…$/)
    expect(line).toMatch(/^….*finished" && metrcs/)
    expect(line.length).toBeLessThanOrEqual(77)
  })

  test('at its ends', async () => {
    const first = await refusal(`metrcs.f1 > 1 && ${part.repeat(10)}true`)
    expect([first.column, first.line.startsWith('metrcs')]).toEqual([0, true])
    const last = await refusal(`${part.repeat(10)}metrcs.f1`)
    expect(last.line.slice(last.column)).toBe('metrcs.f1')
    expect(last.line.startsWith('…')).toBe(true)
  })

  test('of several lines: the one that has it', async () => {
    expect(await refusal('true &&\n\t\tmetrcs.f1 > 1\n&& false')).toMatchObject({line: '  metrcs.f1 > 1', column: 2})
  })

  test('nested without end', async () => {
    expect((await refusal(`${'('.repeat(300)}true`)).message).toContain('nests too deeply')
  })
})
