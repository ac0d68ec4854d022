import {objectOf, textOf} from '../base/json'
import {integerOf} from './line'
import {metricName} from './names'
import type {Said} from './trainings'
import {valuesOf} from './values'

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
  readonly rows: number | undefined
  /** Only functions of metrics told of it, which see gold labels and no data set. */
  goldOnly: boolean
  /** Name of a metric → every value that was told of this data. */
  readonly values: Map<string, Set<number>>
}

/**
 * Every data set that was evaluated has a label of its own: the split that the script's variables name, else the source's word. A second,
 * different one under the same word is `eval#2`, with a warning: the first is never overwritten. A data set of a framework and the gold
 * labels of it that a function of metrics was given are one, where nothing speaks against it.
 */
export function labelsOf(said: readonly Said[], names: SplitNames): Labels {
  const data = dataOf(said)
  const warnings: string[] = []
  const holders = new Map<string, Data[]>()
  const label = new Map<string, string>()
  for (const [key, own] of data) {
    const base = mapped(own.named.size === 1 ? [...own.named][0]! : own.said, names)
    const held = holders.get(base) ?? []
    const same = held.findIndex(other => isGoldOf(own, other) || isGoldOf(other, own))
    if (same === -1) holders.set(base, [...held, own])
    const at = same === -1 ? held.length : same
    label.set(key, at === 0 ? base : `${base}#${at + 1}`)
    if (same === -1 && held.length > 0)
      warnings.push(
        `another data set was evaluated as "${base}"; its metrics are ${base}#${held.length + 1} (variables named for their split, or metric_key_prefix, tell them apart)`,
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

/** `trainer.predict(dev_ds)` and `f1_score(y_dev, …)`: variables name both for one split, they have as many rows, and no metric that was told of both has other values. */
function isGoldOf(gold: Data, set: Data): boolean {
  if (!gold.goldOnly || set.goldOnly || gold.named.size !== 1 || set.named.size !== 1) return false
  if (gold.rows === undefined || gold.rows !== set.rows) return false
  return [...gold.values].every(([name, values]) => {
    const others = [...(set.values.get(name) ?? values)]
    return [...values].every(value => others.some(other => Math.abs(other - value) < 1e-6))
  })
}

const mapped = (split: string, names: SplitNames) => (Object.hasOwn(names, split) ? names[split]! : split)

/** What computes figures of lists, and knows no data set. */
export const GOLD_ONLY = /^(?:sklearn|seqeval)(?:\.|$)/

function dataOf(said: readonly Said[]): ReadonlyMap<string, Data> {
  const data = new Map<string, Data>()
  for (const item of said) {
    const key = keyOf(item)
    if (key === undefined) continue
    const {line} = item
    const told = objectOf(line['data'])
    const known = data.get(key) ?? {
      named: new Set<string>(),
      said: textOf(line['split']) ?? 'eval',
      rows: integerOf(told['rows']),
      goldOnly: true,
      values: new Map<string, Set<number>>(),
    }
    const name = textOf(told['name'])
    if (name !== undefined) known.named.add(name)
    known.goldOnly &&= line['type'] === 'matrix' || GOLD_ONLY.test(textOf(line['source']) ?? '')
    for (const [raw, value] of valuesOf(line)) {
      const metric = metricName(raw, textOf(line['split'])).name
      known.values.set(metric, (known.values.get(metric) ?? new Set()).add(value))
    }
    data.set(key, known)
  }
  return data
}

function keyOf({line, voice}: Said): string | undefined {
  const id = objectOf(line['data'])['id']
  return id === undefined ? undefined : `${voice.file} ${String(id)}`
}
