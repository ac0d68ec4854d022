import {load} from 'js-yaml'
import {parse} from 'yaml'
import type {Json, JsonObject} from '../../src/base/json'
import {writeYaml} from '../../src/format/canonical-yaml'
import {readDocuments} from '../../src/format/input'
import {JsonReader} from '../../src/format/json-reader'
import {readFast} from '../../src/format/read-fast'
import {readYaml} from '../../src/format/read-yaml'
import {writeRecord} from '../../src/format/record'
import {RECORD_FIELDS} from '../../src/model/record'
import fc from '../support/fast-check'
import {jsonRecord, jsonValue} from '../support/json-values'

const RUNS = 2000

const spelled = (record: JsonObject): string => Buffer.from(writeRecord(record)).toString()
const asWritten = (value: Json): string => writeYaml({value}, [])

/** The same value with the keys of every object in another order. */
function shuffled(value: Json, seed: number): Json {
  if (Array.isArray(value)) return value.map(item => shuffled(item, seed))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, child]) => [key, shuffled(child, seed)] as const)
  const turn = entries.length > 0 ? seed % entries.length : 0
  return Object.fromEntries([...entries.slice(turn), ...entries.slice(0, turn)].reverse())
}

/** YAML readers of JavaScript have one kind of number; ours tells big integers by their size. */
function sized(value: unknown): Json {
  if (Array.isArray(value)) return value.map(sized)
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  if (typeof value !== 'object' || value === null) return value as Json
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, sized(child)]))
}

/** Big integers as the nearest number. */
function rounded(value: Json): unknown {
  if (Array.isArray(value)) return value.map(rounded)
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, rounded(child)]))
}

function spellFloat(value: number): string {
  const text = Object.is(value, -0) ? '-0' : String(value)
  return Number.isSafeInteger(value) && text !== '-0' ? text : /^-?\d+$/.test(text) ? `${text}.0` : text
}

/** JSON as Python writes it. */
function pythonJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(pythonJson).join(', ')}]`
  if (typeof value === 'bigint') return String(value)
  if (typeof value === 'number') return spellFloat(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value).map(([key, child]) => `${JSON.stringify(key)}: ${pythonJson(child)}`)}}`
}

describe('the one spelling', () => {
  it('is the same for any order of keys', () => {
    const same = (record: JsonObject, seed: number) =>
      expect(spelled(shuffled(record, seed) as JsonObject)).toBe(spelled(record))
    fc.assert(fc.property(jsonRecord, fc.nat(), same), {numRuns: RUNS})
  })

  it('reads back equal by the fast reader', () => {
    const same = (record: JsonObject) => expect(readFast(writeYaml(record, RECORD_FIELDS))).toEqual(record)
    fc.assert(fc.property(jsonRecord, same), {numRuns: RUNS})
  })

  it('reads back equal by the library that the fast reader stands in for', () => {
    const same = (value: Json) => expect(sized(parse(asWritten(value), {intAsBigInt: true}))).toEqual({value})
    fc.assert(fc.property(jsonValue, same), {numRuns: RUNS})
  })

  it('reads back equal by js-yaml', () => {
    const same = (value: Json) => expect(load(asWritten(value))).toEqual(rounded({value}))
    fc.assert(fc.property(jsonValue, same), {numRuns: RUNS})
  })

  it('is spelled again as it was', () => {
    const same = (value: Json) => expect(writeYaml(readFast(asWritten(value)) as JsonObject)).toBe(asWritten(value))
    fc.assert(fc.property(jsonValue, same), {numRuns: RUNS})
  })
})

