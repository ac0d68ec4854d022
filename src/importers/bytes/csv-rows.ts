import {unreadable} from '../unreadable'

/**
 * The rows of a CSV text, header and all, as RFC 4180 has them: a cell in quotes may hold separators and line breaks. Empty lines are
 * none. Throws Unreadable where a quote is never closed.
 */
export function* csvRows(text: string, separator: string): Generator<string[]> {
  const plain = new RegExp(`[^\\r\\n${separator === '\t' ? '\\t' : separator}]*`, 'y')
  let row: string[] = []
  for (let at = 0; at < text.length; ) {
    const quotes = text[at] === '"' ? closingQuote(text, at) : at
    plain.lastIndex = quotes === at ? at : quotes + 1
    const start = plain.lastIndex
    const rest = plain.exec(text)![0]
    row.push(quotes === at ? rest : text.slice(at + 1, quotes).replaceAll('""', '"') + rest)
    at = start + rest.length
    if (text[at] === separator) {
      at++
      if (at < text.length) continue
      row.push('')
    }
    if (row.length > 1 || row[0] !== '') yield row
    row = []
    at += text.startsWith('\r\n', at) ? 2 : 1
  }
}

function closingQuote(text: string, open: number): number {
  let end = text.indexOf('"', open + 1)
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2)
  return end < 0 ? unreadable('has a quote that is never closed') : end
}
