import {unreadable} from '../unreadable'
import {type Py, PyDict, PyObject} from './python-values'

/** The stack, the marks, the memo, and the bytes yet to be read. */
export class PickleMachine {
  at = 0
  readonly memo = new Map<number, Py>()
  readonly #stack: Py[] = []
  readonly #marks: number[] = []
  readonly #view: DataView

  constructor(readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  }

  take(size: number): Uint8Array {
    if (!(size >= 0 && size <= this.bytes.length - this.at)) unreadable('ends too early')
    this.at += size
    return this.bytes.subarray(this.at - size, this.at)
  }

  byte(): number {
    return this.take(1)[0]!
  }

  /** Little-endian. */
  unsigned(size: 1 | 2 | 4 | 8): number {
    this.take(size)
    const at = this.at - size
    if (size === 8) return this.#view.getUint32(at, true) + this.#view.getUint32(at + 4, true) * 2 ** 32
    return size === 4 ? this.#view.getUint32(at, true) : size === 2 ? this.#view.getUint16(at, true) : this.bytes[at]!
  }

  signed(): number {
    return this.unsigned(4) | 0
  }

  float(): number {
    this.take(8)
    return this.#view.getFloat64(this.at - 8)
  }

  text(size: number, encoding: 'utf8' | 'latin1' = 'utf8'): string {
    return Buffer.from(this.take(size)).toString(encoding)
  }

  line(): string {
    const end = this.bytes.indexOf(10, this.at)
    const text = this.text(end < 0 ? Number.NaN : end - this.at, 'latin1')
    this.at++
    return text
  }

  push(value: Py): void {
    this.#stack.push(value)
  }

  pop(): Py {
    const value = this.#stack.length > this.#floor() ? this.#stack.pop() : undefined
    return value === undefined ? unreadable('takes from an empty stack') : value
  }

  top(): Py {
    const value = this.pop()
    this.push(value)
    return value
  }

  mark(): void {
    this.#marks.push(this.#stack.length)
  }

  popToMark(): Py[] {
    const mark = this.#marks.pop()
    return mark === undefined ? unreadable('has no mark where it needs one') : this.#stack.splice(mark)
  }

  recall(key: number): void {
    const value = this.memo.get(key)
    this.push(value === undefined ? unreadable(`recalls what it never kept (${key})`) : value)
  }

  append(values: readonly Py[]): void {
    const to = this.top()
    const list = Array.isArray(to) ? to : to instanceof PyObject ? to.list : unreadable('appends to what is no list')
    for (const value of values) list.push(value)
  }

  setItems(flat: readonly Py[]): void {
    const to = this.top()
    const dict =
      to instanceof PyDict ? to : to instanceof PyObject ? to.dict : unreadable('sets items of what has none')
    if (flat.length % 2 !== 0) unreadable('sets a key without a value')
    for (let i = 0; i < flat.length; i += 2) dict.items.push([flat[i]!, flat[i + 1]!])
  }

  build(): void {
    const state = this.pop()
    const object = this.top()
    if (object instanceof PyObject) object.state = state
  }

  #floor(): number {
    return this.#marks.at(-1) ?? 0
  }
}
