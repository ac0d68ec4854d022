import {at, type JsonObject} from '../base/json'
import {shellWord} from '../base/text'
import {
  type CommitRange,
  diffSource,
  type FileBytes,
  isDiffable,
  MAX_FILES,
  MAX_READ,
  type RanCode,
  type SourceCommit,
  type SourceDiff,
  sourceTotals,
} from '../compare/source/diff-source'
import {type TouchedFile, touchedFiles} from '../compare/source/touched-files'
import type {Oid} from '../model/ids'
import {hintedRemote} from '../model/refs'
import type {Commit, GitObjects} from '../ports/git-objects'
import type {GitRemotes} from '../ports/git-remotes'
import type {Shown} from './show-run'

export interface SourcePorts {
  readonly objects: GitObjects
  readonly remotes: Pick<GitRemotes, 'names'>
}

export interface SourceFound {
  readonly source: SourceDiff
  /** Commands that bring in what is not here. */
  readonly hints: readonly string[]
}

/** Commits of a side that are looked at. */
const MAX_COMMITS = 1_000
/** Bytes of all files together; the rest is named only. */
const MAX_BYTES = 64 * 1024 * 1024

/** What differs in the code that two runs ran; undefined where it is the same, or a record says nothing of it. Never throws for what is not here. */
export async function sourceOfRuns(ports: SourcePorts, before: Shown, after: Shown): Promise<SourceFound | undefined> {
  const [old, now] = [codeOf(before), codeOf(after)]
  if (!old || !now) return undefined
  const unkept = [old, now].flatMap(({unkept, of}) =>
    unkept ? [`${of} ran with changes to tracked files that were not kept`] : [],
  )
  if (old.ran === now.ran && old.commit === now.commit && unkept.length === 0) return undefined
  const names = [old.commit, now.commit, old.ran, now.ran]
  const found = await findCommits(ports.objects, names)
  const lost = [old, now].flatMap(code => missing(code, found))
  const [commits, trees] = [names.slice(0, 2), names.slice(2)].map(pair => pair.map(name => found.get(name)))
  // The files first: there is more to do with them.
  const [files, range] = await Promise.all([
    filesOf(ports.objects, trees![0], trees![1], old.tree !== undefined && old.tree === now.tree),
    rangeOf(ports.objects, commits![0], commits![1]),
  ])
  const problems = [...lost.map(({says}) => says), ...unkept, ...files.problems]
  return {
    source: {
      before: ranOf(old, found),
      after: ranOf(now, found),
      ...(range && {range}),
      ...files,
      problems,
    },
    hints: hintsFor(ports, lost),
  }
}

interface Code {
  readonly of: string
  readonly commit: string
  readonly ran: string
  readonly tree: string | undefined
  readonly repo: string | undefined
  /** It was dirty, and there is no snapshot. */
  readonly unkept: boolean
}

/** Names are hex ids alone: a record may hold any word, and `HEAD` would be somebody else's code. */
function codeOf({name, record}: Shown): Code | undefined {
  const text = (key: string) => textAt(record, 'code', key)
  const commit = text('commit')
  if (commit === undefined || !/^[0-9a-f]{7,64}$/.test(commit)) return undefined
  const snapshot = text('snapshot')
  const kept = snapshot !== undefined && /^[0-9a-f]{40,64}$/.test(snapshot) ? snapshot : undefined
  const unkept = at(record, 'code', 'dirty') === true && kept === undefined
  return {of: name, commit, ran: kept ?? commit, tree: text('tree'), repo: text('repo'), unkept}
}

function textAt(record: JsonObject, ...path: string[]): string | undefined {
  const value = at(record, ...path)
  return typeof value === 'string' ? value : undefined
}

async function findCommits(objects: GitObjects, names: readonly string[]): Promise<Map<string, Oid>> {
  const wanted = [...new Set(names)]
  const found = await objects.find(wanted.map(name => `${name}^{commit}`)).catch(() => [])
  return new Map(
    wanted.flatMap((name, i): [string, Oid][] => (found[i]?.type === 'commit' ? [[name, found[i].oid]] : [])),
  )
}

const ranOf = ({commit, ran}: Code, found: ReadonlyMap<string, Oid>): RanCode => ({
  commit: found.get(commit) ?? commit,
  ran: found.get(ran) ?? ran,
})

