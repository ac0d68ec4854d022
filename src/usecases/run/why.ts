import {ExpError} from '../../base/errors'

/** What went wrong, in words; of our own bugs too, for beside a training none of them may end it. */
export function whyOf(error: unknown): string {
  if (error instanceof ExpError) return error.message
  return `unexpected: ${error instanceof Error ? error.message : String(error)}`
}
