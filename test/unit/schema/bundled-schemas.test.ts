import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {isObject, type JsonObject} from '../../../src/base/json'
import {RECORD_FIELDS} from '../../../src/model/record'
import {hostileRefusal} from '../../../src/schema/hostile'
import {makeAjv} from '../../../src/schema/make-ajv'

const folder = join(__dirname, '../../../schemas')
const read = (file: string): JsonObject => JSON.parse(readFileSync(join(folder, file), 'utf8'))
const files = ['run.schema.json', ...readdirSync(join(folder, 'templates')).map(file => `templates/${file}`)]

/** Every object of a schema that stands for a named property, with its place. */
function* properties(schema: JsonObject, place = ''): Generator<[string, JsonObject]> {
  for (const [key, child] of Object.entries(schema)) {
    if (!isObject(child) || key === 'if') continue
    for (const [name, property] of key === 'properties' ? Object.entries(child) : []) {
      if (isObject(property)) yield [`${place}/${name}`, property]
    }
    yield* properties(child, `${place}/${key}`)
  }
}

describe.each(files)('%s', file => {
  const schema = read(file)

  test('is JSON Schema 2020-12, would pass as a team’s own, and names no host of ours', () => {
    expect(makeAjv({source: false}).validateSchema(schema)).toBe(true)
    expect(hostileRefusal(schema)).toBeUndefined()
    const text = readFileSync(join(folder, file), 'utf8')
    expect([...text.matchAll(/https?:\/\/[^/"]+/g)].map(([host]) => host)).toEqual(['https://json-schema.org'])
  })

  test('has no choice whose errors nobody can read', () => {
    const text = JSON.stringify(schema)
    expect(text).not.toContain('"oneOf"')
    const choices = [...text.matchAll(/"anyOf":(\[.*?\}\])/g)].flatMap(([, list]) => JSON.parse(list!))
    expect(choices.every(choice => Object.keys(choice).join() === 'required')).toBe(true)
  })

  test('every property says what it is and shows a value', () => {
    const silent = [...properties(schema)].filter(([, {title, examples, $ref, properties, required}]) => {
      const says =
        typeof title === 'string' && (examples !== undefined || $ref !== undefined || properties !== undefined)
      return !says && !(properties !== undefined && required === undefined && title === undefined) && $ref === undefined
    })
    expect(silent.map(([place]) => place)).toEqual([])
  })

  test('its examples satisfy it', () => {
    const ajv = makeAjv({source: false})
    for (const [place, {examples, ...property}] of properties(schema)) {
      // Objects and artifacts are shown as the plain template writes them.
      if (property['type'] === 'object' || place === '/artifacts' || JSON.stringify(property).includes('$ref')) continue
      for (const example of Array.isArray(examples) ? examples : []) {
        expect([place, example, ajv.validate(property, example)]).toEqual([place, example, true])
      }
    }
  })
})

test('the record’s schema has every field of the record, in order', () => {
  expect(Object.keys(read('run.schema.json')['properties'] as JsonObject)).toEqual([...RECORD_FIELDS])
})