interface Lost {
  readonly says: string
  readonly commit: string
  readonly snapshot: boolean
  readonly repo: string | undefined
}

function missing({of, commit, ran, repo}: Code, found: ReadonlyMap<string, Oid>): Lost[] {
  return [...new Set([commit, ran])]
    .filter(name => !found.has(name))
    .map(name => {
      const snapshot = name !== commit
      const what = snapshot ? 'snapshot' : 'commit'
      return {says: `${what} ${name.slice(0, 12)} of ${of} is not in this repository`, commit: name, snapshot, repo}
    })
}

function hintsFor({remotes}: SourcePorts, lost: readonly Lost[]): string[] {
  const remote = hintedRemote(remotes.names())
  const hints = lost.flatMap(({commit, snapshot, repo}) => {
    const from = remote ?? repo
    if (from === undefined) return []
    return [`git fetch ${shellWord(from)} ${snapshot ? 'refs/exp/code' : commit}`]
  })
  return [...new Set(hints)]
}

async function rangeOf(
  objects: GitObjects,
  before: Oid | undefined,
  after: Oid | undefined,
): Promise<CommitRange | undefined> {
  if (!before || !after || before === after) return undefined
  const only = (from: Oid, without: Oid) =>
    objects.history(from, {without, limit: MAX_COMMITS + 1}).catch(() => undefined)
  const [ahead, behind] = await Promise.all([only(after, before), only(before, after)])
  // A shallow or damaged repository may end before they meet.
  if (!ahead || !behind) return undefined
  const more = ahead.length > MAX_COMMITS || behind.length > MAX_COMMITS
  const apart = !more && [ahead, behind].every(side => side.some(({parents}) => parents.length === 0))
  return {
    relation: apart ? 'unrelated' : behind.length === 0 ? 'ahead' : ahead.length === 0 ? 'behind' : 'diverged',
    ahead: subjects(ahead),
    behind: subjects(behind),
    ...(more && {more: true}),
  }
}

const subjects = (commits: readonly Commit[]): SourceCommit[] =>
  commits.slice(0, MAX_COMMITS).map(({oid, message}) => ({
    commit: oid,
    subject: message.trimStart().split('\n', 1)[0]!.slice(0, 200).toWellFormed(),
  }))

type Files = Pick<SourceDiff, 'compared' | 'files' | 'total' | 'lines' | 'uncounted' | 'problems'>

const NO_FILES = {files: [], ...sourceTotals([], []), problems: []}

async function filesOf(
  objects: GitObjects,
  before: Oid | undefined,
  after: Oid | undefined,
  sameTree: boolean,
): Promise<Files> {
  if (sameTree || (before && before === after)) return {compared: true, ...NO_FILES}
  if (!before || !after) return {compared: false, ...NO_FILES}
  const changes = await objects.changes(before, after).catch(() => undefined)
  if (!changes) return {compared: false, ...NO_FILES, problems: ['the trees cannot be read here: see git fsck']}
  const touched = touchedFiles(changes)
  const listed = touched.slice(0, MAX_FILES)
  const {files, whole} = await withBytes(objects, listed)
  const diffs = await diffSource(files)
  const problems = whole ? [] : ['not all files could be read here']
  return {compared: true, files: diffs, ...sourceTotals(touched, diffs), problems}
}

/** In a partial clone one fetch brings in all that is missing; without its remote what is here is told. */
async function withBytes(
  objects: GitObjects,
  files: readonly TouchedFile[],
): Promise<{readonly files: FileBytes[]; readonly whole: boolean}> {
  const read = files.filter(isDiffable).slice(0, MAX_READ)
  const oids = [...new Set(read.flatMap(({before, after}) => (before === after ? [] : [before, after])))]
  const bytes = new Map<string, Uint8Array>()
  const wanted = oids.filter(oid => oid !== undefined) as Oid[]
  let total = 0
  let whole = true
  try {
    for await (const blob of objects.blobs(wanted)) {
      bytes.set(blob.oid, blob.bytes)
      total += blob.bytes.length
      if (total > MAX_BYTES) break
    }
  } catch {
    whole = false
  }
  const of = (oid: string | undefined) => (oid === undefined ? undefined : bytes.get(oid))
  return {
    files: files.map(file => {
      const [before, after] = [of(file.before), of(file.after)]
      return {file, ...(before && {before}), ...(after && {after})}
    }),
    whole,
  }
}
