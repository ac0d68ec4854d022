import type {Row} from '../../lineage/links'
import type {Walk} from '../../lineage/walk'

export interface LineageRunView {
  readonly id: string
  readonly name: string
  readonly status: string
  readonly created: string
  readonly metric?: number
  readonly superseded_by?: string
  readonly corrected?: number
}

/** Of what is read, what a reader is told. */
export interface FileView {
  readonly path?: string
  readonly role?: string
}

/** What is drawn; the answer of the use case `lineageOfRun` is one. */
export interface LineageView {
  readonly root: Row
  readonly walks: readonly Walk[]
  readonly runs: ReadonlyMap<Row, LineageRunView>
  /** By `<row of the reader> <row of the maker>`. */
  readonly files: ReadonlyMap<string, readonly FileView[]>
}
