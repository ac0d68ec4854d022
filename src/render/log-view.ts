import {safe} from '../base/text'
import {styleOf} from './color'
import {formatAge} from './numbers'
import {statusMark} from './status'
import {renderTable} from './table'

/** One change to the ledger, as `git exp log` prints it. */
export interface LogViewEntry {
  readonly commit: string
  readonly time: string
  readonly author: string
  readonly subject: string
  readonly run?: string
  readonly status?: string
}

const SHORT_COMMIT = 10

/** A line for each entry: commit, age, author, subject, the run and its status. */
export function renderLog(
  entries: readonly LogViewEntry[],
  {color, width, now}: {readonly color: boolean; readonly width: number; readonly now: number},
): string {
  const style = styleOf(color)
  const rows = entries.map(({commit, time, author, subject, run, status}) => [
    {text: safe(commit).slice(0, SHORT_COMMIT), mark: style.yellow},
    {text: safe(formatAge(time, now)), mark: style.dim},
    {text: safe(author)},
    {text: safe(subject)},
    {text: safe(run ?? ''), mark: style.cyan},
    {text: safe(status ?? ''), mark: statusMark(status ?? '', style)},
  ])
  const columns = [
    {label: 'commit', priority: 6, min: SHORT_COMMIT},
    {label: 'time', priority: 4},
    {label: 'author', priority: 1},
    {label: 'subject', priority: 5, min: 20},
    {label: 'run', priority: 3, min: 12},
    {label: 'status', priority: 2},
  ]
  return renderTable(columns, rows, {width}).text
}
