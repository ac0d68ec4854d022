import type {Oid} from '../../model/ids'
import type {GitObject, ObjectType} from '../../ports/git-objects'

/** Cuts the stream of `cat-file --batch` into answers; `undefined` while the next one has not arrived whole. */
export class BatchReader {
  #chunks: Buffer[] = []
  #length = 0

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#length += chunk.length
  }

  next(): {object: GitObject | undefined} | undefined {
    const first = this.#chunks[0]
    if (!first) return undefined
    let end = first.indexOf(10)
    if (end < 0) {
      if (this.#chunks.length === 1) return undefined
      end = this.#join().indexOf(10)
      if (end < 0) return undefined
    }
    const line = this.#chunks[0]!.toString('utf8', 0, end)
    const header = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)$/.exec(line)
    if (!header) {
      this.#drop(end + 1)
      return {object: undefined}
    }
    const size = Number(header[3])
    const total = end + 1 + size + 1
    if (this.#length < total) return undefined
    const bytes = this.#join(total).subarray(end + 1, end + 1 + size)
    const object = {oid: header[1] as Oid, type: header[2] as ObjectType, bytes}
    this.#drop(total)
    return {object}
  }

  #join(atLeast = this.#length): Buffer {
    if (this.#chunks.length > 1 && this.#chunks[0]!.length < atLeast) this.#chunks = [Buffer.concat(this.#chunks)]
    return this.#chunks[0]!
  }

  #drop(count: number): void {
    const first = this.#chunks[0]!
    this.#length -= count
    if (first.length === count) this.#chunks.shift()
    else this.#chunks[0] = first.subarray(count)
  }
}
