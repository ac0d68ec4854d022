/** Characters a terminal obeys: C0 and C1 controls, bidi overrides, zero-width marks, line and paragraph separators. */
const CONTROL = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/u
const CONTROL_ALL = new RegExp(CONTROL.source, 'gu')

export function hasControl(text: string): boolean {
  return CONTROL.test(text)
}

/** Makes a stranger's text safe for a terminal: a control character becomes `\u{1b}`; a newline or tab a space. */
export function safe(text: string): string {
  return CONTROL.test(text)
    ? text.replace(CONTROL_ALL, c => (c === '\n' || c === '\t' ? ' ' : `\\u{${c.codePointAt(0)!.toString(16)}}`))
    : text
}

/** Cuts to `max` characters, with … in the place of the last. */
export function cut(text: string, max: number): string {
  const characters = [...text]
  return characters.length <= max ? text : `${characters.slice(0, Math.max(0, max - 1)).join('')}…`
}

/** A word as a POSIX shell takes it, in quotes where it needs them. */
export function shellWord(text: string): string {
  return /^[\w./@:=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** The candidate nearest to `word` by edit distance (at most a third of its length away), or undefined. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined
  let least = Math.max(1, Math.floor(word.length / 3)) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) >= least) continue
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase())
    if (distance < least) [best, least] = [candidate, distance]
  }
  return best
}

/** The candidate whose last part, after its dots, is nearest to that of `word`: `macro_f` is near to the end of `dev.macro_f1`. */
export function nearestEnding(word: string, candidates: readonly string[]): string | undefined {
  const ending = (path: string) => path.slice(path.lastIndexOf('.') + 1)
  const near = nearest(ending(word), candidates.map(ending))
  return near === undefined ? undefined : candidates.find(each => ending(each) === near)
}

/** `a, b and 3 more`: the first `most` by name. */
export function someOf(names: readonly string[], most: number): string {
  const more = names.length > most ? ` and ${names.length - most} more` : ''
  return `${names.slice(0, most).join(', ')}${more}`
}

/** Levenshtein distance. */
export function editDistance(a: string, b: string): number {
  let row = Array.from({length: b.length + 1}, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1))
    }
    row = next
  }
  return row[b.length]!
}
