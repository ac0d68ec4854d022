import type {Json, JsonObject} from '../base/json'
import {eventFields, type StoredEvent} from '../model/event'
import {foldFacts} from './fold-facts'

/** Kinds that this version folds; others are kept in `events` and counted in `newer`. */
const KNOWN_KINDS = new Set(['tag', 'note', 'artifact', 'inputs', 'metrics', 'lost', 'reproduction'])

/**
 * The run as it stands now: the record, with what events add to it (`foldFacts`), with `tags` folded (an add wins over a remove that had not seen it), `events` (every
 * event with its file name, in fold order) and `newer` (how many are of a kind this version does not know). `notes` stays what
 * the recorder wrote. Without events the record comes back as it is. Pure.
 */
export function foldEvents(record: JsonObject, events: readonly StoredEvent[]): JsonObject {
  if (events.length === 0) return record
  const ordered = orderEvents(events)
  const newer = ordered.filter(({event}) => !KNOWN_KINDS.has(event.kind)).length
  const tags = foldTags(textList(record['tags']), ordered)
  return {
    ...foldFacts(record, ordered),
    ...((tags.length > 0 || 'tags' in record) && {tags}),
    events: ordered.map(({file, event}) => ({file, ...eventFields(event)})),
    ...(newer > 0 && {newer}),
  }
}

/** `after:` edges first, then `at`, then file name. A circle (nobody honest makes one) is broken at its earliest event. */
export function orderEvents(events: readonly StoredEvent[]): StoredEvent[] {
  const waiting = [...events].sort(byTime)
  const names = new Set(waiting.map(({file}) => file))
  const done = new Set<string>()
  const ordered: StoredEvent[] = []
  while (waiting.length > 0) {
    const next = waiting.findIndex(({event}) => seenBy(event.after).every(file => done.has(file) || !names.has(file)))
    const [stored] = waiting.splice(Math.max(0, next), 1)
    ordered.push(stored!)
    done.add(stored!.file)
  }
  return ordered
}

function byTime(a: StoredEvent, b: StoredEvent): number {
  return order(a.event.at, b.event.at) || order(a.file, b.file)
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
const seenBy = (after: Json | undefined) => textList(after)

function foldTags(start: readonly string[], ordered: readonly StoredEvent[]): string[] {
  const adds = ordered.filter(({event}) => event.kind === 'tag' && textList(event['add']).length > 0)
  const removes = ordered.filter(({event}) => event.kind === 'tag' && textList(event['remove']).length > 0)
  const removals = removes.map(({file, event}) => ({
    tags: new Set(textList(event['remove'])),
    seen: ancestors(file, ordered),
  }))
  // What the recorder wrote was there before any event, so that every remove has seen it.
  const tags = new Set(start.filter(tag => !removals.some(removal => removal.tags.has(tag))))
  for (const {file, event} of adds) {
    for (const tag of textList(event['add'])) {
      if (!removals.some(removal => removal.tags.has(tag) && removal.seen.has(file))) tags.add(tag)
    }
  }
  return [...tags]
}

/** Files of the events that the author of `file` had seen, however far back. */
function ancestors(file: string, events: readonly StoredEvent[]): Set<string> {
  const byFile = new Map(events.map(stored => [stored.file, stored.event]))
  const seen = new Set<string>()
  const open = [...seenBy(byFile.get(file)?.after)]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (seen.has(next)) continue
    seen.add(next)
    open.push(...seenBy(byFile.get(next)?.after))
  }
  return seen
}

function textList(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.filter(item => typeof item === 'string') : []
}
