import {ExpError} from '../base/errors'
import {getOrMake} from '../base/lazy'
import {plural, shellWord} from '../base/text'
import {readHead} from '../ledger/head'
import {liveRows, type Table} from '../model/columns'
import {hintedRemote} from '../model/refs'
import type {LedgerSettings} from '../model/settings'
import type {Summary} from '../model/summary'
import type {GitRemotes} from '../ports/git-remotes'
import type {GitRepository} from '../ports/git-repository'
import {pickColumns} from '../query/columns'
import {sortRows} from '../query/sort'
import {type CodeOfRun, type Content, codeOfRuns, contentsAt} from './code-columns'
import {pathsFromTop} from './code-paths'
import {noCommit, type Revision, revisionOf, runsNamedBy} from './code-revision'
import {type IndexPorts, indexAt} from './run-index'

export type CodePorts = IndexPorts & {
  readonly ref: string
  readonly repository: Pick<GitRepository, 'facts'>
  readonly remotes: Pick<GitRemotes, 'names'>
}

export interface CodeInput {
  /** A commit, a branch or a range; undefined: HEAD. */
  readonly revision: string | undefined
  /** As typed. */
  readonly paths: readonly string[]
  /** 0 is all. */
  readonly limit: number
}

/**
 * Why a run is listed, the surest first: it ran this commit, or this commit and changes; a commit names it (`Exp-Run:`); its files are the
 * same; it was recorded on a branch of this name.
 */
export const MATCHES = ['commit', 'changes', 'trailer', 'files', 'branch'] as const
export type Match = (typeof MATCHES)[number]

export interface CodeRuns {
  readonly runs: readonly (Summary & {readonly match: Match})[]
  /** Runs that match, shown or not. */
  readonly total: number
  readonly columns: readonly string[]
  readonly missing: readonly never[]
  readonly settings: LedgerSettings
  readonly hints: readonly string[]
}

/** Runs made from some code. Throws COMMIT_NOT_FOUND, FILE_NOT_FOUND where the commits hold nothing at the paths, USAGE. */
export async function codeRuns(ports: CodePorts, input: CodeInput): Promise<CodeRuns> {
  const head = await readHead(ports.objects, ports.ref)
  const paths = pathsFromTop(input.paths, ports.repository.facts.prefix)
  const [{table}, revision] = await Promise.all([
    indexAt(ports, head),
    revisionOf(ports.objects, input.revision ?? 'HEAD'),
  ])
  const codes = codeOfRuns(table, liveRows(table))
  const asked = await askedOf(ports, revision, paths)
  const ran = await contentsAt(
    ports.objects,
    codes.flatMap(code => (needsLook(code, paths) ? [code.ran!] : [])),
    paths,
  )
  const matches = new Map<number, Match>()
  for (const code of codes) {
    const match = matchOf(code, asked, contentOf(code, ran, paths), table)
    if (match) matches.set(code.row, match)
  }
  if (revision.commits.size === 0 && matches.size === 0) throw nothing(revision, input.paths)
  const rows = inOrder(table, matches, input.limit)
  return {
    runs: rows.map(row => ({...(table.document(row) as unknown as Summary), match: matches.get(row)!})),
    total: matches.size,
    columns: withMatch(pickColumns(table, rows, head.settings.primary_metric)),
    missing: [],
    settings: head.settings,
    hints: hintsOf(ports, {revision, paths, codes, ran, matches}),
  }
}

interface Asked {
  readonly revision: Revision
  readonly paths: readonly string[]
  /** Keys of what the commits hold. */
  readonly contents: ReadonlySet<string>
  readonly named: ReadonlySet<string>
  /** Whether one of the commits begins so. */
  readonly begins: (short: string) => boolean
}

async function askedOf({objects}: CodePorts, revision: Revision, paths: readonly string[]): Promise<Asked> {
  const {commits} = revision
  const held = await contentsAt(objects, commits.keys(), paths)
  const there = [...held.values()].filter(({empty}) => !empty)
  if (commits.size > 0 && there.length === 0) {
    const what = paths.map(path => `'${path}'`).join(', ')
    throw new ExpError('FILE_NOT_FOUND', `${revision.said} holds no ${what}`, {
      hints: [`git log --oneline --all -- ${paths.map(shellWord).join(' ')}`],
      data: {paths, revision: revision.said},
    })
  }
  return {
    revision,
    paths,
    contents: new Set(there.map(({key}) => key)),
    named: new Set(runsNamedBy(commits.values()).keys()),
    begins: beginnings([...commits.keys()]),
  }
}

