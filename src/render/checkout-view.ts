import {safe, shellWord} from '../base/text'
import {formatBytes} from '../base/units'
import {block, linesOf, TITLE_WIDTH, wrapped} from './card'
import {type Style, styleOf} from './color'
import {renderTable} from './table'
import {shortHash} from './value-text'

/** A run that was checked out, or could be, and what it needs. */
export interface CheckoutView {
  readonly id: string
  readonly name: string
  readonly folder: string
  readonly state: 'made' | 'there' | 'planned'
  readonly kind: 'worktree' | 'clone'
  readonly code: {
    readonly branch?: string
    readonly checkedOut: {readonly commit: string; readonly tree: string; readonly how: 'exact' | 'assumed' | 'base'}
  }
  readonly command?: {readonly argv: readonly string[]; readonly folder: string}
  readonly vars: Readonly<Record<string, string>>
  readonly seed?: number | string
  readonly data: readonly DataRow[]
  readonly artifacts: readonly LaidRow[]
  readonly environment: {
    readonly python?: string
    readonly ways: readonly {readonly tool: string; readonly commands: readonly string[]}[]
    readonly notes: readonly string[]
  }
  readonly notes: readonly string[]
}

interface DataRow {
  readonly role: string
  readonly path?: string
  readonly file?: string
  readonly uri?: string
  readonly digest?: string
  readonly revision?: string
  readonly state: string
  readonly place?: string
  readonly at?: string
  readonly found?: {readonly digest?: string; readonly bytes?: number; readonly files?: number}
  readonly linked?: boolean
  readonly copied?: boolean
  readonly fetched?: string
  readonly failed?: {readonly code: string}
  readonly problem?: string
}

interface LaidRow {
  readonly path: string
  readonly role?: string
  readonly size?: number
  readonly state: string
  readonly at?: string
  readonly other?: true
  readonly redacted?: true
  readonly problem?: string
}

export interface CheckoutOptions {
  readonly color: boolean
  /** Columns of the terminal; Infinity: nothing is cut or broken. */
  readonly width: number
}

/** The card of a checkout: where it is, what of it is as it was, and what to type next. */
export function renderCheckout(view: CheckoutView, {color, width}: CheckoutOptions): string {
  const style = styleOf(color)
  const {environment, notes} = view
  const room = Math.max(40, width - TITLE_WIDTH)
  const ways = environment.ways.flatMap(({tool, commands}) =>
    commands.map((each, i) => [{text: i === 0 ? tool : ''}, {text: safe(each)}]),
  )
  const dataRows = view.data.map(row => dataCells(row, style))
  const artifactRows = view.artifacts.map(row => laidCells(row, style))
  return [
    `${style.bold(safe(view.name))}  ${style.dim(view.id)}\n\n`,
    block('folder', [`${safe(view.folder)}  ${style.dim(STATES[view.state](view.kind))}`], style),
    block('code', [codeLine(view), ...wrapped(notes.map(safe), width).map(style.yellow)], style),
    block('data', rows(dataRows, room), style),
    block('artifacts', rows(artifactRows, room), style),
    block('seed', view.seed === undefined ? [] : [safe(String(view.seed))], style),
    block('command', view.command ? [commandLine(view, view.command)] : [], style),
    block(
      'environment',
      [...rows(ways, Number.POSITIVE_INFINITY), ...wrapped(environment.notes.map(safe), width)],
      style,
    ),
  ].join('')
}

const STATES: Readonly<Record<CheckoutView['state'], (kind: string) => string>> = {
  made: kind => `(${kind})`,
  there: kind => `(${kind}, was there already)`,
  planned: kind => `(${kind}, not made: a dry run)`,
}

const HOW = {exact: 'as recorded', assumed: 'not in the record', base: 'not what ran'} as const

function codeLine({code: {branch, checkedOut}}: CheckoutView): string {
  const {commit, tree, how} = checkedOut
  return `${shortHash(commit)}${branch === undefined ? '' : ` of ${safe(branch)}`}, tree ${shortHash(tree)} ${HOW[how]}`
}

