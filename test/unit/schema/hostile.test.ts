import {compileTemplate} from '../../../src/schema/templates'
import {custom, noSandbox} from '../../support/records'

function nested(depth: number): object {
  let schema: object = {}
  for (let i = 0; i < depth; i++) schema = {not: schema}
  return schema
}

describe('a hostile template is refused before anything compiles it', () => {
  test.each<[string, unknown, string]>([
    ['huge', {description: 'x'.repeat(256 * 1024)}, 'the most is 256 KB'],
    ['deep', nested(65), 'is nested more than 64 deep'],
    ['wide', {enum: Array.from({length: 10_001}, () => 0)}, 'has more than 10,000 values'],
    ['another dialect', {$schema: 'http://json-schema.org/draft-07/schema#'}, 'at $schema is written for'],
    ['remote $ref', {properties: {a: {$ref: 'https://example.com/x.json'}}}, 'at properties.a.$ref refers to'],
    ['file $ref', {$ref: 'file:///etc/passwd'}, 'at $ref refers to'],
    ['$ref that is none', {$ref: 5}, 'at $ref refers to "5"'],
    ['$dynamicRef', {$dynamicRef: '#x'}, 'uses $dynamicRef'],
    ['$async', {$async: true}, 'uses $async'],
    ['$data', {properties: {a: {maximum: {$data: '1/b'}}}}, 'at properties.a.maximum uses $data'],
    ['$id below the top', {properties: {a: {$id: 'urn:x'}}}, 'at properties.a.$id gives a part'],
    ['long pattern', {properties: {a: {pattern: 'a'.repeat(1001)}}}, 'has a pattern of 1001 characters'],
    ['long pattern of keys', {patternProperties: {['a'.repeat(1001)]: {}}}, 'has a pattern of 1001 characters'],
    ['in allOf', {allOf: [{}, {$async: true}]}, 'at allOf.1.$async uses $async'],
  ])('%s', async (_name, schema, message) => {
    await expect(custom(schema, noSandbox)).rejects.toMatchObject({
      code: 'BAD_TEMPLATE',
      message: expect.stringContaining(message),
    })
  })

  test('far deeper than a stack', async () => {
    const text = `${'{"not":'.repeat(30_000)}{}${'}'.repeat(30_000)}`
    await expect(compileTemplate(Buffer.from(text), 'own', noSandbox)).rejects.toMatchObject({code: 'BAD_TEMPLATE'})
  })

  test('a key called __proto__', async () => {
    const schema = JSON.parse('{"properties": {"__proto__": {"type": "string"}}}')
    await expect(custom(schema, noSandbox)).rejects.toMatchObject({message: expect.stringContaining('__proto__')})
    expect(({} as Record<string, unknown>)['type']).toBeUndefined()
  })

  test('its words cannot reach the terminal', async () => {
    const refusal = custom({$ref: '\u001b]0;x'}, noSandbox)
    await expect(refusal).rejects.toMatchObject({message: expect.stringContaining('\\u{1b}]0;x')})
  })

  test('harmless ones pass: names that look like keywords, data that looks like a schema', async () => {
    const template = await custom({
      $id: 'https://json-schema.org/draft/2020-12/schema',
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      properties: {$data: {}, $ref: {}, $async: {}, pattern: {}, constructor: {type: 'number'}, toString: {}},
      default: {$ref: 'https://example.com', $data: 1},
      'x-team': {$ref: 'https://example.com'},
      constructor: 1,
      toString: 2,
    })
    expect(template.name).toBe('own')
  })

  test('one that refers to itself without end is stopped', async () => {
    await expect(custom({$ref: '#'}).then(template => template.errors({}))).rejects.toMatchObject({
      code: 'BAD_TEMPLATE',
    })
  })
})
