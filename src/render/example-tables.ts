import {plural} from '../base/text'
import type {ExamplesComparison} from '../compare/examples/compare-examples'
import type {Change, ClassComparison, LabelComparison} from '../compare/examples/labels'
import type {NumberComparison} from '../compare/examples/numbers'
import type {SliceComparison} from '../compare/examples/slices'
import type {Tested, Verdict} from '../compare/examples/verdict'
import {formatNumber} from './numbers'
import type {TableColumn} from './table'
import {valueText} from './value-text'

/** A table in words, free of control characters; for a terminal, or (escaped) for markdown. */
export interface ExampleTable {
  readonly title: string
  readonly columns: readonly TableColumn[]
  readonly rows: readonly ExampleRow[]
  /** What a row is called where some are left out. */
  readonly noun: string
}

export interface ExampleRow {
  readonly cells: readonly string[]
  /** Of the last cell. */
  readonly verdict?: Verdict
}

/** Those with rows: accuracy, classes, numbers, slices, newly wrong examples. */
export function exampleTables({labels, numbers, slices, newlyWrong}: ExamplesComparison): ExampleTable[] {
  const tables: ExampleTable[] = [
    {title: 'overall', columns: OVERALL, rows: labels ? overallRows(labels) : [], noun: 'score'},
    {title: 'classes', columns: CLASSES, rows: (labels?.classes ?? []).map(classRow), noun: 'class'},
    {title: 'numbers', columns: NUMBERS, rows: numbers.map(numberRow), noun: 'column'},
    {title: 'slices', columns: SLICES, rows: slices.map(sliceRow), noun: 'slice'},
    {
      title: `newly wrong, ${newlyWrong.length} of ${labels?.onlyBefore ?? 0}`,
      columns: WRONG,
      rows: newlyWrong.map(({id, gold, before, after}) => ({cells: [id, gold, before, after].map(valueText)})),
      noun: 'newly wrong example',
    },
  ]
  return tables.filter(({rows}) => rows.length > 0)
}

const column = (label: string, priority: number, align: 'left' | 'right' = 'left'): TableColumn => ({
  label,
  priority,
  align,
  min: priority > 5 ? 12 : 6,
})
const before = column('before', 3, 'right')
const after = column('after', 4, 'right')
const judged = [column('examples', 2), column('p', 5, 'right'), column('', 8)]
const change = column('change', 6)
const OVERALL = [column('', 9), before, after, change, ...judged]
const SCORES = [column('recall', 3), change, column('F1', 3), column('change', 4)]
const CLASSES = [column('class', 9), column('n', 5, 'right'), ...SCORES, ...judged]
const NUMBERS = [column('column', 9), column('n', 3, 'right'), before, after, change, ...judged]
const SLICES = [column('slice', 9), column('n', 5, 'right'), before, after, change, ...judged]
const WRONG = [column('id', 9), column('gold', 6), column('before', 6), column('after', 6)]

function overallRows({before, after, accuracy, macroF1, onlyBefore, onlyAfter, test}: LabelComparison): ExampleRow[] {
  const both = score(before.accuracy, after.accuracy)
  const first = {cells: ['accuracy', ...both, changeText(accuracy), flips({onlyBefore, onlyAfter}), ...testTexts(test)]}
  const macro = macroF1 && {
    cells: ['macro-F1', ...score(before.macroF1!, after.macroF1!), changeText(macroF1), '', '', ''],
  }
  return [{...first, verdict: test.verdict}, ...(macro ? [macro] : [])]
}

function classRow({label, support, few, before, after, recall, f1, test, ...flipped}: ClassComparison): ExampleRow {
  const recalls = recall ? [arrow(before.recall!, after.recall!), changeText(recall)] : ['', '']
  const said = test ? [flips(flipped), ...testTexts(test)] : ['only predicted', '', '']
  const cells = [valueText(label), count(support, few), ...recalls, arrow(before.f1, after.f1), changeText(f1), ...said]
  return {cells, ...(test && {verdict: test.verdict})}
}

function numberRow({column, n, before, after, delta, interval, test, ...counts}: NumberComparison): ExampleRow {
  const changed = changeText({delta, ...(interval && {interval})})
  const cells = [valueText(column), String(n), ...score(before, after), changed, wins(counts), ...testTexts(test)]
  return {cells, verdict: test.verdict}
}

function sliceRow({column, value, n, few, before, after, accuracy, test, ...flipped}: SliceComparison): ExampleRow {
  const name = `${valueText(column)}=${valueText(value)}`
  const both = score(before.accuracy, after.accuracy)
  const cells = [name, count(n, few), ...both, changeText(accuracy), flips(flipped), ...testTexts(test)]
  return {cells, verdict: test.verdict}
}

const score = (before: number, after: number) => [formatNumber(before), formatNumber(after)]
const arrow = (before: number, after: number) => `${formatNumber(before, 3)} → ${formatNumber(after, 3)}`
const count = (n: number, few: boolean) => (few ? `${n} few` : String(n))

const flips = ({onlyBefore, onlyAfter}: {readonly onlyBefore: number; readonly onlyAfter: number}) =>
  `${onlyAfter} won, ${onlyBefore} lost`

function wins({
  higher,
  equal,
  lower,
  direction,
}: Pick<NumberComparison, 'higher' | 'equal' | 'lower' | 'direction'>): string {
  const [up, down] =
    direction === undefined ? ['higher', 'lower'] : direction === 'higher' ? ['won', 'lost'] : ['lost', 'won']
  const said = [`${higher} ${up}`, `${lower} ${down}`]
  return [...(direction === 'lower' ? said.reverse() : said), `${equal} tied`].join(', ')
}

/** `-0.0467 [-0.0667, -0.02]` */
function changeText({delta, interval}: Change): string {
  const signed = (value: number) => `${value > 0 ? '+' : ''}${formatNumber(value, 3)}`
  return interval ? `${signed(delta)} [${interval.map(signed).join(', ')}]` : signed(delta)
}

const testTexts = ({adjusted, verdict}: Tested) => [probability(adjusted), verdict]

const probability = (p: number) => (p < 0.0001 ? '<0.0001' : formatNumber(p, 2))

/** What was compared and what was not, in sentences; the names in them are made safe. */
export function countLines(comparison: ExamplesComparison): string[] {
  const {n, idColumn, onlyBefore, onlyAfter, labels} = comparison
  const by =
    idColumn === undefined
      ? 'paired by their rows'
      : `paired by ${valueText(idColumn === '' ? 'the unnamed column' : idColumn)}`
  const alone = [
    onlyBefore > 0 ? `${onlyBefore} only in the first run` : '',
    onlyAfter > 0 ? `${onlyAfter} only in the second` : '',
  ]
  return [
    [`${plural(n, 'example')}, ${by}`, ...alone.filter(text => text !== '')].join('; '),
    ...(labels && labels.unlabelled > 0
      ? [`${plural(labels.unlabelled, 'example')} without a gold label, left out of accuracy and classes`]
      : []),
    ...(labels?.noClasses === undefined ? [] : [`no classes: ${labels.noClasses}`]),
  ]
}
