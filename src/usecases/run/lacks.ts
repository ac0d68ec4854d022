import {ExpError} from '../../base/errors'
import type {JsonObject} from '../../base/json'
import {dotted} from '../../base/problem'
import {shellWord, someOf} from '../../base/text'
import type {CompiledTemplate} from '../../schema/templates'
import {type Spelled, spellRun} from './write-run'

const MOST_NAMED = 3

/** In one line what a run lacks of its template. */
export function lacksWarning({unmet, run}: Pick<Spelled, 'unmet' | 'run'>): string | undefined {
  const fields = [...new Set(unmet.map(({pointer}) => dotted(pointer)))]
  if (fields.length === 0) return undefined
  const {name} = run.template
  return `${run.name} lacks what its template ${name} asks for (${someOf(fields, MOST_NAMED)}): git exp template check ${shellWord(name)}`
}

/** The same of a record to which something has come since; what was said before stands where that makes it none. */
export async function lacksNow(
  fields: JsonObject,
  template: CompiledTemplate,
  format: 'sha1' | 'sha256',
  before: string,
): Promise<string | undefined> {
  try {
    return lacksWarning(await spellRun(fields, template, format))
  } catch (error) {
    if (error instanceof ExpError) return before
    throw error
  }
}
