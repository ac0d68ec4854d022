import {plural} from '../../base/text'
import type {SetComparison} from '../../compare/set/compare-set'
import {FIELD_SECTIONS, type FieldRow} from '../../compare/set/fields'
import type {MetricRow} from '../../compare/set/metric-rows'
import type {Rival} from '../../compare/set/rival'
import type {TableColumn} from '../table'
import {valueText} from '../value-text'
import {changeCell, EMPTY, fieldCell, isBest, measuredCell, type SetCell} from './cells'
import {type Folding, foldMetrics} from './folding'
import {legend} from './reasons'

export interface SetSection {
  readonly title: string
  readonly rows: readonly (readonly SetCell[])[]
  /** What is counted in words where rows are left out. */
  readonly noun: string
}

/** A comparison as one table in sections: rivals side by side where they are few, below one another where they are many. */
export interface SetTable {
  readonly columns: readonly TableColumn[]
  readonly sections: readonly SetSection[]
  /** What was folded away, each in words. */
  readonly folded: readonly string[]
  /** What the marks mean, as far as they are used. */
  readonly legend: readonly string[]
}

export interface TableOptions extends Folding {
  /** So many rivals stand side by side. */
  readonly beside: number
  /** Of rivals below one another, or of metrics, so many; 0 is all. */
  readonly limit: number
  /** Metrics side by side where rivals are below one another. */
  readonly across: number
}

export function setTable(comparison: SetComparison, options: TableOptions): SetTable {
  return comparison.rivals.length <= options.beside ? sideBySide(comparison, options) : below(comparison, options)
}

const within = <T>(items: readonly T[], limit: number) => (limit === 0 ? items : items.slice(0, limit))
const more = (left: number, noun: string, how: string) => (left > 0 ? [`${plural(left, `more ${noun}`)}${how}`] : [])

function sideBySide(comparison: SetComparison, options: TableOptions): SetTable {
  const {rivals, baseline, fields} = comparison
  const {shown, lines, same} = foldMetrics(comparison, options)
  const others = rivals.map((_, i) => i).filter(i => i !== baseline)
  const order = [baseline, ...others]
  const columns: TableColumn[] = [
    {label: '', priority: 9, min: 20},
    ...order.flatMap((i): TableColumn[] => {
      const value = {label: labelOf(comparison, i), priority: 7, min: 12}
      return i === baseline ? [value] : [value, {label: '', priority: 6, min: 10}]
    }),
  ]
  const row = (name: string, cell: (i: number) => SetCell, change: (i: number) => SetCell = () => EMPTY) => [
    {text: valueText(name)},
    ...order.flatMap(i => (i === baseline ? [cell(i)] : [cell(i), change(i)])),
  ]
  const told = within(shown, options.limit)
  const measured = told.map(own =>
    row(
      own.path,
      i => measuredCell(own.cells[i], isBest(own, i)),
      i => changeCell(own.cells[i]),
    ),
  )
  const sections = FIELD_SECTIONS.map(section => ({
    title: section,
    noun: 'field',
    rows: fields.differing
      .filter(field => field.section === section)
      .map(field => row(nameOf(field), i => fieldCell(field.cells[i]!))),
  }))
  return {
    columns,
    sections: [
      {
        title: 'runs',
        noun: 'row',
        rows: [row('runs', i => runsCell(rivals[i]!)), row('seeds', i => seedsCell(rivals[i]!))],
      },
      ...sections,
      {title: 'metrics', noun: 'metric', rows: measured},
    ].filter(({rows}) => rows.length > 0),
    folded: [
      ...lines,
      ...more(shown.length - told.length, 'metric', ': --limit 0, --metric <name>, or --format csv'),
      ...(same > 0 ? [`${plural(same, 'metric')} the same in all: --all`] : []),
      ...sameFields(comparison),
    ],
    legend: legend(told, rivals.length),
  }
}

const sameFields = ({fields}: SetComparison) =>
  fields.same > 0 ? [`${plural(fields.same, 'field')} ${fields.same === 1 ? 'is' : 'are'} the same`] : []

const labelOf = ({rivals, baseline}: SetComparison, i: number) =>
  `${valueText(rivals[i]!.label)}${i === baseline ? ' (baseline)' : ''}`

const nameOf = ({section, path}: FieldRow) => (path.startsWith(`${section}.`) ? path.slice(section.length + 1) : path)

const SHOWN_SEEDS = 5

