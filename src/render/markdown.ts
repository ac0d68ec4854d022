import {safe} from '../base/text'

/** What a forge makes something of wherever it stands: mentions, issue numbers, addresses, emoji words, formulas, entities. */
const RISKY = /[@#$\\`]|:\/\/|\bwww\.|\b[A-Z]{2,}-\d|:[\w+-]+:|~~|\bmailto:/i
const SPECIAL: Readonly<Record<string, string>> = {'&': '&amp;', '<': '&lt;', '>': '&gt;', '|': '&#124;'}

/**
 * A stranger's text as one line of markdown that reads as it was written: no mention, link, image, HTML, table cell, formula or
 * emphasis comes of it. Not for the beginning of a line, where `1.` or `-` would make a list.
 */
export function mdText(text: string): string {
  const plain = oneLine(text)
  if (RISKY.test(plain)) return mdCode(plain)
  return plain.replace(/[&<>|]/g, character => SPECIAL[character]!).replace(/[*_[\]~!]/g, '\\$&')
}

/** As code on one line; good within a table cell too. */
export function mdCode(text: string): string {
  const plain = oneLine(text)
  if (/^[^\s`|\\&<>](?:[^`|\\&<>]*[^\s`|\\&<>])?$/.test(plain)) return `\`${plain}\``
  return htmlCode(plain)
}

/** The same within HTML, as in a `<summary>`, where a forge reads no markdown. */
export function htmlCode(text: string): string {
  // Entities build no structure, and forges look for no mention within <code>.
  const coded = oneLine(text).replace(/[^\p{L}\p{N} ]/gu, character => `&#${character.codePointAt(0)};`)
  return `<code>${coded}</code>`
}

/** Several lines as a fenced block; ends with a newline. */
export function mdBlock(text: string, language: 'diff' | 'text' = 'text'): string {
  const lines = text.split('\n').map(safe)
  const longest = lines.reduce((ticks, line) => Math.max(ticks, longestTicks(line)), 0)
  const fence = '`'.repeat(Math.max(3, longest + 1))
  return `${fence}${language}\n${lines.join('\n')}\n${fence}\n`
}

const longestTicks = (line: string) =>
  (line.match(/`+/g) ?? []).reduce((most, ticks) => Math.max(most, ticks.length), 0)

/** One row of a table; the cells are markdown already. */
export function mdRow(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |\n`
}

/** The header of a table and the line below it. */
export function mdHeader(labels: readonly string[], right: (at: number) => boolean): string {
  return mdRow(labels) + mdRow(labels.map((_, at) => (right(at) ? '---:' : '---')))
}

/** Line breaks become blanks; surrogates that stand alone and control characters become visible. */
function oneLine(text: string): string {
  return safe(text.replace(/\r?\n|\r/g, ' ').toWellFormed()).trim()
}
