import type {Json} from '../base/json'

/** A line and a column, both from 1; columns count UTF-16 units. */
export interface Place {
  readonly line: number
  readonly column: number
}

/** A document of a file, which may still be no object. */
export interface ReadDocument {
  readonly value: Json
  readonly start: Place
  /** Where the key or item that the path names begins in the file; its nearest ancestor where it is not there. */
  place(path: readonly string[]): Promise<Place>
}

/** `/metrics/dev~1f1` → ['metrics', 'dev/f1'] */
export function pathOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map(part => part.replaceAll('~1', '/').replaceAll('~0', '~'))
}
