const NEWLINE = 10
const RETURN = 13
const QUOTE = 34

/** Counts the rows of a table that comes in pieces; `rows()` is undefined where they cannot be told. */
export interface RowCounter {
  add(chunk: Buffer): void
  rows(): number | undefined
}

/** By the ending of the name; undefined for what has no rows, or rows that cannot be counted while it passes by. */
export function rowCounter(path: string): RowCounter | undefined {
  switch (/\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase()) {
    case 'csv':
      return quotedLines(44, false)
    case 'tsv':
      return quotedLines(9, true)
    case 'jsonl':
    case 'ndjson':
      return plainLines()
    default:
      return undefined
  }
}

/** Lines that hold more than blanks. */
function plainLines(): RowCounter {
  let lines = 0
  let filled = false
  return {
    add: chunk => {
      let at = 0
      while (at < chunk.length) {
        const found = chunk.indexOf(NEWLINE, at)
        const end = found < 0 ? chunk.length : found
        filled ||= !isBlank(chunk, at, end)
        if (found < 0) break
        if (filled) lines++
        filled = false
        at = end + 1
      }
    },
    rows: () => lines + (filled ? 1 : 0),
  }
}

function isBlank(chunk: Buffer, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const c = chunk[i]
    if (c !== 32 && c !== 9 && c !== RETURN) return false
  }
  return true
}

/**
 * Records after RFC 4180, less the header; a quote counts at the start of a field only. A file that ends within quotes has no
 * known rows. `strict`: TSV is written with and without quoting, so the count stands only where both readings agree.
 */
function quotedLines(separator: number, strict: boolean): RowCounter {
  let records = 0
  let filled = false
  let quoted = false
  let newlinesWithin = false
  // A quote that comes at once after a closing one opens again: the two stand for one within the field.
  let justClosed = false
  // The byte before the one looked at: a record starts as after a newline.
  let last = NEWLINE
  return {
    add: chunk => {
      const before = (i: number) => (i === 0 ? last : chunk[i - 1]!)
      let at = 0
      let quote = chunk.indexOf(QUOTE)
      while (at < chunk.length) {
        if (quoted) {
          const close = chunk.indexOf(QUOTE, at)
          const end = close < 0 ? chunk.length : close
          if (strict && !newlinesWithin) newlinesWithin = chunk.subarray(at, end).includes(NEWLINE)
          quoted = close < 0
          justClosed = !quoted
          at = end + 1
          continue
        }
        if (quote >= 0 && quote < at) quote = chunk.indexOf(QUOTE, at)
        const found = chunk.indexOf(NEWLINE, at)
        const end = found < 0 ? chunk.length : found
        if (quote >= 0 && quote < end) {
          filled = true
          const previous = before(quote)
          quoted = previous === separator || previous === NEWLINE || (justClosed && quote === at)
          justClosed = false
          at = quote + 1
          continue
        }
        justClosed = false
        filled ||= end - at > 1 || (end - at === 1 && chunk[at] !== RETURN)
        if (found >= 0) {
          if (filled) records++
          filled = false
        }
        at = end + 1
      }
      if (chunk.length > 0) last = chunk[chunk.length - 1]!
    },
    rows: () => {
      if (quoted || newlinesWithin) return undefined
      return Math.max(0, records + (filled ? 1 : 0) - 1)
    },
  }
}
