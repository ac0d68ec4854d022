import {isAscii} from 'node:buffer'
import {lazy} from '../../base/lazy'

/** The distinct texts of a column, sorted by code unit, so that a text is found without decoding them all. */
export interface Words {
  readonly count: number
  at(code: number): string
  /** The code of a text, or -1. */
  find(text: string): number
}

/** Words side by side: `offsets[i]` to `offsets[i + 1]` of the heap, in bytes of UTF-8. */
export interface WordHeap {
  readonly offsets: Uint32Array
  readonly heap: Uint8Array
}

export function encodeWords(sorted: readonly string[]): WordHeap {
  const text = sorted.join('')
  const heap = Buffer.from(text)
  const offsets = new Uint32Array(sorted.length + 1)
  const ascii = heap.length === text.length
  for (let i = 0; i < sorted.length; i++) {
    offsets[i + 1] = offsets[i]! + (ascii ? sorted[i]!.length : Buffer.byteLength(sorted[i]!))
  }
  return {offsets, heap}
}

/** Reads the heap when the first word is asked for. */
export function lazyWords(count: number, load: () => WordHeap): Words {
  const loaded = lazy(() => decodable(load()))
  const at = (code: number) => {
    const {offsets, slice} = loaded()
    return slice(offsets[code]!, offsets[code + 1]!)
  }
  return {count, at, find: text => search(count, at, text)}
}

/** A heap of ASCII is decoded once and then only cut, which is ten times faster than decoding word by word. */
function decodable({offsets, heap}: WordHeap): {offsets: Uint32Array; slice(from: number, to: number): string} {
  const bytes = Buffer.from(heap.buffer, heap.byteOffset, heap.length)
  if (!isAscii(bytes)) return {offsets, slice: (from, to) => bytes.toString('utf8', from, to)}
  const text = bytes.toString('latin1')
  return {offsets, slice: (from, to) => text.slice(from, to)}
}

function search(count: number, at: (code: number) => string, text: string): number {
  let low = 0
  let high = count - 1
  while (low <= high) {
    const middle = (low + high) >> 1
    const word = at(middle)
    if (word === text) return middle
    if (word < text) low = middle + 1
    else high = middle - 1
  }
  return -1
}
