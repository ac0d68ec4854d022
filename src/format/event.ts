import {isObject, type JsonObject} from '../base/json'
import {parseTimestamp} from '../base/time'
import {eventFields, type RunEvent} from '../model/event'
import {writeYaml} from './canonical-yaml'
import {damaged, readStored} from './stored'

const EVENT_FIELDS = ['format', 'kind', 'at', 'by', 'after']

/** The bytes of an event's file. Throws BAD_RECORD for what no reader could give back. */
export function writeEvent(event: RunEvent): Uint8Array {
  return Buffer.from(writeYaml(eventFields(event), EVENT_FIELDS))
}

/** An event of any kind, known or newer. Throws DAMAGED_RECORD where it cannot be read or lacks what every event has. */
export async function readEvent(bytes: Uint8Array, file: string): Promise<RunEvent> {
  const event = await readStored(bytes, file)
  const problem = eventProblem(event)
  if (problem !== undefined) throw damaged(file, `${file} ${problem}`)
  return event as unknown as RunEvent
}

function eventProblem({format, kind, at, by, after}: JsonObject): string | undefined {
  if (!Number.isSafeInteger(format) || (format as number) < 1) return 'has no format; expected format: 1'
  if (typeof kind !== 'string') return 'has no kind; expected a word such as tag'
  if (typeof at !== 'string' || parseTimestamp(at) === undefined)
    return 'has no time; expected at: "2026-11-23T14:05:00.123Z"'
  if (typeof by !== 'string') return 'does not say by whom it is; expected by: "Name <mail>"'
  const isList = Array.isArray(after) && after.every(file => typeof file === 'string')
  return after === undefined || isList
    ? undefined
    : `has ${isObject(after) ? 'an object' : 'no list'} of files in after`
}
