import {textOf} from './line'
import type {Said} from './trainings'

/** What the records call a split → what the script calls it, the other way round: `{eval: 'dev'}`. */
export type SplitNames = Readonly<Record<string, string>>

/** Says under which split a line's numbers stand. */
export interface Labels {
  of(said: Said, split: string | undefined): string | undefined
  readonly warnings: readonly string[]
}

interface Data {
  /** Splits that the script's own variables name. */
  readonly named: Set<string>
  /** The first that the source said. */
  readonly said: string
}

/**
 * Every data set that was evaluated has a label of its own: the split that the script's variables name, else the source's word. A second,
 * different one under the same word is `eval#2`, with a warning: the first is never overwritten.
 */
export function labelsOf(said: readonly Said[], names: SplitNames): Labels {
  const data = dataOf(said)
  const warnings: string[] = []
  const holders = new Map<string, string[]>()
  const label = new Map<string, string>()
  for (const [key, {named, said: word}] of data) {
    const base = mapped(named.size === 1 ? [...named][0]! : word, names)
    const held = [...(holders.get(base) ?? []), key]
    holders.set(base, held)
    label.set(key, held.length === 1 ? base : `${base}#${held.length}`)
    if (held.length > 1)
      warnings.push(
        `another data set was evaluated as "${base}"; its metrics are ${base}#${held.length} (variables named for their split, or metric_key_prefix, tell them apart)`,
      )
  }
  return {
    of: (item, split) => {
      const key = keyOf(item)
      return (key && label.get(key)) ?? (split === undefined ? undefined : mapped(split, names))
    },
    warnings,
  }
}

const mapped = (split: string, names: SplitNames) => (Object.hasOwn(names, split) ? names[split]! : split)

function dataOf(said: readonly Said[]): ReadonlyMap<string, Data> {
  const data = new Map<string, Data>()
  for (const item of said) {
    const key = keyOf(item)
    if (key === undefined) continue
    const {line} = item
    const known = data.get(key) ?? {named: new Set<string>(), said: textOf(line['split']) ?? 'eval'}
    const name = textOf(nameIn(line['data']))
    if (name !== undefined) known.named.add(name)
    data.set(key, known)
  }
  return data
}

const nameIn = (data: Said['line'][string] | undefined) =>
  typeof data === 'object' && data !== null && !Array.isArray(data) ? (data as Said['line'])['name'] : undefined

function keyOf({line, voice}: Said): string | undefined {
  const data = line['data']
  if (typeof data !== 'object' || data === null || Array.isArray(data)) return undefined
  const id = (data as Said['line'])['id']
  return id === undefined ? undefined : `${voice.file} ${String(id)}`
}
