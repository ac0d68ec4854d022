import {isObject, type Json, type JsonObject} from '../../base/json'
import type {StoredEvent} from '../../model/event'
import type {RunTexts} from '../../model/run-texts'
import {foldEvents, orderEvents} from '../fold'

/** Longer texts are searched to here: nobody writes more about a run, and a log that slipped in would cost every search. */
const TEXT_MAX = 16_384

const FIELDS = ['name', 'hypothesis', 'notes', 'tags', 'task', 'group'] as const

/** Kinds of event that hold facts and no words, and tags, which are folded into the run. */
const WORDLESS: ReadonlySet<string> = new Set(['tag', 'artifact', 'inputs', 'metrics', 'lost', 'reproduction'])
const FRAME: ReadonlySet<string> = new Set(['format', 'kind', 'at', 'by', 'after'])

const DECISIONS: Readonly<Record<string, string>> = {
  promotion: 'promoted',
  rejection: 'rejected',
  archive: 'archived',
  supersede: 'superseded',
}

/** What people wrote about a run; `path` is its folder. Never throws. */
export function textsOf(record: JsonObject, events: readonly StoredEvent[], path: string): RunTexts {
  const folded = foldEvents(record, events)
  const ordered = orderEvents(events)
  const decision = decisionOf(ordered)
  const own = FIELDS.flatMap(field => stringsIn(folded[field]).map(text => [field, cut(text)] as const))
  return {path, ...(decision !== undefined && {decision}), texts: [...own, ...ordered.flatMap(eventTexts)]}
}

function eventTexts({event}: StoredEvent): (readonly [string, string])[] {
  if (WORDLESS.has(event.kind)) return []
  return Object.entries(event)
    .filter(([key]) => !FRAME.has(key))
    .flatMap(([key, value]) =>
      stringsIn(value).map(text => [key === 'text' ? event.kind : `${event.kind}.${key}`, cut(text)] as const),
    )
}

/** Of the last that still holds: a restore takes back what was before it. */
function decisionOf(ordered: readonly StoredEvent[]): string | undefined {
  let decision: string | undefined
  for (const {event} of ordered) {
    if (event.kind === 'restore') decision = undefined
    else if (Object.hasOwn(DECISIONS, event.kind)) decision = DECISIONS[event.kind]
  }
  return decision
}

function stringsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (Array.isArray(value)) return value.flatMap(stringsIn)
  return isObject(value) ? Object.values(value).flatMap(stringsIn) : []
}

const cut = (text: string) => (text.length > TEXT_MAX ? text.slice(0, TEXT_MAX).toWellFormed() : text)
