import {ExpError} from '../base/errors'
import {hasControl} from '../base/text'
import {addEvent, type EventAdded, type EventPorts} from './add-event'
import {textWithoutSecret} from './text-without-secret'

export interface TagInput {
  readonly run: string
  readonly add: readonly string[]
  readonly remove: readonly string[]
  readonly message?: string
  readonly dryRun: boolean
}

/**
 * Adds and removes tags of a run. Tags it already has, or lacks, are left out; where none is left nothing is written. A tag that
 * reads as a secret is refused: taken out it would say nothing.
 */
export async function tagRun(ports: EventPorts, input: TagInput): Promise<EventAdded> {
  if (input.add.length + input.remove.length === 0) {
    throw new ExpError('USAGE', 'no tag is named', {hints: ['git exp tag RUN baseline', 'git exp show RUN']})
  }
  const both = input.add.find(tag => input.remove.includes(tag))
  if (both !== undefined) {
    throw new ExpError('USAGE', `the tag "${both}" is both to be added and removed`, {
      hints: ['name it once: git exp tag RUN TAG, or git exp tag RUN --remove TAG'],
    })
  }
  for (const tag of [...input.add, ...input.remove]) checkTag(tag)
  for (const tag of input.add) await refuseSecret(tag)
  const {message} = input
  const said = message === undefined ? undefined : await textWithoutSecret(message)
  const added = await addEvent(ports, {
    ...input,
    ...(said !== undefined && {message: said}),
    event: folded => {
      const has = new Set((folded['tags'] as readonly string[] | undefined) ?? [])
      const add = [...new Set(input.add)].filter(tag => !has.has(tag)).sort()
      const remove = [...new Set(input.remove)].filter(tag => has.has(tag)).sort()
      if (add.length + remove.length === 0) return undefined
      return {kind: 'tag', ...(add.length > 0 && {add}), ...(remove.length > 0 && {remove})}
    },
  })
  return said === message ? added : {...added, hints: [...added.hints, 'a secret in the message is not recorded']}
}

async function refuseSecret(tag: string): Promise<void> {
  if ((await textWithoutSecret(tag)) === tag) return
  throw new ExpError('USAGE', 'a tag reads as a secret, which no ledger can forget; nothing was written', {
    hints: ['if it is none, spell it otherwise: docs/reference/secrets.md has the rules'],
  })
}

export function checkTag(tag: string): void {
  const problem =
    tag.trim() === ''
      ? 'is empty'
      : hasControl(tag)
        ? 'holds a control character'
        : tag.length > 100
          ? 'is longer than 100 characters'
          : undefined
  if (problem) {
    throw new ExpError('USAGE', `the tag ${JSON.stringify(tag)} ${problem}`, {
      hints: ['a tag is a word to find runs by; what is longer is a note: git exp note RUN "what you noticed"'],
    })
  }
}
