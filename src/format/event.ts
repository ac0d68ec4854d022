import {ExpError} from '../base/errors'
import {eventFields, type RunEvent} from '../model/event'
import {writeYaml} from './canonical-yaml'
import {readYamlMap} from './read-yaml'

const EVENT_FIELDS = ['format', 'kind', 'at', 'by', 'after']

export function writeEvent(event: RunEvent): Uint8Array {
  return Buffer.from(writeYaml(eventFields(event), EVENT_FIELDS))
}

/** An event of any kind, known or newer. Throws BAD_DOCUMENT where kind, at or by is missing. */
export async function readEvent(bytes: Uint8Array, file: string): Promise<RunEvent> {
  const value = await readYamlMap(bytes, file)
  for (const field of ['kind', 'at', 'by']) {
    if (typeof value[field] !== 'string') throw new ExpError('BAD_DOCUMENT', `${file}: ${field} is missing; expected a text`)
  }
  return value as unknown as RunEvent
}
