import {isObject, type Json, type JsonObject} from '../base/json'
import {plural, someOf} from '../base/text'
import {wrapped} from './card'
import {formatAge} from './numbers'
import {word} from './run-facts'
import {valueText} from './value-text'

/** What every event has, and what only its place in the order needs. */
const FRAME = new Set(['format', 'kind', 'at', 'by', 'after', 'file'])

/** Events of a folded record, in their order: how long ago, by whom, what. */
export function eventLines(events: Json | undefined, now: number, width: number): string[] {
  if (!Array.isArray(events)) return []
  const known = events.filter((event: Json): event is JsonObject => isObject(event))
  return wrapped(
    known.map(event => eventLine(event, now)),
    width,
  )
}

function eventLine(event: JsonObject, now: number): string {
  const by = word(event, 'by')
  return [formatAge(word(event, 'at'), now), word(event, 'kind'), content(event), by && `(${by})`]
    .filter(Boolean)
    .join('  ')
}

function content(event: JsonObject): string {
  if (event['kind'] === 'tag') return [...signed(event['add'], '+'), ...signed(event['remove'], '-')].join(' ')
  if (event['kind'] === 'note') return word(event, 'text')
  if (event['kind'] === 'artifact') return listed(event['add'], 'file')
  if (event['kind'] === 'inputs') return listed(event['inputs'], 'input')
  if (event['kind'] === 'reproduction') return reproduction(event)
  const rest = Object.entries(event).filter(([key]) => !FRAME.has(key))
  return rest.map(([key, value]) => valueText(`${key}: ${valueText(value)}`)).join(', ')
}

/** The verdict, by which runs, and what moved it. */
function reproduction(event: JsonObject): string {
  const words = (key: string) => {
    const list = event[key]
    return Array.isArray(list) ? list.map((item: Json) => valueText(item)).join(', ') : word(event, key)
  }
  const [by, causes, tolerance] = ['runs', 'causes', 'tolerance'].map(words)
  const parts = [
    word(event, 'verdict'),
    by && `by ${by}`,
    causes && `(${causes})`,
    tolerance && `tolerance ${tolerance}`,
  ]
  return parts.filter(Boolean).join('  ')
}

/** The first few by name. */
function listed(items: Json | undefined, noun: string): string {
  const names = Array.isArray(items) ? items.map(item => word(item, 'path') || word(item, 'uri')) : []
  return `${plural(names.length, noun)}: ${someOf(names, SHOWN)}`
}

const SHOWN = 4

function signed(tags: Json | undefined, sign: string): string[] {
  return Array.isArray(tags) ? tags.map((tag: Json) => `${sign}${valueText(tag)}`) : []
}
