import {isObject, type Json, type JsonObject} from '../base/json'
import type {StoredEvent} from '../model/event'
import {isOpen} from '../model/record'

/**
 * What events add to a record: files that came after its end (`artifact`, the later of one path counts), metric values that were
 * said later (`metrics`), digests of large inputs (`inputs`), and `lost`, the judgement that nobody is running it any more. That one is the status only while the
 * record itself is open and no attempt has been made since.
 */
export function foldFacts(record: JsonObject, ordered: readonly StoredEvent[]): JsonObject {
  let folded = record
  for (const {event} of ordered) {
    if (event.kind === 'artifact') folded = withArtifacts(folded, event['add'])
    if (event.kind === 'metrics' && isObject(event['set'])) folded = withMetrics(folded, event['set'])
    if (event.kind === 'inputs') folded = withInputs(folded, event['inputs'], event['splits'])
    if (event.kind === 'lost' && isLost(record, event['attempts'])) folded = {...folded, status: 'lost'}
  }
  return folded
}

function isLost(record: JsonObject, judged: Json | undefined): boolean {
  const attempts = record['attempts']
  return isOpen(record['status']) && (Array.isArray(attempts) ? attempts.length : 0) <= Number(judged ?? 0)
}

function withArtifacts(record: JsonObject, add: Json | undefined): JsonObject {
  if (!Array.isArray(add)) return record
  const had = Array.isArray(record['artifacts']) ? record['artifacts'] : []
  const paths = new Set(add.map(pathOf))
  return {...record, artifacts: [...had.filter(item => !paths.has(pathOf(item))), ...add]}
}

/** Digests that were known only after the end; the whole list, as it is known then. */
function withInputs(record: JsonObject, inputs: Json | undefined, splits: Json | undefined): JsonObject {
  const dataset = isObject(record['dataset']) ? record['dataset'] : {}
  const known = isObject(dataset['splits']) ? dataset['splits'] : {}
  return {
    ...record,
    ...(Array.isArray(inputs) && {inputs}),
    ...(isObject(splits) && {dataset: {...dataset, splits: {...known, ...splits}}}),
  }
}

const pathOf = (item: Json) => (isObject(item) ? item['path'] : item)

function withMetrics(record: JsonObject, set: JsonObject): JsonObject {
  const merge = (into: Json | undefined, from: JsonObject): JsonObject => {
    const base = isObject(into) ? into : {}
    const entries = Object.entries(from).map(([key, value]): [string, Json] => [
      key,
      isObject(value) ? merge(base[key], value) : value,
    ])
    return {...base, ...Object.fromEntries(entries)}
  }
  return {...record, metrics: merge(record['metrics'], set)}
}
