import {ExpError} from '../base/errors'
import {widthOf} from '../base/width'

/** A stretch of the filter's text, in UTF-16 units. */
export interface Place {
  readonly start: number
  readonly end: number
}

/** A filter as it was typed; `back` tells where a place of what the parser reads came from. */
export interface Written {
  readonly typed: string
  readonly back: (place: Place) => Place
}

/** A text that the parser reads as it was typed. */
export const asTyped = (text: string): Written => ({typed: text, back: place => place})

/** More of a line than this is cut away around the place, so that a terminal does not break it. */
const SHOWN = 76
/** So much of what is left out before the place stays. */
const BEFORE = 48

/** BAD_FILTER with the line of the filter and a caret under the place. */
export function badFilter(written: Written, place: Place, message: string, hints: readonly string[] = []): ExpError {
  const {typed} = written
  const {start, end} = written.back(place)
  const at = Math.min(start, typed.length)
  const from = typed.lastIndexOf('\n', at - 1) + 1
  const to = typed.indexOf('\n', at)
  const before = oneWide(typed.slice(from, at))
  const after = oneWide(typed.slice(at, to < 0 ? typed.length : to))
  const {left, right} = window(before, after)
  return new ExpError('BAD_FILTER', `${message}\n  ${left}${right}\n  ${' '.repeat(widthOf(left))}^`, {
    hints,
    data: {filter: typed, start, end},
  })
}

/** What no terminal shows becomes a blank, so that the caret stands where it should. */
const oneWide = (text: string) => text.replace(/\p{C}/gu, ' ')

function window(before: string, after: string): {left: string; right: string} {
  if (widthOf(before) + widthOf(after) <= SHOWN) return {left: before, right: after}
  const kept = [...before]
  let width = widthOf(before)
  const room = Math.max(BEFORE, SHOWN - widthOf(after))
  while (width > room) width -= widthOf(kept.shift()!)
  const left = kept.length === [...before].length ? before : `…${kept.slice(1).join('')}`
  const shown: string[] = []
  let right = widthOf(left)
  for (const character of after) {
    right += widthOf(character)
    if (right > SHOWN) return {left, right: `${shown.slice(0, -1).join('')}…`}
    shown.push(character)
  }
  return {left, right: after}
}
