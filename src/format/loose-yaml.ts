import type {Json} from '../base/json'
import type {Problem} from '../base/problem'
import {composeYaml} from './foreign-yaml'
import {LooseNodes, Refused} from './loose-nodes'

/** Characters; a megabyte would take seconds. */
const MAX_LOOSE = 256 * 1024

/**
 * Reads what Python programs dump: tags of Python become plain values, keys become text. Only what has no meaning at all is refused,
 * with the reason.
 */
export async function readLooseYaml(text: string): Promise<{readonly value: Json} | {readonly problem: string}> {
  if (text.length > MAX_LOOSE) return {problem: `is ${text.length} characters of YAML, of at most ${MAX_LOOSE}`}
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/.test(text)) return {problem: 'has control characters'}
  const library = await import('yaml')
  const lines = new library.LineCounter()
  const problems: Problem[] = []
  const documents = composeYaml(library, text, lines, problems)
  if (problems[0]) return {problem: `${problems[0].message} (line ${problems[0].line})`}
  if (documents.length > 1) return {problem: 'holds several documents'}
  return convert(() => new LooseNodes(library).read(documents[0]?.contents ?? null))
}

function convert(read: () => Json): {readonly value: Json} | {readonly problem: string} {
  try {
    return {value: read()}
  } catch (error) {
    if (error instanceof Refused) return {problem: error.message}
    throw error
  }
}
