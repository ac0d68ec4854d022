import {isObject, type Json, type JsonObject} from '../base/json'
import {safe} from '../base/text'
import {linesOf, TITLE_WIDTH} from './card'
import type {Style} from './color'
import {type Cell, renderTable, type TableColumn} from './table'
import {metricText} from './value-text'

interface Options {
  readonly style: Style
  readonly width: number
}

const INDENT = 2
/** A deeper branch is shown as JSON on its line. */
const MAX_DEPTH = 5

/** Metrics as lines: values aligned, a branch below its name, classes that share their measures as one table. */
export function metricLines(metrics: JsonObject, options: Options, depth = 0): string[] {
  const entries = Object.entries(depth < MAX_DEPTH ? byClass(metrics) : metrics)
  const isBranch = ([, value]: [string, Json]) => isObject(value) && Object.keys(value).length > 0 && depth < MAX_DEPTH
  const indent = depth * INDENT
  return [
    ...valueLines(
      entries.filter(entry => !isBranch(entry)),
      indent,
      options,
    ),
    ...entries
      .filter(isBranch)
      .flatMap(([name, branch]) => [
        `${' '.repeat(indent)}${options.style.bold(safe(name))}`,
        ...branchLines(branch as JsonObject, options, depth + 1),
      ]),
  ]
}

const CLASS = /^(?:class|per_class)_(?=.)/

/** `class_f1: {neg}, class_recall: {neg}` as `class: {neg: {f1, recall}}`, the table that a classification report is; a single one is a list as it stands. */
function byClass(metrics: JsonObject): JsonObject {
  const isReport = ([name, value]: [string, Json]) => CLASS.test(name) && isObject(value) && isFlat(value)
  const reports = Object.entries(metrics).filter(isReport) as [string, JsonObject][]
  if (reports.length < 2 || Object.hasOwn(metrics, 'class')) return metrics
  const rows: Record<string, Record<string, Json>> = Object.create(null)
  for (const [name, values] of reports) {
    for (const [label, value] of Object.entries(values)) {
      rows[label] = {...rows[label], [name.replace(CLASS, '')]: value}
    }
  }
  const others = Object.entries(metrics).filter(entry => !isReport(entry))
  return Object.fromEntries([...others, ['class', {...rows}]])
}

const isFlat = (value: JsonObject) => Object.values(value).every(each => !isObject(each))

function branchLines(branch: JsonObject, options: Options, depth: number): string[] {
  return matrixLines(branch, options, depth * INDENT) ?? metricLines(branch, options, depth)
}

function valueLines(entries: readonly [string, Json][], indent: number, {width}: Options): string[] {
  const rows = entries.map(([name, value]): Cell[] => [{text: safe(name)}, {text: metricText(value)}])
  return tableLines(
    [
      {label: 'metric', priority: 2},
      {label: 'value', align: isNumbers(entries) ? 'right' : 'left'},
    ],
    rows,
    {
      width,
      indent,
    },
  )
}

const isNumbers = (entries: readonly [string, Json][]) => entries.every(([, value]) => typeof value === 'number')

/** `{neg: {precision, recall}, pos: {precision, recall}}`: a row for each class; undefined where the branch is not of that form. */
function matrixLines(branch: JsonObject, {width, style}: Options, indent: number): string[] | undefined {
  const rows = Object.entries(branch).filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
  const columns = [...new Set(rows.flatMap(([, row]) => Object.keys(row)))]
  const flat = rows.every(([, row]) => isFlat(row))
  const filled = rows.reduce((sum, [, row]) => sum + Object.keys(row).length, 0)
  // A table with more holes than values says less than a list.
  const dense = filled * 2 > rows.length * columns.length
  if (rows.length < 2 || rows.length < Object.keys(branch).length || !flat || !dense) return undefined
  const cells = rows.map(([name, row]) => [
    {text: safe(name)},
    ...columns.map(column => ({text: metricText(Object.hasOwn(row, column) ? row[column] : undefined)})),
  ])
  const labels = columns.map((label): TableColumn => ({label: safe(label), align: 'right'}))
  return tableLines([{label: '', priority: 2}, ...labels], cells, {width, indent, header: style.dim})
}

function tableLines(
  columns: readonly TableColumn[],
  rows: readonly (readonly Cell[])[],
  {width, indent, header}: {width: number; indent: number; header?: (text: string) => string},
): string[] {
  const room = Math.max(20, width - TITLE_WIDTH)
  const {text, hidden} = renderTable(columns, rows, {width: room, indent, ...(header && {header})})
  const more = hidden.length > 0 ? [`${' '.repeat(indent)}… and ${hidden.join(', ')}`] : []
  return [...linesOf(text), ...more]
}
