import type {Span} from './spans'

const RULE = 'private-key'
const HEAD = /-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY(?: BLOCK)?-----/g
const FOOT = /-----END [A-Z0-9 ]{0,30}PRIVATE KEY/g
/** Between two lines of a key: line breaks (`\n` spelled out in JSON, too), a diff's mark, quotes, the headers of RFC 1421. */
const BETWEEN =
  '(?:\\\\{1,4}[rn]|[\\r\\n][+-]?|\\\\(?=[\\r\\n])|[ \\t"\',#>]|(?:Proc-Type|DEK-Info|Version|Comment): [^\\r\\n\\\\]{0,200}){0,80}'
const SHORT = '[A-Za-z0-9+/=]{1,15}'
/** A line of base64. Words of prose are shorter; only what leads to the foot may be short. */
const LINE = `[A-Za-z0-9+/=]{16,}|${SHORT}(?=${BETWEEN}(?:${SHORT}${BETWEEN})?-----END)`
/** A key of 8,192 bits takes 6.4 KB. */
const LONGEST_KEY = 8192

/** The lines of PEM private keys, one span a line, so that a diff keeps its line count; head and foot stay. */
export function privateKeys(text: string): Span[] {
  if (!text.includes('PRIVATE KEY')) return []
  const below = [...text.matchAll(HEAD)].flatMap(head => linesAfter(text, head.index + head[0].length))
  return [...below, ...[...text.matchAll(FOOT)].flatMap(foot => linesBefore(text, foot.index))]
}

function linesAfter(text: string, from: number): Span[] {
  const between = new RegExp(BETWEEN, 'y')
  const line = new RegExp(LINE, 'y')
  const spans: Span[] = []
  for (let at = from; ; at = line.lastIndex) {
    between.lastIndex = at
    between.test(text)
    line.lastIndex = Math.max(at, between.lastIndex)
    const start = line.lastIndex
    if (!line.test(text)) return spans
    spans.push({start, end: line.lastIndex, rule: RULE})
  }
}

/** A hunk of a diff may begin inside a key. */
function linesBefore(text: string, foot: number): Span[] {
  const spans: Span[] = []
  for (let end = text.lastIndexOf('\n', foot); end > 0 && foot - end < LONGEST_KEY; ) {
    const start = text.lastIndexOf('\n', end - 1) + 1
    const line = /^[+\- ]?([A-Za-z0-9+/=]{1,80})\r?$/.exec(text.slice(start, Math.min(end, start + 90)))
    if (!line || end - start > 90) break
    const first = text.indexOf(line[1]!, start)
    spans.push({start: first, end: first + line[1]!.length, rule: RULE})
    end = start - 1
  }
  return spans
}
