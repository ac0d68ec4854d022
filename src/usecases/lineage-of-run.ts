import {leaves} from '../base/json'
import {plural} from '../base/text'
import {readHead} from '../ledger/head'
import {resolveRun} from '../ledger/resolve'
import {linksOf, type Row, type Unknown} from '../lineage/links'
import {type Direction, type Reach, type Walk, walk} from '../lineage/walk'
import type {Table} from '../model/columns'
import type {Tie} from '../model/lineage'
import type {Summary} from '../model/summary'
import type {Recorded} from '../ports/recorded'
import {pickColumns} from '../query/columns'
import {type FilesRead, filesRead} from './files-read'
import {type IndexPorts, indexAt} from './run-index'

export type LineagePorts = IndexPorts & {readonly ref: string; readonly recorded: Recorded}

export interface LineageInput extends Reach {
  readonly run: string
  readonly directions: readonly Direction[]
}

export interface LineageRun extends Pick<Summary, 'id' | 'name' | 'status' | 'created'> {
  readonly metric?: number
  readonly superseded_by?: string
  readonly corrected?: number
}

/** `from` came from `to`. */
export interface LineageEdge {
  readonly from: string
  readonly to: string
  readonly ties: readonly Tie[]
  readonly files?: FilesRead
  readonly others?: number
}

export interface Lineage {
  readonly root: Row
  readonly walks: readonly Walk[]
  readonly runs: ReadonlyMap<Row, LineageRun>
  /** What was read, by the rows of the reader and of the maker. */
  readonly files: ReadonlyMap<string, FilesRead>
  /** The path of the metric that is told of each run. */
  readonly metric: string | undefined
  readonly hints: readonly string[]
}

/** Where a run came from and what came of it. Throws RUN_NOT_FOUND, RUN_AMBIGUOUS. */
export async function lineageOfRun(ports: LineagePorts, input: LineageInput): Promise<Lineage> {
  const head = await readHead(ports.objects, ports.ref)
  const index = await indexAt(ports, head)
  const {table} = index
  const {id, hint} = resolveRun(input.run, index, ports.recorded.newest())
  const root = index.row(id)!
  const links = linksOf(table)
  const walks = input.directions.map(direction => walk(links, root, direction, input))
  const rows = [...new Set([root, ...walks.flatMap(({steps}) => steps.map(({row}) => row))])]
  const {primary_metric} = head.settings
  const metric = pickColumns(table, rows, primary_metric).find(path => path.startsWith('metrics.'))
  const runs = new Map(rows.map(row => [row, runOf(table, row, metric)] as const))
  return {
    root,
    walks,
    runs,
    files: await filesRead(ports, head.tip, table, readings(walks)),
    metric,
    hints: [...(hint ? [hint] : []), ...leftOut(walks)],
  }
}

function runOf(table: Table, row: Row, path: string | undefined): LineageRun {
  const {id, name, status, created, metrics, lineage} = table.document(row) as unknown as Summary
  const values = path === undefined ? [] : [...leaves(metrics, 'metrics')].filter(([each]) => each === path)
  const [metric] = values.map(([, value]) => value).filter(value => typeof value === 'number')
  return {
    id,
    name,
    status,
    created,
    ...(metric !== undefined && {metric}),
    ...(lineage?.superseded_by !== undefined && {superseded_by: lineage.superseded_by}),
    ...(lineage?.corrected !== undefined && {corrected: lineage.corrected}),
  }
}

const readings = (walks: readonly Walk[]) =>
  walks.flatMap(({direction, steps}) =>
    steps.flatMap(({at, row, ties}): [reader: Row, maker: Row][] =>
      ties.includes('input') ? [direction === 'up' ? [at, row] : [row, at]] : [],
    ),
  )

function leftOut(walks: readonly Walk[]): string[] {
  const count = walks.reduce((sum, {more}) => sum + [...more.values()].reduce((a, b) => a + b, 0), 0)
  return count === 0 ? [] : [`${plural(count, 'run')} left out; --depth 0 --limit 0 shows all`]
}

/** The same as plain data. */
export function lineageData({root, walks, runs, files, metric}: Lineage) {
  const id = (row: Row) => runs.get(row)!.id
  const edges = walks.flatMap(({direction, steps}) =>
    steps.map(({at, row, ties, others}): LineageEdge => {
      const [from, to] = direction === 'up' ? [at, row] : [row, at]
      const read = files.get(`${from} ${to}`)
      return {
        from: id(from),
        to: id(to),
        ties,
        ...(read && {files: read}),
        ...(others !== undefined && {others}),
      }
    }),
  )
  const distinct = new Map(edges.map(edge => [`${edge.from} ${edge.to}`, edge]))
  return {
    run: id(root),
    ...(metric !== undefined && {metric}),
    runs: [...runs.values()],
    edges: [...distinct.values()],
    unknown: walks.flatMap(({unknown}) => [...unknown].flatMap(([row, said]) => said.map(strangerOf(id(row))))),
    more: walks.flatMap(({direction, more}) => [...more].map(([row, count]) => ({run: id(row), direction, count}))),
  }
}

const strangerOf =
  (run: string) =>
  ({tie, said, candidates}: Unknown) => ({run, tie, said, candidates})
