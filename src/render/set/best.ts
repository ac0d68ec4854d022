import {plural, safe} from '../../base/text'
import type {Ranking, Trade} from '../../compare/set/best'
import type {SetComparison} from '../../compare/set/compare-set'
import {splitOfMetric} from '../../compare/set/splits'
import {styleOf} from '../color'
import {mdHeader, mdRow, mdText} from '../markdown'
import {renderTable, type TableColumn} from '../table'
import {valueText} from '../value-text'
import {wrap} from '../width'
import {changeCell, EMPTY, fieldCell, measuredCell, type SetCell} from './cells'
import {legend, reasonText} from './reasons'
import {reasonLines} from './view'

/** What was asked for, and the comparison that it stands on. */
export interface BestView {
  readonly comparison: SetComparison
  readonly answer: {readonly ranking: Ranking} | {readonly trade: Trade}
}

interface BestTable {
  readonly columns: readonly TableColumn[]
  readonly rows: readonly (readonly SetCell[])[]
  /** Sentences: the first says what was chosen among what. */
  readonly sentences: readonly string[]
  readonly notes: readonly string[]
}

const FIELDS = 3
const MAX_PROSE = 110

/** `limit`: rows at most; 0 is all. */
export function renderBest(
  view: BestView,
  {color, width, limit}: {color: boolean; width: number; limit: number},
): string {
  const style = styleOf(color)
  const {columns, rows, sentences, notes} = bestTable(view, limit)
  const cells = rows.map((row, i) => row.map(({text}) => (i === 0 ? {text, mark: style.bold} : {text})))
  const {text} = renderTable(columns, cells, {width, header: style.dim})
  const lines = (texts: readonly string[]) => texts.flatMap(each => wrap(safe(each), Math.min(width, MAX_PROSE)))
  return [
    ...lines(sentences).map(line => `${line}\n`),
    ...reasonLines(againstBest(view), style, width),
    `\n${text}\n`,
    ...lines(notes).map(line => `${style.dim(line)}\n`),
  ].join('')
}

export function bestMarkdown(view: BestView, limit: number): string {
  const {columns, rows, sentences, notes} = bestTable(view, limit)
  const comparison = againstBest(view)
  const header = mdHeader(
    columns.map(({label}) => mdText(label)),
    at => columns[at]!.align === 'right',
  )
  const body = rows.map(row => mdRow(row.map(({text}) => (text === '' ? '' : mdText(text)))))
  const reasons = comparison.reasons.map(reason => `- ${mdText(reasonText(reason, comparison))}\n`)
  return [
    ...sentences.map(each => `${mdText(each)}  \n`),
    `${reasons.length > 0 ? '\n' : ''}${reasons.join('')}\n${header}${body.join('')}\n`,
    ...notes.map(note => `_${mdText(note)}_  \n`),
  ].join('')
}

/** What the others are held against is the best here, and reasons call it so. */
function againstBest({comparison, answer}: BestView): SetComparison {
  const best = 'ranking' in answer ? 'the best' : 'the first of the front'
  const reasons = comparison.reasons.map(own => ({...own, text: own.text.replaceAll('the baseline', best)}))
  return {...comparison, reasons}
}

function bestTable(view: BestView, limit: number): BestTable {
  return 'ranking' in view.answer
    ? rankingTable(view.comparison, view.answer.ranking, limit)
    : tradeTable(view.comparison, view.answer.trade, limit)
}

const within = <T>(items: readonly T[], limit: number) => (limit === 0 ? items : items.slice(0, limit))

function rankingTable(comparison: SetComparison, ranking: Ranking, limit: number): BestTable {
  const {row, order, lacking, selectedOn, undecided, direction} = ranking
  const {rivals} = comparison
  const [best] = order
  const shown = within(order, limit)
  const apart = order.filter(i => row.cells[i]!.barred).length
  const alone = apart > 0 && order.length - apart === 1
  return {
    columns: [
      ...runColumns,
      {label: valueText(row.path), align: 'right', priority: 8},
      {label: 'against the best', priority: 6, min: 10},
      ...fieldColumns(comparison),
    ],
    rows: shown.map(i => [
      ...runCells(comparison, i),
      measuredCell(row.cells[i], i === best && !alone),
      i === best ? EMPTY : changeCell(row.cells[i]),
      ...fieldCells(comparison, i),
    ]),
    sentences: [
      ...(alone
        ? [`none of ${plural(order.length, 'rival')} is the best by ${row.path}: no two of them can be compared`]
        : [
            `best of ${plural(order.length - apart, 'rival')} by ${row.path} (${direction} is better), ${chosenOn(selectedOn)}: ${best === undefined ? 'none' : rivals[best]!.label}`,
            ...onTest(comparison, ranking),
            ...apartFrom(apart, ['comes', 'come'], 'last'),
          ]),
      ...(selectedOn === 'test' ? [PICKED] : []),
      ...(undecided.length > 0 ? [undecidedText(undecided.length)] : []),
    ],
    notes: [...left(order.length - shown.length), ...lack(lacking.length), ...legend([row], rivals.length)],
  }
}