function runsCell({runs}: Rival): SetCell {
  return {text: runs.length === 1 ? runs[0]!.id.slice(0, 6) : plural(runs.length, 'run'), tone: 'dim'}
}

function seedsCell({seeds, unknownSeeds}: Rival): SetCell {
  const left = seeds.length - SHOWN_SEEDS
  const words = [
    ...seeds.slice(0, SHOWN_SEEDS),
    ...(left > 0 ? [`${left} more`] : []),
    ...(unknownSeeds > 0 ? ['not known'] : []),
  ]
  return {text: valueText(words.join(', ')), tone: 'dim'}
}

/** Each rival a row: what differs, then what was measured; the best by the primary metric first, below the baseline. */
function below(comparison: SetComparison, options: TableOptions): SetTable {
  const {rivals, baseline, fields} = comparison
  const {shown, lines, same} = foldMetrics(comparison, options)
  const metrics = options.metrics.length > 0 ? shown : within(shown, options.across)
  const [lead] = metrics
  const told = fields.differing.filter(({section}) => section !== 'env')
  const order = ordered(comparison, lead)
  const columns: TableColumn[] = [
    {label: 'run', priority: 9, min: 16},
    {label: 'id', priority: 8, min: 6},
    {label: 'seeds', align: 'right', priority: 5, min: 5},
    ...(lead ? metricColumns(lead, 8) : []),
    ...metrics.slice(1).map((row): TableColumn => ({label: valueText(row.path), align: 'right', priority: 4, min: 10})),
    ...told.map(
      (row, i): TableColumn => ({label: valueText(nameOf(row)), priority: i < FIRST_FIELDS ? 6 : 3, min: 12}),
    ),
  ]
  const rows = within(order, options.limit).map(i => [
    {text: rowLabel(rivals[i]!)},
    runsCell(rivals[i]!),
    {text: String(seedCount(rivals[i]!)), tone: 'dim' as const},
    ...(lead
      ? [measuredCell(lead.cells[i], isBest(lead, i)), i === baseline ? BASELINE : changeCell(lead.cells[i])]
      : []),
    ...metrics.slice(1).map(row => barredCell(row, i)),
    ...told.map(row => fieldCell(row.cells[i]!)),
  ])
  return {
    columns,
    sections: [{title: `${rivals.length} rivals`, noun: 'rival', rows}],
    folded: [
      ...more(order.length - rows.length, 'rival', ': --limit 0'),
      ...more(shown.length - metrics.length, 'metric', ': --metric <name>, or --format csv'),
      ...lines,
      ...more(fields.differing.length - told.length, 'field of the environment', ' that differs: --format csv'),
      ...(same > 0 ? [`${plural(same, 'metric')} the same in all: --all`] : []),
      ...sameFields(comparison),
    ],
    legend: legend(metrics, rivals.length, lead && [lead]),
  }
}

const FIRST_FIELDS = 2
const BASELINE: SetCell = {text: 'baseline', tone: 'dim'}
/** Its id stands beside the name of one run. */
const rowLabel = ({label, runs}: Rival) =>
  valueText(runs.length === 1 && label.startsWith(runs[0]!.name) ? runs[0]!.name : label)

const metricColumns = ({path}: MetricRow, priority: number): TableColumn[] => [
  {label: valueText(path), align: 'right', priority, min: 10},
  {label: 'change', priority: priority - 1, min: 14},
]

const seedCount = ({seeds, unknownSeeds}: Rival) => seeds.length + (unknownSeeds > 0 ? 1 : 0)

function barredCell(row: MetricRow, i: number): SetCell {
  const cell = measuredCell(row.cells[i], isBest(row, i))
  return row.cells[i]?.barred ? {text: `(${cell.text})`, tone: 'barred'} : cell
}

/** Those that are barred after the others, those that lack the metric last; unknown directions keep the order. */
function ordered({rivals, baseline}: SetComparison, lead: MetricRow | undefined): number[] {
  const others = rivals.map((_, i) => i).filter(i => i !== baseline)
  if (!lead?.direction) return [baseline, ...others]
  const sign = lead.direction === 'higher' ? -1 : 1
  const rank = (i: number) => (lead.cells[i] === undefined ? 2 : lead.cells[i].barred ? 1 : 0)
  const mean = (i: number) => lead.cells[i]?.mean ?? 0
  return [baseline, ...others.sort((a, b) => rank(a) - rank(b) || sign * (mean(a) - mean(b)) || a - b)]
}
