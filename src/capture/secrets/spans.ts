/** A secret's place in a text: [start, end) in UTF-16 units, never across a line break. */
export interface Span {
  readonly start: number
  readonly end: number
  readonly rule: string
}

const TAG = /\[redacted:[a-z0-9-]{1,40}\]/g

/** What stands in the place of a secret. */
export function tagOf(rule: string): string {
  return `[redacted:${rule}]`
}

/**
 * Spans in order, joined where they overlap, none of them inside a tag or across the edge of one. So each replacement leaves
 * less text outside tags, and looking again until nothing is found comes to an end.
 */
export function settle(text: string, spans: readonly Span[]): Span[] {
  if (spans.length === 0) return []
  const tags = [...text.matchAll(TAG)].map(match => ({start: match.index, end: match.index + match[0].length}))
  const settled: Span[] = []
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const whole = aroundTags(text, span, tags)
    if (!whole) continue
    const last = settled.at(-1)
    if (last && whole.start < last.end) settled[settled.length - 1] = {...last, end: Math.max(last.end, whole.end)}
    else settled.push(whole)
  }
  return settled
}

/** The span grown over the tags it touches, or undefined where it has nothing but tags. */
function aroundTags(text: string, span: Span, tags: readonly {start: number; end: number}[]): Span | undefined {
  if (tags.length === 0) return span
  const touched = tags.filter(tag => tag.start < span.end && span.start < tag.end)
  const start = Math.min(span.start, ...touched.map(tag => tag.start))
  const end = Math.max(span.end, ...touched.map(tag => tag.end))
  const bare = text.slice(start, end).replace(TAG, '')
  return bare === '' || touched.some(tag => tag.start <= span.start && span.end <= tag.end)
    ? undefined
    : {...span, start, end}
}

/** The text with a tag for each span; they are settled. */
export function replaceSpans(text: string, spans: readonly Span[]): string {
  let out = ''
  let from = 0
  for (const {start, end, rule} of spans) {
    out += text.slice(from, start) + tagOf(rule)
    from = end
  }
  return out + text.slice(from)
}
