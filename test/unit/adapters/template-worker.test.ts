import {workerSandbox} from '../../../src/adapters/node/template-worker'
import type {JsonObject} from '../../../src/base/json'
import {checkName} from '../../../src/schema/naming'
import {custom, dressed} from '../../support/records'

describe('templates in a worker', () => {
  const sandbox = workerSandbox()
  afterAll(() => sandbox.close())

  test('it answers for each value, NaN and infinities among them', async () => {
    const template = JSON.stringify({type: 'number', maximum: 5})
    const answer = await sandbox.check({template, values: [1, 'x', 6, NaN, -Infinity]})
    if (answer.kind !== 'checked') throw new Error(answer.kind)
    expect(answer.errors.map(errors => errors.map(({keyword}) => keyword))).toEqual([
      [],
      ['type'],
      ['maximum'],
      ['maximum'],
      [],
    ])
  })

  test('a template that is none is refused, and the next is answered', async () => {
    expect(await sandbox.check({template: '{"type": "nope"}', values: []})).toMatchObject({
      kind: 'refused',
      pointer: '/type',
    })
    expect(await sandbox.check({template: '{', values: []})).toMatchObject({kind: 'refused'})
    expect(await sandbox.check({template: '{}', values: [1]})).toEqual({kind: 'checked', errors: [[]]})
  })

  test('many at once are answered in turn', async () => {
    const asked = [1, 2, 3, 4, 5].map(n => sandbox.check({template: JSON.stringify({const: n}), values: [n, 0]}))
    for (const answer of await Promise.all(asked)) {
      expect(answer).toMatchObject({kind: 'checked', errors: [[], [{keyword: 'const'}]]})
    }
  })

  test('a catastrophic pattern is stopped within the limit, and the next template is answered', async () => {
    const limited = workerSandbox({limitMs: 300})
    const template = await custom({properties: {name: {pattern: '^(a+)+$'}}}, limited)
    const started = performance.now()
    await expect(template.errors(dressed({name: `${'a'.repeat(60)}!`}, template))).rejects.toMatchObject({
      code: 'BAD_TEMPLATE',
      message: expect.stringContaining('took longer than 0.3 s and was stopped'),
    })
    expect(performance.now() - started).toBeLessThan(3000)
    expect(await template.errors(dressed({name: 'aaa'}, template))).toEqual([])
    await expect(checkName('a'.repeat(60), {pattern: '^(a+)+b$', unique: false}, limited)).rejects.toMatchObject({
      code: 'BAD_LEDGER_FILE',
    })
    await limited.close()
  })

  test('one that refers to itself is answered; where that takes exponential time it is stopped', async () => {
    const limited = workerSandbox({limitMs: 700})
    const again = (key: string) => ({properties: {next: {$ref: '#'}}, required: [key]})
    const template = JSON.stringify({anyOf: [again('a'), again('b')]})
    let deep: JsonObject = {}
    for (let depth = 0; depth < 40; depth++) deep = {next: deep}
    expect(await limited.check({template, values: [{a: 1, next: {b: 1}}]})).toEqual({kind: 'checked', errors: [[]]})
    const stopped = await limited.check({template, values: [deep]})
    // Whichever limit a machine meets first.
    expect(['died', 'overran']).toContain(stopped.kind)
    await limited.close()
  })

  test('one that eats memory ends its worker, not the process', async () => {
    const hungry = workerSandbox({limitMs: 20_000})
    const values = Array.from({length: 400}, () => Array.from({length: 5000}, () => ({})))
    const template = JSON.stringify({items: {anyOf: Array.from({length: 40}, (_, i) => ({required: [`k${i}`]}))}})
    const answer = await hungry.check({template, values})
    expect(['died', 'overran']).toContain(answer.kind)
    expect(await hungry.check({template: '{}', values: [1]})).toMatchObject({kind: 'checked'})
    await hungry.close()
  })

  test('a worker that cannot start is an answer', async () => {
    const missing = workerSandbox({script: '/nowhere/template-worker.js'})
    expect(await missing.check({template: '{}', values: []})).toMatchObject({kind: 'died'})
  })
})
