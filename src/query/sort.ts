import {getOrMake, lazy} from '../base/lazy'
import {top} from '../base/top'
import {type Column, KIND, type Table} from '../model/columns'

export interface SortKey {
  /** A field path, as `metrics.test.macro_f1`. */
  readonly path: string
  readonly descending: boolean
}

/** Whichever way is sorted: numbers, NaN, true and false, texts, lists and objects, null, and missing last. */
const ORDER_OF_KINDS = {number: 0, nan: 1, bool: 2, text: 3, list: 4, null: 5, missing: 6} as const
const RANKS: Readonly<Record<number, number>> = {
  [KIND.number]: ORDER_OF_KINDS.number,
  [KIND.bool]: ORDER_OF_KINDS.bool,
  [KIND.text]: ORDER_OF_KINDS.text,
  [KIND.list]: ORDER_OF_KINDS.list,
  [KIND.other]: ORDER_OF_KINDS.list,
  [KIND.null]: ORDER_OF_KINDS.null,
  [KIND.missing]: ORDER_OF_KINDS.missing,
}

type Compare = (a: number, b: number) => number

/** The first `limit` rows by the keys; ties: the newest first, then by id. */
export function sortRows(table: Table, rows: ArrayLike<number>, keys: readonly SortKey[], limit: number): number[] {
  const compares = keys.map(key => compareBy(table, key))
  // Read only where something ties.
  const tie = lazy(() => byAge(table))
  return top(rows, limit, (a, b) => {
    for (const compare of compares) {
      const order = compare(a, b)
      if (order !== 0) return order
    }
    return tie()(a, b)
  })
}

function compareBy(table: Table, {path, descending}: SortKey): Compare {
  const sign = descending ? -1 : 1
  if (path === 'created') return byNumber(table.created(), sign)
  const column = table.column(path)
  return column ? byCell(column, sign) : () => 0
}

function byCell(column: Column, sign: number): Compare {
  const {kind, num} = column
  const word = cached(column)
  const rank = (row: number) => {
    const k = kind[row]!
    return k === KIND.number && Number.isNaN(num[row]) ? ORDER_OF_KINDS.nan : RANKS[k]!
  }
  return (a, b) => {
    const x = num[a]!
    const y = num[b]!
    if (kind[a] === KIND.number && kind[b] === KIND.number) {
      if (x < y) return -sign
      if (x > y) return sign
    }
    const kinds = rank(a) - rank(b)
    if (kinds !== 0) return kinds
    if (kind[a] === KIND.bool) return sign * (x - y)
    return isWord(kind[a]!) ? sign * order(word(x), word(y)) : 0
  }
}

const isWord = (kind: number) => kind === KIND.text || kind === KIND.list || kind === KIND.other

function byNumber(values: Float64Array, sign: number): Compare {
  return (a, b) => {
    const x = values[a]!
    const y = values[b]!
    if (x < y) return -sign
    if (x > y) return sign
    return Number(Number.isNaN(x)) - Number(Number.isNaN(y))
  }
}

/** Newest first, then by id. */
function byAge(table: Table): Compare {
  const age = byNumber(table.created(), -1)
  const ids = table.column('id')
  return (a, b) => age(a, b) || (ids ? order(ids.word(ids.num[a]!), ids.word(ids.num[b]!)) : a - b)
}

function cached(column: Column): (code: number) => string {
  const words = new Map<number, string>()
  return code => getOrMake(words, code, () => column.word(code))
}

const order = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
