import {ExpError} from '../base/errors'
import {nearest} from '../base/text'
import {asTyped, badFilter, type Place, type Written} from './bad-filter'

/** Name → CEL, as `filters` in ledger.yaml has them. */
export type SavedFilters = Readonly<Record<string, string>>

export interface Expanded {
  readonly text: string
  /** Leads from places of the text to what was typed. */
  readonly written: Written
  /** The saved filters that were asked for, by the text or by each other, expanded themselves. */
  readonly used: ReadonlyMap<string, Expanded>
}

/** A token that was typed, and what stands in its place. */
interface Swap {
  readonly typed: Place
  readonly length: number
}

/** Texts and comments, within which an `@` is an `@`; or the name of a saved filter. */
const TOKEN =
  /""".*?"""|'''.*?'''|[rR](?:"[^"]*"|'[^']*')|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\/\/[^\n]*|@([A-Za-z][\w-]*)?/gs

/**
 * Puts in the place of each `@name` the saved filter, in parentheses. Throws BAD_FILTER, with the place, for a name that none has and
 * for filters that stand for each other in a circle.
 */
export function expandSaved(text: string, saved: SavedFilters, within: readonly string[] = []): Expanded {
  const used = new Map<string, Expanded>()
  const swaps: Swap[] = []
  const expanded = text.replace(TOKEN, (token, name: string | undefined, start: number) => {
    if (!token.startsWith('@')) return token
    const place = {start, end: start + token.length}
    if (name === undefined || !Object.hasOwn(saved, name)) throw unknown(text, place, name, Object.keys(saved))
    if (within.includes(name)) {
      throw badFilter(
        asTyped(text),
        place,
        `saved filters stand for each other: ${[...within, name].map(at => `@${at}`).join(' → ')}`,
      )
    }
    const own = expandWithin(name, saved, within)
    for (const [other, whole] of own.used) used.set(other, whole)
    used.set(name, own)
    // A comment at its end would go on over the parenthesis.
    const whole = `(${own.text}${own.text.includes('//') ? '\n' : ''})`
    swaps.push({typed: place, length: whole.length})
    return whole
  })
  return {text: expanded, written: {typed: text, back: place => backFrom(swaps, place)}, used}
}

/** A place within what stands for a token is that token. */
function backFrom(swaps: readonly Swap[], {start, end}: Place): Place {
  let grown = 0
  for (const {typed, length} of swaps) {
    const from = typed.start + grown
    if (start < from) break
    if (start < from + length) return typed
    grown += length - (typed.end - typed.start)
  }
  return {start: start - grown, end: end - grown}
}

function expandWithin(name: string, saved: SavedFilters, within: readonly string[]): Expanded {
  try {
    return expandSaved(saved[name]!.trim(), saved, [...within, name])
  } catch (error) {
    throw ofSaved(name, error)
  }
}

/** An error in a saved filter names it, and how it can be mended; any other error comes back as it is. */
export function ofSaved(name: string, error: unknown): unknown {
  if (!(error instanceof ExpError) || error.code !== 'BAD_FILTER' || error.data['saved'] !== undefined) return error
  const message = `in the saved filter @${name}: ${error.message}`
  const hints = [...error.hints, `it stands under "filters" in ledger.yaml: git show exp-ledger:ledger.yaml`]
  return new ExpError('BAD_FILTER', message, {hints, data: {...error.data, saved: name}, cause: error})
}

function unknown(text: string, place: Place, name: string | undefined, names: readonly string[]): ExpError {
  if (names.length === 0) {
    return badFilter(asTyped(text), place, 'the ledger has no saved filters', [
      'they stand under "filters" in ledger.yaml, name: expression',
    ])
  }
  const near = name === undefined ? undefined : nearest(name, names)
  const message =
    name === undefined ? 'found "@"; expected the name of a saved filter after it' : `there is no saved filter @${name}`
  return badFilter(asTyped(text), place, message, [
    near ? `did you mean @${near}?` : `there are ${names.map(at => `@${at}`).join(', ')}`,
  ])
}