describe('the fast reader', () => {
  const TOKENS = [
    'a',
    'b',
    ':',
    ': ',
    '- ',
    '\n',
    '\n  ',
    '\n    ',
    ' ',
    '#',
    '"',
    '\\n',
    '|-',
    '|',
    '1',
    '0.5',
    'yes',
    'true',
    '[]',
    '{}',
    '---',
    '~',
    '-',
    'é',
  ]
  const soup = fc.array(fc.constantFrom(...TOKENS), {maxLength: 14}).map(tokens => `a: ${tokens.join('')}\n`)

  it('reads no text otherwise than the library does', async () => {
    const same = async (text: string) => {
      const fast = readFast(text)
      if (fast !== undefined) expect(sized(parse(text, {intAsBigInt: true}))).toEqual(fast)
    }
    await fc.assert(fc.asyncProperty(soup, same), {numRuns: 20 * RUNS})
  })

  it('reads no damaged spelling otherwise than the library does', () => {
    const same = (value: Json, at: number, token: string) => {
      const text = asWritten(value)
      const cut = at % text.length
      const damaged = `${text.slice(0, cut)}${token}${text.slice(cut + (at % 3))}`
      const fast = readFast(damaged)
      if (fast !== undefined) expect(sized(parse(damaged, {intAsBigInt: true}))).toEqual(fast)
    }
    fc.assert(fc.property(jsonValue, fc.nat({max: 5000}), fc.constantFrom(...TOKENS, ''), same), {numRuns: 5 * RUNS})
  })

  it('does not mind comments and empty lines between fields', async () => {
    const same = async (record: JsonObject) => {
      const fields = Object.keys(record).map(key => writeYaml({[key]: record[key]!}))
      const text = `# first\n\n${fields.join('# between\n\n  \n# and\n')}\n# last\n`
      expect(readFast(text)).toEqual(record)
      expect(await readYaml(`---\n${text}`, 'x.yaml')).toEqual(record)
    }
    await fc.assert(fc.asyncProperty(jsonRecord, same), {numRuns: RUNS / 4})
  })
})

describe('documents handed in', () => {
  it('keeps every value of JSON', async () => {
    const same = async (record: JsonObject) => {
      const [document] = await readDocuments(Buffer.from(pythonJson(record)), 'run.json')
      expect(document!.draft).toEqual(record)
    }
    await fc.assert(fc.asyncProperty(jsonRecord, same), {numRuns: RUNS})
  })

  it('reads JSON as JavaScript does', () => {
    const same = (text: string) => expect(rounded(new JsonReader(text).read())).toEqual(JSON.parse(text))
    fc.assert(
      fc.property(
        fc.json().filter(text => !text.includes('__proto__')),
        same,
      ),
      {numRuns: RUNS},
    )
  })

  it('answers any bytes with documents or with BAD_DOCUMENT', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({maxLength: 40}),
      fc.string({unit: 'binary', maxLength: 40}).map(text => Buffer.from(text)),
    )
    const TOKENS = [
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '1',
      '\n',
      ' ',
      '- ',
      'a: ',
      '&x ',
      '*x',
      '!t ',
      '|',
      '---\n',
      '\t',
      '#',
      "'",
      '<<: ',
      '?',
    ]
    const soup = fc.array(fc.constantFrom(...TOKENS), {maxLength: 20}).map(tokens => Buffer.from(tokens.join('')))
    const holds = async (input: Uint8Array, file: string) => {
      const answer = await readDocuments(input, file).catch(error => error)
      if (!Array.isArray(answer))
        expect(answer).toMatchObject({code: 'BAD_DOCUMENT', message: expect.stringContaining(file)})
    }
    const files = fc.constantFrom('run.json', 'run.yaml', 'standard input')
    await fc.assert(fc.asyncProperty(fc.oneof(bytes, soup), files, holds), {numRuns: 2 * RUNS})
  })

  it('finds the place of every field, in JSON and in YAML', async () => {
    const found = async (record: JsonObject, yaml: boolean) => {
      const text = yaml ? writeYaml(record) : JSON.stringify(record, (_, v) => (typeof v === 'bigint' ? 0 : v), 1)
      const [document] = await readDocuments(Buffer.from(text), yaml ? 'run.yaml' : 'run.json')
      for (const key of Object.keys(record)) {
        const place = await document!.place(`/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`)
        const line = text.split('\n')[place!.line - 1]!.slice(place!.column - 1)
        const spelled = yaml ? writeYaml({[key]: 1}).slice(0, -4) : JSON.stringify(key)
        expect(line.startsWith(spelled)).toBe(true)
      }
    }
    await fc.assert(fc.asyncProperty(jsonRecord, fc.boolean(), found), {numRuns: RUNS / 4})
  })
})
