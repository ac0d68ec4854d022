import {dotted} from '../../base/problem'
import {mayHoldSecrets} from '../../capture/secret-hint'
import type {InputDocument} from '../../format/input'
import type {Draft} from '../../model/record'
import type {RecordInput} from './recording'

/** Documents with `[redacted:<rule>]` in the place of each secret, and a line about each that had one. */
export async function withoutSecrets(
  documents: readonly InputDocument[],
): Promise<{readonly documents: readonly InputDocument[]; readonly warnings: readonly string[]}> {
  if (!documents.some(({draft}) => mayHoldSecrets(draft))) return {documents, warnings: []}
  const {redactJson} = await import('../../capture/secrets')
  const warnings: string[] = []
  const clean = documents.map(document => {
    const {value, found} = redactJson(document.draft)
    if (found.length === 0) return document
    const places = [...new Set(found.map(({where}) => dotted(where)))]
    warnings.push(`a secret is not recorded: ${places.join(', ')}`)
    return {...document, draft: value as Draft}
  })
  return {documents: clean, warnings}
}

type Typed = Pick<RecordInput, 'tags' | 'notes' | 'message'>

const FLAGS: Readonly<Record<keyof Typed, string>> = {tags: '--tag', notes: '--note', message: '--message'}

/** The same for what was typed beside the documents. */
export async function typedWithoutSecrets(
  input: RecordInput,
): Promise<{readonly input: RecordInput; readonly warnings: readonly string[]}> {
  const {tags, notes, message} = input
  const typed = {tags, notes, ...(message !== undefined && {message})}
  if (!mayHoldSecrets(typed)) return {input, warnings: []}
  const {redactJson} = await import('../../capture/secrets')
  const {value, found} = redactJson(typed)
  if (found.length === 0) return {input, warnings: []}
  const flags = [...new Set(found.map(({where}) => FLAGS[where.split('/')[1] as keyof Typed]))]
  return {
    input: {...input, ...(value as unknown as Typed)},
    warnings: [`a secret is not recorded: ${flags.join(', ')}`],
  }
}
