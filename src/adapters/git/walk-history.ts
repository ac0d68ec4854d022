import type {Oid} from '../../model/ids'
import type {Commit, HistoryOptions} from '../../ports/git-objects'
import {decodeCommit} from './object-codec'
import {entryAt, must, peel, type ReadObject} from './walk-trees'

/** Commits reachable from `from` as `git log [-- path]` lists them; `shallow` are commits whose parents count as absent. */
export async function walkHistory(
  read: ReadObject,
  from: Oid,
  {path, limit = Number.POSITIVE_INFINITY, skip = 0, without}: HistoryOptions,
  shallow: ReadonlySet<string> = new Set(),
): Promise<Commit[]> {
  const commits = new CommitReader(read, shallow)
  const touched = path === undefined ? undefined : new PathHistory(read, commits, path)
  const found: Commit[] = []
  const hidden = without === undefined ? NONE : await reachable(commits, without)
  const first = await commits.at(from)
  if (hidden.has(first.oid)) return []
  const queue = new Frontier(first)
  let skipped = 0
  for (let commit = queue.next(); commit && found.length < limit; commit = queue.next()) {
    const step = touched ? await touched.step(commit) : {shown: true, next: commit.parents}
    if (step.shown && skipped++ >= skip) found.push(commit)
    for (const parent of step.next) if (!hidden.has(parent)) queue.add(await commits.at(parent))
  }
  return found
}

const NONE: ReadonlySet<Oid> = new Set()

async function reachable(commits: CommitReader, from: Oid): Promise<ReadonlySet<Oid>> {
  const seen = new Set<Oid>()
  const next = [(await commits.at(from)).oid]
  for (let oid = next.pop(); oid; oid = next.pop()) {
    if (seen.has(oid)) continue
    seen.add(oid)
    next.push(...(await commits.at(oid)).parents)
  }
  return seen
}

class CommitReader {
  readonly #known = new Map<Oid, Commit>()

  constructor(
    readonly read: ReadObject,
    readonly shallow: ReadonlySet<string>,
  ) {}

  async at(oid: Oid): Promise<Commit> {
    const known = this.#known.get(oid)
    if (known) return known
    const object = await must(this.read, oid)
    const {oid: id, bytes} = (await peel(this.read, object, 'commit')) ?? object
    const raw = decodeCommit(id, bytes)
    const commit = this.shallow.has(id) ? {...raw, parents: []} : raw
    this.#known.set(oid, commit)
    return commit
  }
}

/** Commits still to be looked at, the one committed last first; those of the same second in the order they came. */
class Frontier {
  readonly #seen = new Set<Oid>()
  readonly #queue: Commit[] = []

  constructor(first: Commit) {
    this.add(first)
  }

  add(commit: Commit): void {
    if (this.#seen.has(commit.oid)) return
    this.#seen.add(commit.oid)
    const at = this.#queue.findIndex(other => other.committer.time < commit.committer.time)
    this.#queue.splice(at < 0 ? this.#queue.length : at, 0, commit)
  }

  next(): Commit | undefined {
    return this.#queue.shift()
  }
}

/** git's default simplification: a merge that has the path as one parent has it is not shown, and only that parent followed. */
class PathHistory {
  readonly #ids = new Map<Oid, Promise<string | undefined>>()

  constructor(
    readonly read: ReadObject,
    readonly commits: CommitReader,
    readonly path: string,
  ) {}

  async step(commit: Commit): Promise<{shown: boolean; next: readonly Oid[]}> {
    const here = await this.#at(commit)
    for (const parent of commit.parents) {
      if ((await this.#at(await this.commits.at(parent))) === here) return {shown: false, next: [parent]}
    }
    return {shown: commit.parents.length > 0 || here !== undefined, next: commit.parents}
  }

  /** Mode and id of what stands at the path. */
  #at({tree}: Commit): Promise<string | undefined> {
    const known = this.#ids.get(tree)
    if (known) return known
    const found = must(this.read, tree)
      .then(root => entryAt(this.read, root, this.path))
      .then(line => line && `${line.mode} ${line.oid}`)
    this.#ids.set(tree, found)
    return found
  }
}
