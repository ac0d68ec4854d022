import {plural} from '../../base/text'
import type {Labels, Predictions} from '../../model/predictions'

/** The examples that both runs speak of. */
export interface Aligned {
  /** In the order of the first run's file. */
  readonly ids: readonly string[]
  /** The column that tells examples apart; absent: the numbers of the rows. */
  readonly idColumn?: string
  /** Of each example, its row in the first file and in the second. */
  readonly rows: readonly [before: Uint32Array, after: Uint32Array]
  /** From whichever file has it. */
  readonly gold?: Labels
  /** Examples that only one file has. */
  readonly onlyBefore: number
  readonly onlyAfter: number
}

/** Two files that do not speak of the same examples. */
export interface NotTheSame {
  /** One sentence. */
  readonly problem: string
  /** How many examples have another gold label, and the first of them. */
  readonly otherGold?: {readonly count: number; readonly id: string; readonly before: string; readonly after: string}
}

/** Pairs examples by their ids. The gold label of an example must be the same in both, where both have one. */
export function alignExamples(before: Predictions, after: Predictions): Aligned | NotTheSame {
  const problem = idProblem(before, after)
  if (problem) return {problem}
  const rowAfter = new Map(after.ids.map((id, row) => [id, row]))
  const [left, right]: [number[], number[]] = [[], []]
  for (const [row, id] of before.ids.entries()) {
    const other = rowAfter.get(id)
    if (other === undefined) continue
    left.push(row)
    right.push(other)
  }
  if (left.length === 0) return {problem: noneInCommon(before, after)}
  const rows = [Uint32Array.from(left), Uint32Array.from(right)] as const
  const other = otherGold(before, after, rows)
  if (other) return other
  const gold = goldOf(before, after, rows)
  return {
    ids: left.map(row => before.ids[row]!),
    ...(before.idColumn !== undefined && {idColumn: before.idColumn}),
    rows,
    ...(gold && {gold}),
    onlyBefore: before.ids.length - left.length,
    onlyAfter: after.ids.length - left.length,
  }
}

/** Without ids an example is its row, and then both must have all of them. */
function idProblem(before: Predictions, after: Predictions): string | undefined {
  if ((before.idColumn === undefined) !== (after.idColumn === undefined)) {
    const [said, other] = before.idColumn === undefined ? ['second', 'first'] : ['first', 'second']
    return `the ${said} file tells examples apart by "${before.idColumn ?? after.idColumn}", the ${other} has no such column`
  }
  const [n, m] = [before.ids.length, after.ids.length]
  if (before.idColumn !== undefined || n === m) return undefined
  return `without an id column examples are paired by their rows, and the files have ${n} and ${m} of them`
}

const noneInCommon = (before: Predictions, after: Predictions) =>
  `no example is in both files: "${before.idColumn}" begins with "${before.ids[0]}" and "${after.ids[0]}"`

type Rows = Aligned['rows']

function otherGold(before: Predictions, after: Predictions, [left, right]: Rows): NotTheSame | undefined {
  if (!before.gold || !after.gold) return undefined
  const differing = [...left.keys()].filter(i => {
    const [one, other] = [before.gold![left[i]!], after.gold![right[i]!]]
    return one !== undefined && other !== undefined && one !== other
  })
  const [first] = differing
  if (first === undefined) return undefined
  const [id, one, other] = [before.ids[left[first]!]!, before.gold[left[first]!]!, after.gold[right[first]!]!]
  const problem = `${plural(differing.length, 'example')} of ${left.length} ${differing.length === 1 ? 'has' : 'have'} another gold label in the second file, "${id}" first: "${one}" and "${other}"`
  return {problem, otherGold: {count: differing.length, id, before: one, after: other}}
}

function goldOf(before: Predictions, after: Predictions, [left, right]: Rows): Labels | undefined {
  if (!before.gold && !after.gold) return undefined
  return Array.from(left, (row, i) => before.gold?.[row] ?? after.gold?.[right[i]!])
}