/** As a shell takes it; what is no name of a variable is left out. */
function commandLine(
  {folder, vars}: CheckoutView,
  {argv, folder: below}: NonNullable<CheckoutView['command']>,
): string {
  const set = Object.entries(vars).flatMap(([name, value]) =>
    /^[A-Za-z_]\w*$/.test(name) ? [`${name}=${shellWord(value)}`] : [],
  )
  const place = below === '' ? folder : `${folder}/${below}`
  return safe(`cd ${shellWord(place)} && ${[...set, ...argv.map(shellWord)].join(' ')}`)
}

type Cells = {readonly text: string; readonly mark?: (text: string) => string}[]

const rows = (cells: readonly Cells[], width: number) => {
  const columns = Array.from({length: Math.max(0, ...cells.map(row => row.length))}, (_, i) => ({
    label: '',
    priority: i === 0 ? 9 : 8 - i,
    min: 12,
  }))
  return linesOf(renderTable(columns, cells, {width}).text)
}

function dataCells(row: DataRow, style: Style): Cells {
  const bad = row.state === 'changed' || row.state === 'missing' || row.state === 'refused' || row.state === 'unread'
  return [
    {text: safe(row.role)},
    {text: safe(row.path ?? row.file ?? row.uri ?? '')},
    {text: stateText(row), mark: bad ? style.red : row.state === 'same' ? style.green : style.yellow},
    {text: placeText(row)},
  ]
}

const DATA: Readonly<Record<string, string>> = {
  same: 'same',
  unpinned: 'here; no digest is recorded',
  code: 'in the code',
  missing: 'not here',
  address: 'elsewhere',
}

function stateText({state, digest, found, problem}: DataRow): string {
  if (state === 'refused' || state === 'unread') return safe(problem ?? '')
  if (state !== 'changed') return DATA[state] ?? state
  if (found?.digest !== undefined) return `changed: ${shortHex(found.digest)}, was ${shortHex(digest ?? '')}`
  return `changed: ${found?.files ?? 0} files`
}

const shortHex = (digest: string) => shortHash(digest).replace(/^sha256:/, '')

const KEPT: Readonly<Record<string, string>> = {
  store: 'in the store',
  ledger: 'on the ledger',
  hub: "in the hub's cache",
}

function placeText({place, at, revision, linked, copied, fetched, failed}: DataRow): string {
  const [where, taken] = [safe(at ?? ''), 'something stands there']
  if (linked !== undefined) return linked ? `linked to ${where}` : `could not be linked: ${taken}`
  if (copied !== undefined) return copied ? `copied from ${where}` : `could not be copied: ${taken}`
  if (fetched !== undefined) return `fetched from ${safe(fetched)}`
  if (failed !== undefined) return 'could not be brought'
  if (place === 'checkout') return 'in the checkout'
  const kept = KEPT[place ?? '']
  if (kept !== undefined) return place === 'hub' ? `${kept}: ${where}` : kept
  return safe(at ?? revision ?? '')
}

function laidCells(row: LaidRow, style: Style): Cells {
  const marks = [row.other && 'the code has another', row.redacted && 'a secret was taken out'].filter(Boolean)
  return [
    {text: safe(row.path)},
    {text: safe(row.role ?? '')},
    {text: row.size === undefined ? '' : formatBytes(row.size)},
    {text: [laidText(row), ...marks].join('; '), ...(row.state === 'refused' && {mark: style.red})},
  ]
}

function laidText({state, at, problem}: LaidRow): string {
  if (state === 'laid') return safe(at ?? '')
  if (state === 'tree') return 'in the code'
  if (state === 'kept') return 'in the store'
  return state === 'refused' ? safe(problem ?? '') : 'not here'
}

/** Checkouts, one a line. */
export function renderCheckouts(
  checkouts: readonly {
    readonly folder: string
    readonly run: string
    readonly name: string
    readonly kind: string
    readonly unfinished?: string
    readonly holds: string
  }[],
  {color, width}: CheckoutOptions,
): string {
  const style = styleOf(color)
  const columns = [
    {label: 'folder', priority: 9, min: 20},
    {label: 'run', priority: 7},
    {label: 'name', priority: 6},
    {label: 'kind', priority: 1},
    {label: 'holds', priority: 5, min: 16},
  ]
  const cells = checkouts.map(({folder, run, name, kind, unfinished, holds}) => [
    {text: safe(folder)},
    {text: safe(run)},
    {text: safe(name)},
    {text: kind},
    {text: unfinished ?? safe(holds)},
  ])
  return renderTable(columns, cells, {width, header: style.dim}).text
}
