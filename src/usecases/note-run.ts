import {ExpError} from '../base/errors'
import {addEvent, type EventAdded, type EventPorts} from './add-event'
import {textWithoutSecret} from './text-without-secret'

export interface NoteInput {
  readonly run: string
  readonly text: string
  readonly dryRun: boolean
}

const MAX = 64 * 1024

/** Adds a note to a run; a secret in it is not recorded. */
export async function noteRun(ports: EventPorts, input: NoteInput): Promise<EventAdded> {
  const text = input.text.trim().replaceAll('\r\n', '\n')
  if (text === '') throw new ExpError('USAGE', 'the note is empty', {hints: ['git exp note RUN "what you noticed"']})
  if (Buffer.byteLength(text) > MAX) {
    throw new ExpError('TOO_BIG', `the note is longer than ${MAX / 1024} KB`, {
      hints: ['note what it comes to; the whole text can be an artifact of the next run'],
    })
  }
  const clean = await textWithoutSecret(text)
  const added = await addEvent(ports, {
    run: input.run,
    dryRun: input.dryRun,
    event: () => ({kind: 'note', text: clean}),
  })
  return clean === text ? added : {...added, hints: [...added.hints, 'a secret in the note is not recorded']}
}
