import type {Json, JsonObject} from '../../base/json'
import {spellJson} from '../../base/json-text'
import {KIND} from '../../model/columns'
import {encodeWords, type WordHeap} from './words'

/** A column of one part of the table before it is written: only rows that have the field. */
export interface Cells {
  readonly rows: readonly number[]
  readonly kinds: readonly number[]
  /** Numbers, 0 or 1, or codes into `words`. */
  readonly nums: readonly number[]
  readonly words: WordHeap
  readonly wordCount: number
}

/** Collects the values of one field, row after row. */
export class CellCollector {
  readonly #rows: number[] = []
  readonly #kinds: number[] = []
  readonly #nums: number[] = []
  readonly #codes = new Map<string, number>()

  add(row: number, value: Json): void {
    // Two spellings of one path ({"a.b": 1, a: {b: 2}}): the first one stands.
    if (this.#rows.at(-1) === row) return
    const [kind, cell] = this.#cell(value)
    this.#rows.push(row)
    this.#kinds.push(kind)
    this.#nums.push(cell)
  }

  #cell(value: Json): [kind: number, cell: number] {
    switch (typeof value) {
      case 'number':
        return [KIND.number, value]
      case 'bigint':
        return [KIND.number, Number(value)]
      case 'boolean':
        return [KIND.bool, value ? 1 : 0]
      case 'string':
        return [KIND.text, this.#code(value)]
      default:
        if (value === null) return [KIND.null, 0]
        return [Array.isArray(value) ? KIND.list : KIND.other, this.#code(spellJson(value))]
    }
  }

  #code(word: string): number {
    const known = this.#codes.get(word)
    if (known !== undefined) return known
    const code = this.#codes.size
    this.#codes.set(word, code)
    return code
  }

  /** Codes are given anew, in the order of the words. */
  finish(): Cells {
    const sorted = [...this.#codes.keys()].sort()
    const renumbered = new Uint32Array(sorted.length)
    sorted.forEach((word, code) => {
      renumbered[this.#codes.get(word)!] = code
    })
    const coded = (kind: number) => kind === KIND.text || kind === KIND.list || kind === KIND.other
    const nums = this.#nums.map((num, i) => (coded(this.#kinds[i]!) ? renumbered[num]! : num))
    return {rows: this.#rows, kinds: this.#kinds, nums, words: encodeWords(sorted), wordCount: sorted.length}
  }
}

/** Calls `leaf` for each value of the document that is no object (or an empty one), with its dotted path. */
export function eachLeaf(document: JsonObject, leaf: (path: string, value: Json) => void, prefix = ''): void {
  for (const key of Object.keys(document)) {
    const value = document[key]!
    const path = prefix + key
    if (typeof value !== 'object' || value === null || Array.isArray(value)) leaf(path, value)
    else if (Object.keys(value).length === 0) leaf(path, value)
    else eachLeaf(value as JsonObject, leaf, `${path}.`)
  }
}
