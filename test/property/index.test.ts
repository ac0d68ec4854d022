import {memoryCache} from '../../src/adapters/memory/cache'
import type {JsonObject} from '../../src/base/json'
import {type Index, openIndex} from '../../src/ledger/index/refresh'
import type {RunEvent} from '../../src/model/event'
import type {Oid} from '../../src/model/ids'
import fc from '../support/fast-check'
import {idOf} from '../support/summaries'
import {Trees} from '../support/trees'

const read = (bytes: Uint8Array) => JSON.parse(Buffer.from(bytes).toString()) as JsonObject
const readers = {readRecord: read, readEvent: (bytes: Uint8Array) => read(bytes) as RunEvent}
const folder = (n: number) => `runs/2026-01/01/0${n % 3}/run-${idOf(n)}`

const step = fc.record({
  run: fc.integer({min: 0, max: 12}),
  what: fc.oneof(
    fc.constantFrom('removed', 'torn', 'readme'),
    fc.integer({min: 0, max: 3}).map(lr => ({lr})),
    fc.constantFrom('x', 'y').map(tag => ({tag})),
  ),
})

function changeOf({
  run,
  what,
}: {
  run: number
  what: string | {lr?: number; tag?: string}
}): Record<string, string | undefined> {
  const record = `${folder(run)}/run.yaml`
  if (what === 'removed') return {[record]: undefined}
  if (what === 'torn') return {[record]: '{'}
  if (typeof what === 'string') return {[`${folder(run)}/README.md`]: what}
  if (what.tag === undefined)
    return {[record]: JSON.stringify({name: `run-${run}`, status: 'finished', params: {lr: what.lr}})}
  const event = {format: 1, kind: 'tag', at: '1', by: 'ada', add: [what.tag]}
  return {[`${folder(run)}/events/${what.tag}-tag.yaml`]: JSON.stringify(event)}
}

function contents({table, count}: Index): object {
  const live = Array.from({length: table.rows}, (_, row) => row).filter(row => !table.dead(row))
  const documents = live.map(row => table.document(row) as JsonObject & {id: string})
  return {count, documents: Object.fromEntries(documents.map(document => [document.id, document]))}
}

test('an index brought up to date step by step is the one built anew', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(step, {maxLength: 5}), {maxLength: 6}), async commits => {
      const trees = new Trees()
      const cache = memoryCache()
      let tip: Oid | undefined
      for (const steps of [[], ...commits]) {
        tip = trees.commit(Object.assign({}, ...steps.map(changeOf)), tip)
        const index = await openIndex({objects: trees.objects, cache, ...readers}, tip)
        const anew = await openIndex({objects: trees.objects, cache: memoryCache(), ...readers}, tip)
        expect(contents(index)).toEqual(contents(anew))
      }
    }),
    {numRuns: 150},
  )
})
