import type {Table} from './bytes/table'
import {Curves, pointOf} from './curves'
import type {FileSays, Source} from './says'
import type {Named} from './splits'
import {unreadable} from './unreadable'

export interface Columns {
  /** Which column counts. */
  readonly step: string
  /** undefined: this column is no metric. */
  readonly name: (column: string) => Named | undefined
}

/** The curves of a table that has a row for each step or epoch. */
export function tableSays(source: Source, table: Table, {step, name}: Columns): FileSays {
  const counter = table.header.indexOf(step)
  if (counter < 0) unreadable(`has no column "${step}"`)
  const epochs = table.header.indexOf('epoch')
  const names = table.header.map(column => (column === step || column === 'epoch' ? undefined : name(column)))
  const curves = new Curves()
  for (const row of table.rows) {
    const at = row[counter]
    if (at === undefined || !Number.isFinite(at)) continue
    const epoch = row[epochs]
    row.forEach((value, column) => {
      const named = names[column]
      if (named && value !== undefined) curves.add(pointOf(named, value, at, epoch))
    })
  }
  return {source, points: curves.points(), notes: [...table.notes, ...curves.notes()]}
}
