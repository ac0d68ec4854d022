import {isObject, type Json, type JsonObject} from '../base/json'
import {type Digest, isDigest} from '../model/ids'
import type {LineageFacts} from '../model/lineage'

/** SHA-256 of nothing: an empty file comes from nowhere. */
const EMPTY = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
/** Digits of a digest that the index keeps: 64 bits do not meet by chance, and who wants a false tie can write one into a record. */
const DIGITS = 16

/** What a run says of others, and the digests that tie it to them; undefined where it says nothing. `folded` has its events in it. Never throws. */
export function lineageFacts(folded: JsonObject): LineageFacts | undefined {
  const inputs = objectsIn(folded['inputs'])
  const read = new Set([...inputs.flatMap(digestOf), ...splitDigests(folded['dataset'])])
  const made = objectsIn(folded['artifacts']).filter(isMade).flatMap(digestOf)
  const from = inputs.flatMap(({run}) => (typeof run === 'string' && run !== '' ? [run.slice(0, 200)] : []))
  const events = objectsIn(folded['events'])
  const superseded = supersededBy(events)
  const corrected = events.filter(({kind}) => kind === 'correct').length
  const facts: LineageFacts = {
    ...listed('from', from),
    ...listed('read', [...read].map(shortDigest)),
    // A config that is kept beside a run was read, not made; so was whatever else it also read.
    ...listed('made', made.filter(digest => !read.has(digest)).map(shortDigest)),
    ...(superseded !== undefined && {superseded_by: superseded}),
    ...(corrected > 0 && {corrected}),
  }
  return Object.keys(facts).length === 0 ? undefined : facts
}

/** The beginning of a digest, as `read` and `made` have it. */
export const shortDigest = (digest: Digest) => digest.slice('sha256:'.length, 'sha256:'.length + DIGITS)

function listed<K extends string>(key: K, words: readonly string[]): {[key in K]?: readonly string[]} {
  return words.length === 0 ? {} : ({[key]: [...new Set(words)].sort()} as {[key in K]: string[]})
}

const objectsIn = (value: Json | undefined) => (Array.isArray(value) ? value.filter(isObject) : [])

function digestOf({digest}: JsonObject): Digest[] {
  return typeof digest === 'string' && isDigest(digest) && digest !== EMPTY ? [digest] : []
}

const isMade = ({absent, role}: JsonObject) => absent !== true && role !== 'config'

function splitDigests(dataset: Json | undefined): Digest[] {
  const splits = isObject(dataset) && isObject(dataset['splits']) ? Object.values(dataset['splits']) : []
  return splits.flatMap(split => digestOf({digest: isObject(split) ? (split['hash'] ?? null) : split}))
}

/** By the last decision: one that restores takes back what was before it. */
function supersededBy(events: readonly JsonObject[]): string | undefined {
  const last = events.findLast(({kind}) => kind === 'supersede' || kind === 'restore')
  return last?.['kind'] === 'supersede' && typeof last['run'] === 'string' ? last['run'].slice(0, 200) : undefined
}
