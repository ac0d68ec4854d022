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

  test('a template may refer to itself: to the whole, to a part, by an anchor', async () => {
    const tree = {type: 'object', properties: {kids: {type: 'array', items: {$ref: '#/$defs/tree'}}}}
    for (const [schema, record, pointer] of [
      [{properties: {next: {$ref: '#'}, n: {type: 'number'}}}, {next: {next: {n: 'x'}}}, '/next/next/n'],
      [
        {$id: 'https://example.com/t', properties: {next: {$ref: '#'}, n: {type: 'number'}}},
        {next: {n: 1, next: {n: 'x'}}},
        '/next/next/n',
      ],
      [
        {$defs: {tree}, properties: {params: {$ref: '#/$defs/tree'}}},
        {params: {kids: [{kids: [{kids: 3}]}]}},
        '/params/kids/0/kids/0/kids',
      ],
      [
        {
          properties: {params: {$ref: '#n'}},
          $defs: {n: {$anchor: 'n', additionalProperties: {$ref: '#n'}, type: 'object'}},
        },
        {params: {a: {b: 3}}},
        '/params/a/b',
      ],
    ] as const) {
      const template = await custom(schema)
      expect(await template.errors(record)).toEqual([expect.objectContaining({pointer, keyword: 'type'})])
    }
  })

  test.each([
    [
      '#/$defs/scor',
      'at properties.a.$ref refers to "#/$defs/scor", which is nowhere in the template; expected a place in it, as "#/$defs/score"',
    ],
    ['#nowhere', 'at properties.a.$ref refers to "#nowhere", which is nowhere in the template'],
  ])('a reference that leads nowhere, %s', async ($ref, message) => {
    await expect(custom({$defs: {score: {}}, properties: {a: {$ref}}})).rejects.toMatchObject({
      code: 'BAD_TEMPLATE',
      message: expect.stringContaining(message),
      hints: ['git exp template show own'],
    })
  })

  test('the one anchor that is not found says what to write', async () => {
    await expect(custom({$anchor: 'top', properties: {a: {$ref: '#top'}}})).rejects.toMatchObject({
      message:
        'the template "own" at properties.a.$ref refers to the whole template by its anchor "#top"; expected "#"',
    })
  })

  test('circles of references are refused in our own words', async () => {
    const circle = {$defs: {a: {$ref: '#/$defs/b'}, b: {$ref: '#/$defs/a'}}, properties: {x: {$ref: '#/$defs/a'}}}
    await expect(custom(circle).then(template => template.errors({x: 1}))).rejects.toMatchObject({
      code: 'BAD_TEMPLATE',
      message: 'the template "own" refers to itself without end',
    })
  })

  test('one that refers to itself without end is stopped', async () => {
    await expect(custom({$ref: '#'}).then(template => template.errors({}))).rejects.toMatchObject({
      code: 'BAD_TEMPLATE',
    })
  })
})
