import {ExpError} from '../../base/errors'
import type {Oid} from '../../model/ids'
import type {Commit, GitObject, GitObjects, ObjectType, TreeChange, TreeEntry} from '../../ports/git-objects'
import type {GitProgram} from './program'
import {prefetch} from './promisor'

export interface CliObjectsSettings {
  /** The repository may lack objects that a remote promised (a partial clone). */
  readonly promisor?: boolean
}

/** Reads through the git program: right in every repository git itself understands. */
export function cliObjects(git: GitProgram, settings: CliObjectsSettings = {}): GitObjects {
  return {
    find: names => find(git, names),
    blobs: oids => blobs(git, oids, settings),
    files: (treeish, folder) => files(git, treeish, folder),
    changes: (before, after, folder) => changes(git, before, after, folder),
    history: (from, options) => history(git, from, options ?? {}),
  }
}

async function find(git: GitProgram, names: readonly string[]): Promise<(GitObject | undefined)[]> {
  if (names.length === 0) return []
  const askable = names.map(name => (name === '' || /[\n\0]|:\.\.?\//.test(name) ? '-' : name))
  const {stdout} = await git.run(['cat-file', '--batch', '--buffer'], {input: `${askable.join('\n')}\n`})
  const reader = new BatchReader()
  reader.push(stdout)
  return names.map(() => reader.next()?.object)
}

async function* blobs(git: GitProgram, oids: readonly Oid[], settings: CliObjectsSettings): AsyncIterable<GitObject> {
  if (oids.length === 0) return
  if (settings.promisor) await prefetch(git, oids)
  const child = git.start(['cat-file', '--batch', '--buffer'])
  child.stdin.on('error', () => {})
  child.stderr.resume()
  child.stdin.end(`${oids.join('\n')}\n`)
  const reader = new BatchReader()
  let given = 0
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      reader.push(chunk)
      for (let answer = reader.next(); answer; answer = reader.next()) {
        if (!answer.object) throw missing(oids[given]!)
        given++
        yield answer.object
      }
    }
  } finally {
    child.kill()
  }
  if (given < oids.length) throw missing(oids[given]!)
}

const missing = (oid: Oid) =>
  new ExpError('DAMAGED_RECORD', `object ${oid} is missing from the repository`, {hints: ['git fsck'], data: {oid}})

/** Cuts the stream of `cat-file --batch` into answers; `undefined` while the next one has not arrived whole. */
class BatchReader {
  #chunks: Buffer[] = []
  #length = 0

  push(chunk: Buffer): void {
    this.#chunks.push(chunk)
    this.#length += chunk.length
  }

  next(): {object: GitObject | undefined} | undefined {
    const first = this.#chunks[0]
    if (!first) return undefined
    let end = first.indexOf(10)
    if (end < 0) {
      if (this.#chunks.length === 1) return undefined
      end = this.#join().indexOf(10)
      if (end < 0) return undefined
    }
    const line = this.#chunks[0]!.toString('utf8', 0, end)
    const header = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) (\d+)$/.exec(line)
    if (!header) {
      this.#drop(end + 1)
      return {object: undefined}
    }
    const size = Number(header[3])
    const total = end + 1 + size + 1
    if (this.#length < total) return undefined
    const bytes = this.#join(total).subarray(end + 1, end + 1 + size)
    const object = {oid: header[1] as Oid, type: header[2] as ObjectType, bytes}
    this.#drop(total)
    return {object}
  }

  #join(atLeast = this.#length): Buffer {
    if (this.#chunks.length > 1 && this.#chunks[0]!.length < atLeast) this.#chunks = [Buffer.concat(this.#chunks)]
    return this.#chunks[0]!
  }

  #drop(count: number): void {
    const first = this.#chunks[0]!
    this.#length -= count
    if (first.length === count) this.#chunks.shift()
    else this.#chunks[0] = first.subarray(count)
  }
}

const folderArgs = (folder: string | undefined) => (folder === undefined ? [] : ['--', `:(top,literal)${folder}`])

async function files(git: GitProgram, treeish: Oid, folder: string | undefined): Promise<TreeEntry[]> {
  const where = folder === undefined ? [] : ['--', `${folder}/`]
  const {stdout} = await git.run(['ls-tree', '-r', '-z', '--full-tree', treeish, ...where])
  return records(stdout).map(record => {
    const tab = record.indexOf('\t')
    const [mode, , oid] = record.slice(0, tab).split(' ')
    return {path: record.slice(tab + 1), mode: mode as TreeEntry['mode'], oid: oid as Oid}
  })
}

async function changes(git: GitProgram, before: Oid, after: Oid, folder: string | undefined): Promise<TreeChange[]> {
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--full-index', before, after, ...folderArgs(folder)]
  const {stdout} = await git.run(args)
  const parts = records(stdout)
  const result: TreeChange[] = []
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const [, , old, now] = parts[i]!.split(' ')
    const present = (oid: string | undefined) => oid !== undefined && !/^0+$/.test(oid)
    result.push({
      path: parts[i + 1]!,
      ...(present(old) && {before: old as Oid}),
      ...(present(now) && {after: now as Oid}),
    })
  }
  return result
}

const COMMIT_FORMAT = '%H%n%T%n%P%n%an%n%ae%n%at %ad%n%cn%n%ce%n%ct %cd%n%B'

async function history(
  git: GitProgram,
  from: Oid,
  options: {readonly path?: string; readonly limit?: number; readonly skip?: number},
): Promise<Commit[]> {
  const args = ['log', '-z', `--format=${COMMIT_FORMAT}`, '--date=format:%z', '--encoding=UTF-8']
  args.push('--no-show-signature', '--no-color', '--no-notes', '--no-patch', '--no-follow')
  if (options.limit !== undefined) args.push(`--max-count=${options.limit}`)
  if (options.skip !== undefined) args.push(`--skip=${options.skip}`)
  const {stdout} = await git.run([...args, from, ...folderArgs(options.path)])
  return records(stdout).map(parseCommit)
}

function parseCommit(record: string): Commit {
  const lines = record.split('\n')
  const [oid, tree, parents, an, ae, at, cn, ce, ct] = lines as [string, ...string[]]
  const signature = (name: string, email: string, moment: string) => {
    const [time, zone] = moment.split(' ')
    return {name, email, time: Number(time), zone: zone ?? '+0000'}
  }
  return {
    oid: oid as Oid,
    tree: tree as Oid,
    parents: parents!.split(' ').filter(Boolean) as Oid[],
    author: signature(an!, ae!, at!),
    committer: signature(cn!, ce!, ct!),
    message: lines.slice(9).join('\n'),
  }
}

function records(stdout: Buffer): string[] {
  const text = stdout.toString()
  return text === '' ? [] : (text.endsWith('\0') ? text.slice(0, -1) : text).split('\0')
}
