import {dotted} from '../../base/problem'
import {mayHoldSecrets} from '../../capture/secret-hint'
import type {InputDocument} from '../../format/input'
import type {Draft} from '../../model/record'

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
