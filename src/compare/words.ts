export interface WordPart {
  readonly kind: 'same' | 'removed' | 'added'
  readonly text: string
}

type DiffArrays = typeof import('diff').diffArrays

/** Of both texts together; what is longer is shown by lines. */
const MAX_CHARACTERS = 40_000
const MAX_EDITS = 400
const TIMEOUT_MS = 100
/** The share of characters that two texts must have in common for their words to be worth a look. */
const LEAST_COMMON = 0.25

/** A number is one word: `0.0001`, `1e-4`, `2.4.1`; where words are written without blanks, a character is. */
const WORD =
  /\d+(?:\.\d+)*(?:e[-+]?\d+)?|(?:(?![\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}])[\p{L}\p{N}\p{M}_])+|\n|[^\S\n]+|./gsu

/**
 * One text as the other changed word by word: without the removed parts it is `after`, without the added ones `before`. undefined where
 * they have too little in common, or are too long. `diffArrays` is the library's.
 */
export function diffWords(before: string, after: string, diffArrays: DiffArrays): readonly WordPart[] | undefined {
  if (before.length + after.length > MAX_CHARACTERS) return undefined
  const [old, now] = [before.match(WORD) ?? [], after.match(WORD) ?? []]
  const found = diffArrays(old, now, {maxEditLength: MAX_EDITS, timeout: TIMEOUT_MS})
  if (!found) return undefined
  const parts = joined(
    slid(
      found.map(({value, added, removed}) => ({
        kind: added ? 'added' : removed ? 'removed' : 'same',
        text: value.join(''),
      })),
    ),
  )
  return alike(parts, before, after) ? parts : undefined
}

/** Lines that took the place of others: each against its own where there are as many, else all against all. */
export function diffLineWords(
  before: readonly string[],
  after: readonly string[],
  diffArrays: DiffArrays,
): readonly WordPart[] | undefined {
  const [old, now] = [before.join('\n'), after.join('\n')]
  if (old.length + now.length > MAX_CHARACTERS) return undefined
  const lines = before.length === after.length ? before.map((line, i) => diffWords(line, after[i]!, diffArrays)) : []
  if (lines.length > 0 && lines.every(parts => parts !== undefined)) {
    return joined(lines.flatMap((parts, i) => (i === 0 ? parts! : [{kind: 'same', text: '\n'} as WordPart, ...parts!])))
  }
  return diffWords(old, now, diffArrays)
}

/** `yes{+,+} {+no +}or` is `yes{+, no+} or`: what was added, or removed, in one place. */
function slid(parts: readonly WordPart[]): WordPart[] {
  const result: WordPart[] = []
  for (const part of parts) {
    const [last, blank] = result.slice(-2)
    const slides =
      last &&
      blank &&
      part.kind !== 'same' &&
      last.kind === part.kind &&
      blank.kind === 'same' &&
      /^\s+$/.test(blank.text)
    if (slides && part.text.endsWith(blank.text)) {
      const text = last.text + blank.text + part.text.slice(0, -blank.text.length)
      result.splice(-2, 2, {kind: part.kind, text}, blank)
    } else result.push(part)
  }
  return result
}

/** Blanks between two changes belong to both, and what changed in one place is one removal and one addition. */
function joined(parts: readonly WordPart[]): WordPart[] {
  const result: WordPart[] = []
  let [removed, added] = ['', '']
  const flush = () => {
    if (removed !== '') result.push({kind: 'removed', text: removed})
    if (added !== '') result.push({kind: 'added', text: added})
    removed = added = ''
  }
  parts.forEach(({kind, text}, i) => {
    if (kind === 'removed') removed += text
    else if (kind === 'added') added += text
    else if (removed !== '' && added !== '' && /^[^\S\n]+$/.test(text) && isSwap(parts, i + 1)) {
      removed += text
      added += text
    } else {
      flush()
      const last = result.at(-1)
      if (last?.kind === 'same') result[result.length - 1] = {kind, text: last.text + text}
      else result.push({kind, text})
    }
  })
  flush()
  return result
}

const isSwap = (parts: readonly WordPart[], from: number) =>
  parts[from] !== undefined &&
  parts[from + 1] !== undefined &&
  parts[from].kind !== 'same' &&
  parts[from + 1]!.kind !== 'same'

function alike(parts: readonly WordPart[], before: string, after: string): boolean {
  const first = parts[0]
  // `key: value`, with another value.
  if (first?.kind === 'same' && /\p{L}/u.test(first.text)) return true
  const same = parts.reduce((sum, {kind, text}) => sum + (kind === 'same' ? inked(text) : 0), 0)
  return same >= LEAST_COMMON * Math.max(inked(before), inked(after))
}

const inked = (text: string) => text.replace(/\s+/g, '').length
