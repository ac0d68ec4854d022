import {plural} from '../base/text'
import {formatBytes} from '../base/units'
import type {Labels, Predictions} from '../model/predictions'
import {finiteOrNone, isFractional, isNumber, labelText} from './example-cells'
import {type Cell, type ExampleTable, readExamples} from './prediction-rows'
import type {FileProblem} from './read-file'
import {Unreadable, unreadable} from './unreadable'

/** The whole of it, and what is made of it, is in memory, twice. */
export const MAX_PREDICTIONS = 64 * 1024 * 1024

/** In the order in which they are looked for; lower case. The last is what pandas leaves of an index without a name. */
const IDS = ['id', 'example_id', 'idx', 'index', 'guid', 'uid', 'qid', 'sample_id', '']
const GOLD = words(
  'label gold target y_true reference true answer references gold_label true_label labels answers targets',
)
const PREDICTED = words(
  'prediction pred predicted y_pred output hypothesis generated predicted_label pred_label predictions outputs',
)
/** A column of more different texts names no groups. */
const MAX_GROUPS = 50

function words(text: string): string[] {
  return text.split(' ')
}

/** What a predictions file says, by the names of its columns; or why it cannot be read, in one clause about the file. */
export function readPredictions(path: string, bytes: Uint8Array): Predictions | FileProblem {
  if (bytes.length > MAX_PREDICTIONS) {
    return {problem: `is ${formatBytes(bytes.length)}; at most ${formatBytes(MAX_PREDICTIONS)} are compared by example`}
  }
  try {
    return predictionsOf(readExamples(bytes, path))
  } catch (error) {
    if (error instanceof Unreadable) return {problem: error.message}
    throw error
  }
}

function predictionsOf(table: ExampleTable): Predictions {
  const {columns} = table
  const idColumn = idColumnOf(columns)
  const [goldName, predictedName] = [nameIn(columns, GOLD), nameIn(columns, PREDICTED)]
  const taken = new Set([idColumn, goldName, predictedName])
  const others = [...columns].filter(([name]) => !taken.has(name))
  const numbers = new Map<string, Float64Array>(
    others.filter(([, cells]) => isNumeric(cells)).map(([name, cells]) => [name, numbersOf(cells)]),
  )
  const groups = others.flatMap(([name, cells]) => (numbers.has(name) ? [] : groupsOf(name, cells)))
  const compared = comparedOf(columns.get(goldName ?? NONE), columns.get(predictedName ?? NONE))
  if (compared.error) numbers.set('absolute_error', compared.error)
  if (!compared.predicted && numbers.size === 0) unreadable(nothingOf(columns, compared.notes))
  return {
    ids: idColumn === undefined ? table.rows.map(String) : columns.get(idColumn)!.map(cell => labelText(cell)!),
    ...(idColumn !== undefined && {idColumn}),
    ...(compared.gold && {gold: compared.gold}),
    ...(compared.predicted && {predicted: compared.predicted}),
    numbers,
    groups: new Map(groups),
    notes: [...table.notes, ...compared.notes],
  }
}

/** No column has it: names are trimmed. */
const NONE = ' '

type Columns = ExampleTable['columns']

function nothingOf(columns: Columns, notes: readonly string[]): string {
  const names = [...columns.keys()].slice(0, 10).map(name => `"${name}"`)
  return `has no column of predictions (${PREDICTED.slice(0, 4).join(', ')} …) and none of numbers; it has ${[names.join(', '), ...notes].join('; ')}`
}

/** The first that has a value of its own for each example; where all fail, the file is refused for the first. */
function idColumnOf(columns: Columns): string | undefined {
  const candidates = namesIn(columns, IDS)
  const problems = candidates.map(name => idProblem(columns.get(name)!, name))
  const good = problems.indexOf(undefined)
  return good < 0 && problems.length > 0 ? unreadable(problems[0]!) : candidates[good]
}

function idProblem(cells: readonly Cell[], name: string): string | undefined {
  const seen = new Set<string>()
  let twice: string | undefined
  for (const cell of cells) {
    const id = labelText(cell)
    if (id === undefined) return `has an example without a value in "${name}", by which examples are told apart`
    if (seen.has(id)) twice ??= id
    seen.add(id)
  }
  if (twice === undefined) return undefined
  return `has ${plural(cells.length - seen.size, 'example')} whose "${name}" another has too, "${twice}" first; expected one row an example`
}

const nameIn = (columns: Columns, known: readonly string[]) => namesIn(columns, known)[0]

function namesIn(columns: Columns, known: readonly string[]): string[] {
  return known.flatMap(word => [...columns.keys()].filter(name => name.toLowerCase() === word))
}

function isNumeric(cells: readonly Cell[]): boolean {
  return (
    cells.every(cell => cell === undefined || isNumber(cell)) && cells.some(cell => Number.isFinite(finiteOrNone(cell)))
  )
}

const numbersOf = (cells: readonly Cell[]) => Float64Array.from(cells, finiteOrNone)

/** At least two values, and fewer than half as many as examples: more would be texts of their own. */
function groupsOf(name: string, cells: readonly Cell[]): [string, Labels][] {
  const values = new Set<string>()
  for (const cell of cells) {
    if (typeof cell !== 'string' && cell !== undefined) return []
    if (cell !== undefined && values.add(cell).size > Math.min(MAX_GROUPS, cells.length / 2)) return []
  }
  return values.size > 1 ? [[name, cells.map(labelText)]] : []
}

interface Compared {
  readonly gold?: Labels
  readonly predicted?: Labels
  /** Of numbers that are no labels. */
  readonly error?: Float64Array
  readonly notes: readonly string[]
}

function comparedOf(gold: readonly Cell[] | undefined, predicted: readonly Cell[] | undefined): Compared {
  const missing = predicted?.filter(cell => cell === undefined).length ?? 0
  const notes = missing > 0 ? [`${plural(missing, 'example')} without a prediction: counted as wrong`] : []
  if (!gold) return {...(predicted && {predicted: predicted.map(labelText)}), notes}
  if (predicted && isFractional(gold) && predicted.every(cell => cell === undefined || isNumber(cell)))
    return regression(gold, predicted)
  const labels = gold.map(labelText)
  if (predicted && severalOf(gold) && !predicted.some(Array.isArray)) {
    return {gold: labels, notes: ['its gold column holds lists, its predictions single values: not compared as labels']}
  }
  return {gold: labels, ...(predicted && {predicted: predicted.map(labelText)}), notes}
}

const severalOf = (cells: readonly Cell[]) => cells.some(cell => Array.isArray(cell) && cell.length !== 1)

function regression(gold: readonly Cell[], predicted: readonly Cell[]): Compared {
  const [truth, said] = [numbersOf(gold), numbersOf(predicted)]
  const texts = Array.from(truth, value => (Number.isNaN(value) ? undefined : String(value)))
  const notes = ['gold and predictions are numbers with fractions: compared by their absolute error']
  return {gold: texts, error: truth.map((value, i) => Math.abs(value - said[i]!)), notes}
}
