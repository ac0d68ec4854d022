import {foldText} from '../base/fold-text'

/** A word or a phrase that is looked for. */
export interface Term {
  /** As it was typed. */
  readonly typed: string
  readonly folded: string
}

/** Words of the command line: what holds blanks, or stands in quotes of its own, is a phrase. */
export function searchTerms(words: readonly string[]): Term[] {
  const typed = words.flatMap(word =>
    word.includes('"')
      ? [...word.matchAll(/"([^"]*)"?|([^\s"]+)/g)].map(([, phrase, plain]) => phrase ?? plain!)
      : [word],
  )
  const terms = typed.map(each => each.trim().replace(/\s+/g, ' ')).map(each => ({typed: each, folded: foldText(each)}))
  return terms.filter(({folded}, at) => folded !== '' && terms.findIndex(other => other.folded === folded) === at)
}