/** What was chosen by dev has an honest figure on test, as long as that chooses nothing. */
function onTest({metrics}: SetComparison, {row, order: [best], selectedOn}: Ranking): string[] {
  if (selectedOn !== 'dev' || best === undefined) return []
  const nameOf = (path: string) => path.slice(path.indexOf('.') + 1)
  const isTest = (path: string) => splitOfMetric(path, new Set()) === 'test' && nameOf(path) === nameOf(row.path)
  const test = metrics.find(({path}) => isTest(path))
  const cell = test?.cells[best]
  return test && cell ? [`on test, which chose nothing: ${test.path} ${measuredCell(cell, false).text}`] : []
}

const apartFrom = (count: number, [one, many]: readonly [string, string], how: string) =>
  count === 0 ? [] : [`${plural(count, 'other')} cannot be compared with these, and ${count === 1 ? one : many} ${how}`]

const undecidedText = (count: number) => `${plural(count, 'other')} may be as good: so few seeds do not tell`

const PICKED =
  'what was picked by its test figure has no test figure left: it is too good by the picking; pick on dev, then test once'
const chosenOn = (split: string | undefined) =>
  split === undefined ? 'on a split that nobody names' : `selected on ${split}`
const left = (rows: number) => (rows > 0 ? [`${plural(rows, 'more rival')}: --limit 0`] : [])
const lack = (count: number) => (count > 0 ? [`${count} lack it and are left out`] : [])

function tradeTable(
  comparison: SetComparison,
  {objectives, front, lacking, apart, selectedOn}: Trade,
  limit: number,
): BestTable {
  const {rivals} = comparison
  const shown = within(front, limit)
  const rows = objectives.map(({row}) => ({...row, best: []}))
  const rival = rivals.length - lacking.length - apart.length
  const beaten = rival - front.length
  return {
    columns: [
      ...runColumns,
      ...objectives.map(
        ({row, direction}): TableColumn => ({
          label: `${valueText(row.path)} (${direction})`,
          align: 'right',
          priority: 8,
        }),
      ),
      ...fieldColumns(comparison),
    ],
    rows: shown.map(i => [
      ...runCells(comparison, i),
      ...objectives.map(({row}) => measuredCell(row.cells[i], false)),
      ...fieldCells(comparison, i),
    ]),
    sentences: [
      `Pareto front: ${front.length} of ${plural(rival, 'rival')}${beaten > 0 ? `; ${beatenText(beaten)} by one that is as good in everything and better in something` : ''}`,
      ...apartFrom(apart.length, ['is', 'are'], 'left out'),
      ...(selectedOn.includes('test') ? [PICKED] : []),
    ],
    notes: [...left(front.length - shown.length), ...lack(lacking.length), ...legend(rows, rivals.length, [])],
  }
}

const beatenText = (beaten: number) => (beaten === 1 ? 'the other is beaten' : `each of the other ${beaten} is beaten`)

const runColumns: readonly TableColumn[] = [
  {label: 'run', priority: 9, min: 16},
  {label: 'id', priority: 7, min: 6},
  {label: 'seeds', align: 'right', priority: 5},
]

function runCells({rivals}: SetComparison, i: number): SetCell[] {
  const {label, runs, seeds, unknownSeeds} = rivals[i]!
  const id = runs.length === 1 ? runs[0]!.id.slice(0, 6) : plural(runs.length, 'run')
  return [{text: valueText(label)}, {text: id}, {text: String(seeds.length + (unknownSeeds > 0 ? 1 : 0))}]
}

const told = ({fields}: SetComparison) => fields.differing.filter(({section}) => section === 'params').slice(0, FIELDS)

const fieldColumns = (comparison: SetComparison): TableColumn[] =>
  told(comparison).map(({path}) => ({label: valueText(path.replace(/^params\./, '')), priority: 4}))

const fieldCells = (comparison: SetComparison, i: number) => told(comparison).map(row => fieldCell(row.cells[i]!))

/** What `--json` adds to the comparison; indexes are those of its rivals. */
export function bestData(answer: BestView['answer']): object {
  if ('trade' in answer) {
    const {objectives, ...rest} = answer.trade
    return {objectives: objectives.map(({row, direction}) => ({metric: row.path, direction})), ...rest}
  }
  const {row, ...rest} = answer.ranking
  return {metric: row.path, ...rest}
}
