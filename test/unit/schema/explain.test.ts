import type {Json} from '../../../src/base/json'
import {complaints, custom} from '../../support/records'

async function told(params: Json, schema: object): Promise<string[]> {
  return complaints({name: 'a', params: {p: params}}, await custom({properties: {params: {properties: {p: schema}}}}))
}

describe('each rule of a template in words', () => {
  test.each<[string, Json, object, string[]]>([
    ['type', 'abc', {type: 'number', examples: [0.1]}, ['is "abc"; expected a number, for example p: 0.1']],
    [
      'number in quotes',
      '0.1',
      {type: 'number'},
      ['is the text "0.1"; expected a number without quotes, for example p: 0.1'],
    ],
    [
      'text without quotes',
      1.1,
      {type: 'string'},
      ['is the number 1.1; expected text in quotes, for example p: "1.1"'],
    ],
    ['several types', true, {type: ['number', 'string']}, ['is true; expected a number or text']],
    ['enum', 'adm', {enum: ['adam', 'sgd', 1]}, ['is "adm"; expected adam, sgd or 1, for example p: adam']],
    ['const', 2, {const: 1}, ['is 2; expected 1']],
    ['pattern', 'x', {pattern: '^a+$'}, ['is "x"; expected text that matches ^a+$']],
    ['pattern in words', 'x', {pattern: '^a+$', 'x-expected': 'a row of a'}, ['is "x"; expected a row of a']],
    ['format', '05.01.2026', {format: 'date'}, ['is "05.01.2026"; expected a date as 2026-01-05']],
    ['format uri', 'x', {format: 'uri'}, ['is "x"; expected an address as s3://bucket/key']],
    ['unknown format', 'x', {format: 'email'}, []],
    ['minimum', 0, {minimum: 1}, ['is 0; expected a number from 1']],
    ['maximum', 2, {maximum: 1}, ['is 2; expected a number up to 1']],
    ['exclusiveMinimum', 0, {exclusiveMinimum: 0}, ['is 0; expected a number above 0']],
    ['multipleOf', 3, {multipleOf: 2}, ['is 3; expected a multiple of 2']],
    ['minLength', '', {minLength: 1, title: 'a word'}, ['is empty; expected a word']],
    ['maxLength', 'abc', {maxLength: 2}, ['has 3 characters; expected at most 2 characters']],
    ['minItems', [], {minItems: 2}, ['is an empty list; expected at least 2 items']],
    ['uniqueItems', [1, 2, 1], {uniqueItems: true}, ['holds the same value twice (items 1 and 3); expected each once']],
    ['minProperties', {}, {minProperties: 1}, ['is an empty object; expected at least 1 key']],
    ['not', 5, {not: {const: 5}}, ['is 5, which the template excludes']],
    ['false', 5, false as unknown as object, ['is not allowed by the template']],
  ])('%s', async (_name, value, schema, expected) => {
    expect(await told(value, schema)).toEqual(expected.map(line => `params.p ${line}`))
  })

  test('required: the missing key, what it is and an example', async () => {
    const schema = {required: ['lr'], properties: {lr: {title: 'the learning rate', examples: [0.001]}}}
    expect(await told({}, schema)).toEqual([
      'params.p.lr is missing; expected the learning rate, for example lr: 0.001',
    ])
  })

  test('required of one key by another', async () => {
    expect(await told({a: 1}, {dependentRequired: {a: ['b']}})).toEqual(['params.p.b is missing'])
  })

  test('an unknown key, with the nearest known', async () => {
    const schema = {additionalProperties: false, properties: {batch_size: {}, lr: {}}}
    expect(await told({batchsize: 1, zz: 2}, schema)).toEqual([
      'params.p.batchsize is a key that the template does not allow; expected batch_size',
      'params.p.zz is a key that the template does not allow; expected only batch_size or lr',
    ])
  })

  test('names of keys', async () => {
    expect(await told({B: 1}, {propertyNames: {pattern: '^[a-z]+$'}})).toEqual([
      'params.p.B has a name that the template does not allow; expected a name that matches ^[a-z]+$',
    ])
  })

  test('a choice of keys, of types, of anything: one line', async () => {
    expect(await told({}, {anyOf: [{required: ['dev']}, {required: ['test']}]})).toEqual([
      'params.p has none of dev or test; expected one of them',
    ])
    expect(await told(true, {oneOf: [{type: 'string'}, {type: 'number'}]})).toEqual([
      'params.p is true; expected text or a number',
    ])
    expect(await told(5, {oneOf: [{minimum: 1}, {maximum: 9}]})).toEqual([
      "params.p is 5, which fits 2 of the template's choices; expected one",
    ])
    expect(await told(5, {anyOf: [{minimum: 7}, {const: 'x'}]})).toEqual([
      "params.p is 5; expected one of the template's choices",
    ])
  })

  test('if and then: only what is wrong', async () => {
    const schema = JSON.parse('{"if": {"required": ["a"]}, "then": {"required": ["b"]}}')
    expect(await told({a: 1}, schema)).toEqual(['params.p.b is missing'])
  })

  test('words of the template cannot reach the terminal', async () => {
    const schema = {required: ['x'], properties: {x: {title: 'a\u001b[31mb', examples: ['\u0007']}}}
    expect(await told({}, schema)).toEqual(['params.p.x is missing; expected a\\u{1b}[31mb, for example x: "\\u0007"'])
    expect(await told('\u001b[2J', {type: 'number'})).toEqual(['params.p is "\\u{1b}[2J"; expected a number'])
  })

  test('places are found through references', async () => {
    const template = await custom({
      properties: {params: {additionalProperties: {$ref: '#/$defs/one'}}},
      $defs: {
        one: {$ref: '#/$defs/two', title: 'a rate'},
        two: {required: ['v'], properties: {v: {title: 'its value', examples: [1]}}},
      },
    })
    expect(await complaints({name: 'a', params: {p: {}}}, template)).toEqual([
      'params.p.v is missing; expected its value, for example v: 1',
    ])
  })
})
