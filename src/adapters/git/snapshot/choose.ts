import type {SnapshotRequest} from '../../../ports/code-snapshots'
import {type Budget, budgetOf} from './budget'
import type {Exclusions} from './exclusions'
import {type NestedFiles, nestedFiles} from './nested'
import {hasCrlf, type Peek, peek} from './peek'
import type {IndexLine} from './private-index'
import type {RawPath} from './raw-path'
import {type SourceFiles, sourceFiles} from './source-files'
import type {ChangedPath, StatusReport} from './status'

/** What to do to a copy of the user's index so that it holds the worktree. */
export interface Choice {
  /** Entries to write as they are, before anything is added. */
  readonly set: readonly IndexLine[]
  /** Paths to take in from the worktree. */
  readonly changed: readonly ChangedPath[]
  readonly untracked: readonly RawPath[]
  readonly nested: readonly RawPath[]
  /** Of those, files whose lines end in CR LF, which git may take out. */
  readonly crlf: readonly RawPath[]
}

interface Choosing {
  readonly top: string
  readonly env: NodeJS.ProcessEnv
  readonly request: SnapshotRequest
  readonly out: Exclusions
  readonly budget: Budget
  readonly source: SourceFiles
  /** The first bytes of what HEAD has of a path. */
  readonly committed: (entry: ChangedPath) => Promise<Buffer>
  /** Paths that only a clean filter could take in which does not work. */
  readonly filtered: ReadonlySet<RawPath>
  readonly set: IndexLine[]
  readonly changed: ChangedPath[]
  readonly untracked: RawPath[]
  readonly nested: RawPath[]
  readonly crlf: RawPath[]
}

/** What choosing needs besides the status. */
export type ChooseSettings = Pick<Choosing, 'top' | 'env' | 'request' | 'out' | 'committed' | 'filtered'>

/** Decides what is captured. The caps go to changed tracked files first, then submodules and nested repositories, then the rest. */
export async function choose(status: StatusReport, settings: ChooseSettings): Promise<Choice> {
  const choosing: Choosing = {
    ...settings,
    budget: budgetOf(settings.request.caps),
    source: sourceFiles(settings.request.patterns, status.untracked),
    set: [],
    changed: [],
    untracked: [],
    nested: [],
    crlf: [],
  }
  for (const entry of status.changed) if (!entry.submodule) await chooseTracked(choosing, entry)
  for (const entry of status.changed) if (entry.submodule) await chooseSubmodule(choosing, entry)
  const folders = status.untracked.filter(path => path.endsWith('/'))
  for (const folder of folders) await chooseNested(choosing, folder.slice(0, -1))
  chooseUntracked(
    choosing,
    status.untracked.filter(path => !path.endsWith('/')),
    choosing.untracked,
  )
  return choosing
}

const isGone = (entry: ChangedPath) => entry.unstaged === 'D' || (entry.unmerged && /^0+$/.test(entry.worktreeMode))

async function chooseTracked(choosing: Choosing, entry: ChangedPath): Promise<void> {
  const {out, budget} = choosing
  const {path, staged, unstaged} = entry
  if (isGone(entry)) {
    choosing.set.push(without(entry))
    choosing.changed.push(entry)
    return
  }
  // Taken out of the index and perhaps still on disk: then it is an untracked file, and listed as one where it is not ignored.
  if (staged === 'D' && unstaged === '.' && !entry.unmerged) {
    choosing.changed.push(entry)
    return
  }
  const seen = peek(choosing.top, path)
  if (seen.kind === 'gone') {
    // A sparse checkout has staged changes to files that are not there.
    choosing.changed.push(entry)
    if (unstaged !== '.') choosing.set.push(without(entry))
    return
  }
  const unfit = unfitness(choosing, path, seen)
  const secret = seen.kind === 'file' && !unfit ? await newSecret(choosing, entry, seen.head) : undefined
  const why = unfit ?? (secret === undefined ? budget.spend(1, sizeOf(seen)) : 'secret')
  if (!why) {
    choosing.changed.push(entry)
    if (hasCrlf(seen)) choosing.crlf.push(path)
    return
  }
  out.exclude(path, why, {bytes: sizeOf(seen), ...detailOf(choosing, path, secret)})
  choosing.set.push(asInHead(entry))
}

const unfitness = ({filtered}: Choosing, path: RawPath, {kind}: Peek) => {
  if (kind === 'special' || kind === 'folder') return 'special'
  return kind === 'unreadable' || (kind === 'file' && filtered.has(path)) ? 'unreadable' : undefined
}
const detailOf = ({filtered}: Choosing, path: RawPath, secret: string | undefined) => {
  const detail = secret ?? (filtered.has(path) ? 'its clean filter does not work' : undefined)
  return detail === undefined ? {} : {detail}
}
const sizeOf = (seen: Peek) => ('size' in seen ? seen.size : 0)
const zeros = ({headOid}: ChangedPath) => headOid.replace(/./g, '0')
const without = (entry: ChangedPath): IndexLine => ({path: entry.path, mode: '000000', oid: zeros(entry)})

