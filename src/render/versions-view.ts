import {plural} from '../base/text'
import {styleOf} from './color'
import {formatAge} from './numbers'
import {renderTable} from './table'
import {shortHash, valueText} from './value-text'

/** What lay at some paths when runs ran; the answer of the use case `codeVersions` holds such. */
export interface VersionView {
  readonly files: readonly {readonly path: string; readonly oid?: string}[]
  readonly runs: number
  readonly first: {readonly id: string; readonly name: string; readonly created: string; readonly code: string}
  readonly last: {readonly created: string}
}

/** A line for each version: which, how many runs had it, the first of them and its commit, from when till when. */
export function renderVersions(
  {versions, total}: {readonly versions: readonly VersionView[]; readonly total: number},
  {color, width, now}: {readonly color: boolean; readonly width: number; readonly now: number},
): string {
  const style = styleOf(color)
  if (versions.length === 0) return `${style.dim('no run is known to have had it')}\n`
  const rows = versions.map(({files, runs, first, last}) => [
    {text: files.map(({oid}) => (oid === undefined ? '-' : shortHash(valueText(oid)))).join(' '), mark: style.yellow},
    {text: String(runs)},
    {text: valueText(first.id), mark: style.cyan},
    {text: valueText(first.name), mark: style.bold},
    {text: shortHash(valueText(first.code))},
    {text: valueText(formatAge(first.created, now)), mark: style.dim},
    {text: runs === 1 ? '' : valueText(formatAge(last.created, now)), mark: style.dim},
  ])
  const columns = [
    {label: 'version', priority: 6, min: 12},
    {label: 'runs', align: 'right' as const, priority: 5},
    {label: 'first run', priority: 4, min: 12},
    {label: 'name', priority: 3, min: 16},
    {label: 'code', priority: 2, min: 12},
    {label: 'from', priority: 3},
    {label: 'to', priority: 1},
  ]
  const {text, hidden} = renderTable(columns, rows, {width, header: style.dim})
  const notes = [
    ...(versions.length < total
      ? [`${versions.length} of ${plural(total, 'version')} shown; --limit 0 shows all`]
      : []),
    ...(hidden.length > 0 ? [`no room for ${hidden.join(', ')}`] : []),
  ]
  return text + notes.map(note => `${style.dim(note)}\n`).join('')
}
