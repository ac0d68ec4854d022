/** A moment in UTC with milliseconds: `2026-11-23T14:05:00.123Z`. */
export type Timestamp = string

const TIMESTAMP = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?(Z|[+-]\d{2}:?\d{2})$/

export function timestamp(ms: number): Timestamp {
  return new Date(ms).toISOString()
}

/** Milliseconds since 1970 of an RFC 3339 date-time, or undefined when the text is none. Years 1970–9999. */
export function parseTimestamp(text: string): number | undefined {
  if (!TIMESTAMP.test(text)) return undefined
  const ms = Date.parse(text)
  return Number.isNaN(ms) || ms < 0 ? undefined : ms
}

/** `20261123T140500123Z`: a moment as part of a file name; sorts as it passes. */
export function compactTimestamp(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:.]/g, '')
}
