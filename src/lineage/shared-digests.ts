import {parseJson} from '../base/json-text'
import type {Column} from '../model/columns'

/** Digests of a column by the code of their list; lists that have none are left out. */
export type DigestLists = ReadonlyMap<number, readonly string[]>

/**
 * Of two columns of digests what both may hold: a file that nobody read, and one that nobody made, ties no runs, and most are such. A digest that
 * is in both is never left out; one that is not, seldom kept. With 900,000 digests of 100,000 runs `git exp lineage` takes a third less than with maps of all.
 */
export function sharedDigests(
  read: Column | undefined,
  made: Column | undefined,
): {readonly read: DigestLists; readonly made: DigestLists} {
  if (!read || !made) return {read: new Map(), made: new Map()}
  const anyMade = new Marks()
  for (let code = 0; code < made.words; code++)
    eachDigest(made.word(code), (text, from, to) => anyMade.set(text, from, to))
  const wanted = new Marks()
  const readLists = kept(read, anyMade, wanted)
  return {read: readLists, made: kept(made, wanted)}
}

function kept(column: Column, other: Marks, own?: Marks): DigestLists {
  const lists = new Map<number, string[]>()
  for (let code = 0; code < column.words; code++) {
    eachDigest(column.word(code), (text, from, to) => {
      if (!other.has(text, from, to)) return
      own?.set(text, from, to)
      const digest = text.slice(from, to)
      const list = lists.get(code)
      if (list) list.push(digest)
      else lists.set(code, [digest])
    })
  }
  return lists
}

type Each = (text: string, from: number, to: number) => void

/** Goes along the texts of a JSON list as the index writes it, without parsing it. */
function eachDigest(list: string, each: Each): void {
  if (list.includes('\\')) {
    for (const text of parseJson(list) as readonly string[]) each(text, 0, text.length)
    return
  }
  for (let from = list.indexOf('"'); from >= 0; ) {
    const to = list.indexOf('"', from + 1)
    each(list, from + 1, to)
    from = list.indexOf('"', to + 1)
  }
}

/** A digest is as good as random, so its first digits say whether it may be there. */
const BITS = 24
const CHARACTERS = 8

class Marks {
  readonly #bits = new Uint32Array(2 ** (BITS - 5))

  set(text: string, from: number, to: number): void {
    const place = placeOf(text, from, to)
    this.#bits[place >>> 5]! |= 1 << (place & 31)
  }

  has(text: string, from: number, to: number): boolean {
    const place = placeOf(text, from, to)
    return (this.#bits[place >>> 5]! & (1 << (place & 31))) !== 0
  }
}

function placeOf(text: string, from: number, to: number): number {
  let hash = 0
  for (let i = from; i < to && i < from + CHARACTERS; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x9e3779b1)
  return (hash ^ (hash >>> 15)) >>> (32 - BITS)
}