/** What is left out stands as HEAD has it: a secret that was staged must not come in by way of the index. */
function asInHead(entry: ChangedPath): IndexLine {
  return {path: entry.path, mode: entry.headMode, oid: entry.headOid}
}

/** Why a changed file looks like a key; not where it looked like one when it was committed. */
async function newSecret(choosing: Choosing, entry: ChangedPath, head: Buffer): Promise<string | undefined> {
  const shown = Buffer.from(entry.path, 'latin1').toString()
  const why = choosing.request.secret(shown, head)
  if (why === undefined || /^0+$/.test(entry.headMode)) return why
  return choosing.request.secret(shown, await choosing.committed(entry)) === undefined ? why : undefined
}

async function chooseSubmodule(choosing: Choosing, entry: ChangedPath): Promise<void> {
  choosing.changed.push(entry)
  if (isGone(entry)) choosing.set.push(without(entry))
  if (!entry.submodule?.modified && !entry.submodule?.untracked) return
  const files = await nestedFiles(choosing.top, entry.path, choosing.env)
  const own: RawPath[] = []
  // Only untracked things are dirt, and none of them is source: the commit says it all.
  chooseUntracked(choosing, files.untracked, own)
  if (!entry.submodule.modified && own.length === 0) return
  if (!takeRepository(choosing, entry.path, files)) return
  choosing.set.push(without(entry))
  choosing.changed.pop()
  choosing.nested.push(...own)
}

async function chooseNested(choosing: Choosing, path: RawPath): Promise<void> {
  const made = choosing.source.madeFolder(`${path}/`)
  if (made !== undefined) {
    choosing.out.exclude(made, 'pattern')
    return
  }
  const files = await nestedFiles(choosing.top, path, choosing.env)
  if (takeRepository(choosing, path, files)) chooseUntracked(choosing, files.untracked, choosing.nested)
}

/** Takes the tracked files of a repository, all or none: half a package is worse than a sentence that says it is not there. */
function takeRepository(choosing: Choosing, path: RawPath, files: NestedFiles): boolean {
  const {top, budget, out, nested} = choosing
  for (const unread of files.unread)
    out.exclude(`${unread}/`, 'unreadable', {detail: 'git cannot list this repository'})
  if (files.unread.includes(path)) return false
  const seen = files.tracked.map(each => ({path: each, seen: peek(top, each)}))
  const bytes = seen.reduce((sum, each) => sum + sizeOf(each.seen), 0)
  const why = budget.spend(seen.length, bytes)
  if (why) {
    out.exclude(`${path}/`, why, {bytes})
    return false
  }
  for (const each of seen) {
    const unfit = unfitness(choosing, each.path, each.seen)
    if (unfit) {
      out.exclude(each.path, unfit)
      continue
    }
    nested.push(each.path)
    if (hasCrlf(each.seen)) choosing.crlf.push(each.path)
  }
  return true
}

/** Source files within the caps, those nearest to the top first. */
function chooseUntracked(choosing: Choosing, paths: readonly RawPath[], into: RawPath[]): void {
  const {out, source} = choosing
  const folders = new Set<RawPath>()
  const wanted: RawPath[] = []
  for (const path of paths) {
    const made = source.madeFolder(path)
    if (made !== undefined) folders.add(made)
    else if (source.kind(path) === 'other') out.exclude(path, 'pattern')
    else wanted.push(path)
  }
  for (const folder of folders) out.exclude(folder, 'pattern')
  const depth = (path: RawPath) => path.split('/').length
  for (const path of wanted.sort((a, b) => depth(a) - depth(b) || (a < b ? -1 : 1))) takeUntracked(choosing, path, into)
}

function takeUntracked(choosing: Choosing, path: RawPath, into: RawPath[]): void {
  const {top, out, budget, source, request} = choosing
  const seen = peek(top, path)
  if (seen.kind === 'gone') return
  // A name without an ending: a link costs nothing, and a script says what it is.
  if (source.kind(path) === 'look' && seen.kind === 'file' && !isScript(seen)) {
    out.exclude(path, 'pattern', {bytes: seen.size})
    return
  }
  const unfit = unfitness(choosing, path, seen)
  const secret = seen.kind === 'file' ? request.secret(Buffer.from(path, 'latin1').toString(), seen.head) : undefined
  const large = sizeOf(seen) > request.caps.fileBytes ? 'size' : undefined
  const why = unfit ?? (secret !== undefined ? 'secret' : (large ?? budget.spend(1, sizeOf(seen))))
  if (why) out.exclude(path, why, {bytes: sizeOf(seen), ...detailOf(choosing, path, secret)})
  else {
    into.push(path)
    if (hasCrlf(seen)) choosing.crlf.push(path)
  }
}

const isScript = (seen: Peek & {kind: 'file'}) => seen.executable && seen.head.toString('latin1', 0, 2) === '#!'
