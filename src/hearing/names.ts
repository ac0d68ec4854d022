/** Signs that a name of a metric cannot hold, as `model/points` has it. */
const FORBIDDEN = /[\s.,:="'`{}[\]\\]+/gu
const SPLIT = /^(train|training|val|valid|validation|dev|test|eval)[_/.-](.+)$/i

export interface MetricName {
  /** As the source says it; undefined: it does not say. */
  readonly split: string | undefined
  readonly name: string
}

/** Splits off what names a split: `eval_loss` told for `eval`, `val/f1`, `train_acc`. The rest is one part, or several parted by `/`. */
export function metricName(raw: string, split: string | undefined): MetricName {
  if (split !== undefined && raw.startsWith(split) && /[_/.-]/.test(raw[split.length] ?? ''))
    return named(split, raw.slice(split.length + 1))
  const [, found, rest] = SPLIT.exec(raw) ?? []
  if (found && (split === undefined || split === 'train')) return named(found.toLowerCase(), rest!)
  return named(split, raw)
}

const named = (split: string | undefined, raw: string): MetricName => ({split, name: cleaned(raw)})

/** A word as a part of a metric's path. */
export function cleaned(raw: string): string {
  const parts = raw.split('/').map(part =>
    part
      .trim()
      .replace(FORBIDDEN, '_')
      .replace(/^_+|_+$/g, ''),
  )
  const name = parts.filter(part => part !== '' && part !== '__proto__').join('.')
  return name === '' ? 'value' : name.slice(0, 120)
}

/** Of a label, which may hold anything, one part of a path. */
export const cleanedLabel = (label: string): string => cleaned(label.replaceAll('/', '_'))