/** Records have many short commits, of few lengths. */
function beginnings(commits: readonly string[]): Asked['begins'] {
  const byLength = new Map<number, Set<string>>()
  return short =>
    getOrMake(byLength, short.length, () => new Set(commits.map(each => each.slice(0, short.length)))).has(short)
}

/** What the record says of its tree is as good as a look. */
const needsLook = ({ran, tree}: CodeOfRun, paths: readonly string[]) =>
  ran !== undefined && (paths.length > 0 || tree === undefined)

function contentOf(
  {ran, tree, unkept}: CodeOfRun,
  contents: ReadonlyMap<string, Content>,
  paths: readonly string[],
): string | undefined {
  if (unkept || ran === undefined) return undefined
  return paths.length === 0 && tree !== undefined ? tree : contents.get(ran)?.key
}

function matchOf(code: CodeOfRun, asked: Asked, content: string | undefined, table: Table): Match | undefined {
  const same = content !== undefined && asked.contents.has(content)
  const other = content !== undefined && asked.contents.size > 0 && !same
  if (isAsked(code.commit, asked) || isAsked(code.ran, asked)) {
    if (asked.paths.length > 0 && other) return undefined
    const whole = asked.paths.length === 0 && same
    const ranIt = !code.unkept && isAsked(code.ran, asked)
    return code.changed && !whole && !ranIt ? 'changes' : 'commit'
  }
  if (asked.paths.length === 0 && asked.named.has(table.column('id')!.word(code.row))) return 'trailer'
  if (same) return 'files'
  return asked.paths.length === 0 && isBranch(code.branch, asked.revision) ? 'branch' : undefined
}

/** A record may have a short commit; where the commit is not here, a word of hex is what records say. */
function isAsked(commit: string | undefined, {revision, begins}: Asked): boolean {
  if (commit === undefined) return false
  if (revision.commits.has(commit)) return true
  if (revision.commits.size > 0) return commit.length < 40 && begins(commit)
  const said = revision.said.toLowerCase()
  return /^[0-9a-f]{7,64}$/.test(said) && (commit.startsWith(said) || said.startsWith(commit))
}

/** A branch that is gone, or was moved, is known by its name. */
function isBranch(branch: string | undefined, {kind, said, commits}: Revision): boolean {
  if (branch === undefined || kind === 'range' || (kind === 'commit' && commits.size > 0)) return false
  const name = said.replace(/^refs\//, '').replace(/^heads\//, '')
  return branch === name || (kind === 'branch' && branch === name.replace(/^(?:remotes\/)?[^/]+\//, ''))
}

/** By why they match, then the newest first. */
function inOrder(table: Table, matches: ReadonlyMap<number, Match>, limit: number): number[] {
  const sorted = sortRows(table, [...matches.keys()], [{path: 'created', descending: true}], matches.size)
  const ranked = MATCHES.flatMap(match => sorted.filter(row => matches.get(row) === match))
  return limit === 0 ? ranked : ranked.slice(0, limit)
}

/** Behind what the run is called. */
const withMatch = ([id, name, ...rest]: readonly string[]) => [id!, name!, 'match', ...rest]

function nothing({said}: Revision, paths: readonly string[]): ExpError {
  const isPath = paths.length === 0 && /[/.]/.test(said)
  return noCommit(said, isPath ? [`a file? git exp code -- ${shellWord(said)}`] : [])
}

interface Looked {
  readonly revision: Revision
  readonly paths: readonly string[]
  readonly codes: readonly CodeOfRun[]
  readonly ran: ReadonlyMap<string, Content>
  readonly matches: ReadonlyMap<number, Match>
}

function hintsOf({remotes}: CodePorts, {revision, paths, codes, ran, matches}: Looked): string[] {
  const others = codes.filter(({row}) => !matches.has(row))
  const absent = others.filter(code => needsLook(code, paths) && !ran.has(code.ran!)).length
  const unkept = paths.length === 0 ? 0 : others.filter(({unkept}) => unkept).length
  const remote = hintedRemote(remotes.names())
  const fetch = remote === undefined ? '' : `: git fetch ${shellWord(remote)} refs/exp/code`
  return [
    ...(revision.commits.size === 0
      ? [`${revision.said} is not in this repository; found by what the records say`]
      : []),
    ...(revision.cut
      ? [`only the newest ${revision.commits.size} commits were looked at; a range says which: A..B`]
      : []),
    ...(absent > 0
      ? [`the code of ${plural(absent, 'other run')} is not here, so its files were not compared${fetch}`]
      : []),
    ...(unkept > 0 ? [`${plural(unkept, 'other run')} ran with changes that were not kept`] : []),
  ]
}
