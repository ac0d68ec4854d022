/** What the runs of a rival say of one matter. */
export interface Said {
  /** Each once, in the order of the runs. */
  readonly values: readonly string[]
  /** Runs that say nothing of it. */
  readonly silent: number
}

export function saidOf(values: readonly (string | undefined)[]): Said {
  const known = values.filter(value => value !== undefined)
  return {values: [...new Set(known)], silent: values.length - known.length}
}

/** What each run says by name, turned round: name → what all of them say. */
export function saidByName(runs: readonly ReadonlyMap<string, string>[]): Map<string, Said> {
  const names = new Set(runs.flatMap(run => [...run.keys()]))
  return new Map([...names].map(name => [name, saidOf(runs.map(run => run.get(name)))]))
}

/** `unknown`: nothing speaks against their being the same, and not all of them say so. */
export function agreement(a: Said | undefined, b: Said | undefined): 'same' | 'other' | 'unknown' {
  const values = new Set([...(a?.values ?? []), ...(b?.values ?? [])])
  if (values.size > 1) return 'other'
  return a && b && values.size === 1 && a.silent + b.silent === 0 ? 'same' : 'unknown'
}

/** Differs where both say something: what one leaves out may be what the other says. */
export const differs = (a: Said | undefined, b: Said | undefined): boolean =>
  a !== undefined && b !== undefined && agreement(a, b) === 'other'

const SHOWN = 3
const SHOWN_LENGTH = 60

/** Its values in words, cut to what a line holds, a hash to what people compare by eye. */
export function wordsOf(said: Said | undefined): string {
  const {values, silent} = said ?? {values: [], silent: 0}
  if (values.length === 0) return 'not known'
  const more = values.length > SHOWN ? [`${values.length - SHOWN} more`] : []
  return [...values.slice(0, SHOWN).map(shorten), ...more, ...(silent > 0 ? ['not known of all runs'] : [])].join(', ')
}

function shorten(value: string): string {
  const hash = /^((?:sha\d+:)?)([0-9a-f]{12})[0-9a-f]{20,}$/i.exec(value)
  if (hash) return `${hash[1]}${hash[2]}`
  const line = value.replace(/\s+/g, ' ')
  return line.length > SHOWN_LENGTH ? `${line.slice(0, SHOWN_LENGTH - 1).toWellFormed()}…` : line
}
