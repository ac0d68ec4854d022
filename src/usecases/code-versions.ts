import {plural, shellWord} from '../base/text'
import {readHead} from '../ledger/head'
import {liveRows, type Table} from '../model/columns'
import type {Summary} from '../model/summary'
import type {Clock} from '../ports/world'
import {sortRows} from '../query/sort'
import {type CodeOfRun, type Content, codeOfRuns, contentsAt} from './code-columns'
import type {CodePorts} from './code-of-runs'
import {pathsFromTop} from './code-paths'
import {indexAt} from './run-index'
import {type TimesSaid, timeRange} from './time-range'

export interface VersionsInput extends TimesSaid {
  /** As typed, at least one. */
  readonly paths: readonly string[]
  /** 0 is all. */
  readonly limit: number
}

/** What lay at the paths when some runs ran. */
export interface CodeVersion {
  /** From the top of the repository; no oid: nothing lies there. */
  readonly files: readonly {readonly path: string; readonly oid?: string}[]
  /** How many runs had it. */
  readonly runs: number
  readonly first: VersionRun
  readonly last: VersionRun
}

export interface VersionRun extends Pick<Summary, 'id' | 'name' | 'created'> {
  /** What ran: the snapshot, else the commit. */
  readonly code: string
}

export interface CodeVersions {
  readonly versions: readonly CodeVersion[]
  readonly total: number
  readonly hints: readonly string[]
}

/**
 * Each version that files had in the code of runs, once, by the first run that had it, the newest first. Runs go back and forth between
 * branches; the versions do not.
 */
export async function codeVersions(
  ports: CodePorts & {readonly clock: Clock},
  input: VersionsInput,
): Promise<CodeVersions> {
  const range = await timeRange(input, ports.clock, 'log')
  const head = await readHead(ports.objects, ports.ref)
  const paths = pathsFromTop(input.paths, ports.repository.facts.prefix)
  const {table} = await indexAt(ports, head)
  const created = table.created()
  const rows = liveRows(table).filter(row => !range || (created[row]! >= range.from && created[row]! <= range.to))
  const codes = codeOfRuns(table, sortRows(table, rows, [{path: 'created', descending: false}], rows.length))
  const contents = await contentsAt(
    ports.objects,
    codes.flatMap(({ran}) => ran ?? []),
    paths,
  )
  const versions = versionsOf(table, codes, contents, paths)
  const shown = input.limit === 0 ? versions : versions.slice(0, input.limit)
  return {
    versions: shown,
    total: versions.length,
    hints: [...(range?.hints ?? []), ...lacking(codes, contents), ...whichRuns(shown, input.paths)],
  }
}

function versionsOf(
  table: Table,
  codes: readonly CodeOfRun[],
  contents: ReadonlyMap<string, Content>,
  paths: readonly string[],
): CodeVersion[] {
  const found = new Map<string, {content: Content; codes: CodeOfRun[]}>()
  for (const code of codes) {
    const content = code.ran === undefined || code.unkept ? undefined : contents.get(code.ran)
    if (!content || content.empty) continue
    const version = found.get(content.key)
    if (version) version.codes.push(code)
    else found.set(content.key, {content, codes: [code]})
  }
  return [...found.values()].reverse().map(({content, codes}) => ({
    files: paths.map((path, i) => ({path, ...(content.oids[i] !== undefined && {oid: content.oids[i]})})),
    runs: codes.length,
    first: versionRun(table, codes[0]!),
    last: versionRun(table, codes.at(-1)!),
  }))
}

function versionRun(table: Table, {row, ran}: CodeOfRun): VersionRun {
  const {id, name, created} = table.document(row) as unknown as Summary
  return {id, name, created, code: ran!}
}

function lacking(codes: readonly CodeOfRun[], contents: ReadonlyMap<string, Content>): string[] {
  const unkept = codes.filter(code => code.unkept).length
  const absent = codes.filter(({ran, unkept}) => !unkept && ran !== undefined && !contents.has(ran)).length
  const none = codes.filter(({ran}) => ran === undefined).length
  return [
    ...(absent > 0 ? [`the code of ${plural(absent, 'run')} is not here`] : []),
    ...(unkept > 0 ? [`${plural(unkept, 'run')} ran with changes that were not kept`] : []),
    ...(none > 0 ? [`${plural(none, 'run')} without a commit`] : []),
  ]
}

function whichRuns([newest]: readonly CodeVersion[], paths: readonly string[]): string[] {
  if (!newest) return []
  return [`the runs of one: git exp code ${newest.first.code.slice(0, 12)} -- ${paths.map(shellWord).join(' ')}`]
}
