import {ExpError} from '../base/errors'

/** A stretch of the filter's text, in UTF-16 units. */
export interface Place {
  readonly start: number
  readonly end: number
}

/** BAD_FILTER with the line of the filter and a caret under the place. */
export function badFilter(text: string, place: Place, message: string, hints: readonly string[] = []): ExpError {
  const start = Math.min(place.start, text.length)
  const from = text.lastIndexOf('\n', start - 1) + 1
  const to = text.indexOf('\n', start)
  // One character each, so that the caret stands where it should.
  const line = text.slice(from, to < 0 ? text.length : to).replace(/\p{C}/gu, ' ')
  const caret = `${' '.repeat(start - from)}^`
  return new ExpError('BAD_FILTER', `${message}\n  ${line}\n  ${caret}`, {
    hints,
    data: {filter: text, start: place.start, end: place.end},
  })
}
