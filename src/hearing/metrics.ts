import {isObject, textOf} from '../base/json'
import {plural} from '../base/text'
import type {Point} from '../model/point'
import type {Labels} from './labels'
import {integerOf, timeOf} from './line'
import {metricName} from './names'
import type {Said} from './trainings'
import {withoutTwins} from './twins'
import {valuesOf} from './values'

export type HeardPoint = Omit<Point, 'attempt'>

export interface HeardMetrics {
  readonly points: readonly HeardPoint[]
  readonly warnings: readonly string[]
}

interface Entry extends HeardPoint {
  readonly source: string
  readonly file: string
  readonly job: number | undefined
}

/** Who is believed where several tell of one metric; a tracker repeats what a framework has told it. */
const RANKING = [
  ...[
    'client',
    'transformers',
    'lightning',
    'keras',
    'sklearn',
    'seqeval',
    'accelerate',
    'wandb',
    'mlflow',
    'tensorboard',
  ],
  // Files that are left: those of frameworks before what is written for looking on.
  ...['file', 'file-tensorboard'],
]
const rankOf = (source: string) => {
  const rank = RANKING.indexOf(source.split('.')[0]!)
  return rank === -1 ? RANKING.length : rank
}

/** What the Trainer says at its end is the mean over the training, and no point of the curve that is called `loss`. */
const AVERAGED: Readonly<Record<string, string>> = Object.fromEntries(
  ['transformers.log', 'file.hf-trainer-state', 'file.hf-results'].map(source => [
    `${source} train_loss`,
    'train_average_loss',
  ]),
)

/**
 * The values of one training, each under the split it was measured on. One metric has one teller; where the best model was
 * loaded at the end of a training, what was measured of it stands last.
 */
export function metricsHeard(said: readonly Said[], labels: Labels): HeardMetrics {
  const entries = chosen(withoutTwins(said.flatMap(item => entriesOf(item, labels))))
  return {points: [...entries, ...bestLoaded(said, entries)].map(asPoint), warnings: repeated(entries)}
}

const asPoint = ({metric, value, step, time}: Entry): HeardPoint => ({
  metric,
  value,
  ...(step !== undefined && {step}),
  time,
})

function entriesOf(item: Said, labels: Labels): Entry[] {
  const {line, voice} = item
  const values = valuesOf(line)
  if (values.length === 0) return []
  const [step, split] = [integerOf(line['step']), textOf(line['split'])]
  const base = {source: textOf(line['source']) ?? 'client', file: voice.file, time: timeOf(line)}
  return values.map(([raw, value]) => {
    const {split: of, name} = metricName(AVERAGED[`${base.source} ${raw}`] ?? raw, split)
    const label = labels.of(item, of)
    const metric = label === undefined ? name : `${label}.${name}`
    return {...base, metric, value, job: integerOf(line['job']), ...(step !== undefined && {step})}
  })
}

/** Of each metric the entries of its best teller, and of that one process: of several that work alike the first. */
function chosen(entries: readonly Entry[]): Entry[] {
  const best = new Map<string, Entry>()
  for (const entry of entries) {
    const known = best.get(entry.metric)
    if (known === undefined || rankOf(entry.source) < rankOf(known.source)) best.set(entry.metric, entry)
  }
  return entries.filter(entry => {
    const teller = best.get(entry.metric)!
    return rankOf(entry.source) === rankOf(teller.source) && entry.file === teller.file
  })
}

/** At the end of a training that loaded its best model: of what was evaluated at that step, the values of then. */
function bestLoaded(said: readonly Said[], entries: readonly Entry[]): Entry[] {
  return said.flatMap(({line, voice}) => {
    const best = line['type'] === 'end' && isObject(line['best']) ? line['best'] : undefined
    const step = integerOf(best?.['step'])
    if (best?.['loaded'] !== true || step === undefined) return []
    const ended = timeOf(line)
    const measured = entries.filter(
      entry =>
        entry.step === step && entry.file === voice.file && entry.time <= ended && !entry.metric.startsWith('train.'),
    )
    return measured.map(({step: _, ...entry}) => ({...entry, time: ended}))
  })
}

/** Said again and again with other values and no step, nothing tells which models they are of. */
function repeated(entries: readonly Entry[]): string[] {
  const values = new Map<string, Set<number>>()
  for (const {metric, value, step} of entries) {
    if (step === undefined) values.set(metric, (values.get(metric) ?? new Set()).add(value))
  }
  const names = [...values].filter(([, found]) => found.size > 1)
  return names
    .slice(0, 5)
    .map(
      ([metric, found]) =>
        `${metric} was told ${plural(found.size, 'different value')} without a step; the last is kept`,
    )
}
