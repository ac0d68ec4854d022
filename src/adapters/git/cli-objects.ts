import {ExpError} from '../../base/errors'
import type {Oid} from '../../model/ids'
import type {Commit, GitObject, GitObjects, HistoryOptions, ObjectType, TreeEntry} from '../../ports/git-objects'
import {BatchReader} from './batch-reader'
import {changes, changesBetween, folderArgs} from './cli-changes'
import {notGiven} from './failures'
import {askableName, type Lookup, lookup} from './lookup'
import {peekRef} from './peek-ref'
import type {GitProgram} from './program'
import {prefetch} from './promisor'

export interface CliObjectsSettings {
  /** The repository may lack objects that a remote promised (a partial clone). */
  readonly promisor?: boolean
  /** One that has been started already. */
  readonly lookup?: Lookup
  /** Where refs lie as files. */
  readonly commonDir?: string
}

/** Reads through the git program: right in every repository git itself understands. */
export function cliObjects(git: GitProgram, settings: CliObjectsSettings = {}): GitObjects {
  const {find} = settings.lookup ?? lookup(git)
  const {commonDir} = settings
  return {
    find,
    ids: names => ids(git, names),
    ...(commonDir !== undefined && {peek: (ref: string) => peekRef(commonDir, ref)}),
    blobs: oids => (oids.length > FEW || settings.promisor ? blobs(git, oids, settings) : fewBlobs(find, oids)),
    files: (treeish, ...folders) => files(git, treeish, folders),
    changes: (before, after, folder) => changes(git, before, after, folder),
    changesBetween: pairs => changesBetween(git, pairs),
    history: (from, options) => history(git, from, options ?? {}),
  }
}

/** So many are asked of the git that is there already: a process of their own costs more than they do. */
const FEW = 32

async function* fewBlobs(find: GitObjects['find'], oids: readonly Oid[]): AsyncIterable<GitObject> {
  const found = await find(oids)
  for (const [i, object] of found.entries()) {
    if (!object) throw missing(oids[i]!, false)
    yield object
  }
}

async function* blobs(git: GitProgram, oids: readonly Oid[], settings: CliObjectsSettings): AsyncIterable<GitObject> {
  if (oids.length === 0) return
  if (settings.promisor) await prefetch(git, oids)
  const child = git.start(['cat-file', '--batch', '--buffer'], {deaf: 'stderr'})
  child.stdin.on('error', () => {})
  child.stdin.end(`${oids.join('\n')}\n`)
  const reader = new BatchReader()
  let given = 0
  try {
    for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
      reader.push(chunk)
      for (let answer = reader.next(); answer; answer = reader.next()) {
        if (!answer.object) throw missing(oids[given]!, settings.promisor)
        given++
        yield answer.object
      }
    }
  } finally {
    child.kill()
  }
  if (given < oids.length) throw missing(oids[given]!, settings.promisor)
}

const missing = (oid: Oid, promisor: boolean | undefined) =>
  promisor
    ? notGiven(oid)
    : new ExpError('DAMAGED_RECORD', `object ${oid} is missing from the repository`, {hints: ['git fsck'], data: {oid}})

async function ids(git: GitProgram, names: readonly string[]): ReturnType<GitObjects['ids']> {
  if (names.length === 0) return []
  const input = `${names.map(askableName).join('\n')}\n`
  const {stdout} = await git.run(['cat-file', '--batch-check', '--buffer'], {input})
  const lines = stdout.toString().split('\n')
  return names.map((_, i) => {
    const [, oid, type] = /^([0-9a-f]{40,64}) (commit|tree|blob|tag) \d+$/.exec(lines[i] ?? '') ?? []
    return oid === undefined ? undefined : {oid: oid as Oid, type: type as ObjectType}
  })
}

/** A command line has its limits. */
const FOLDERS_AT_ONCE = 500

async function files(git: GitProgram, treeish: Oid, folders: readonly string[]): Promise<TreeEntry[]> {
  const found: TreeEntry[] = []
  const sorted = folders.map(folder => `${folder}/`).sort()
  for (let from = 0; from === 0 || from < sorted.length; from += FOLDERS_AT_ONCE) {
    const some = sorted.slice(from, from + FOLDERS_AT_ONCE)
    const where = some.length === 0 ? [] : ['--', ...some]
    const {stdout} = await git.run(['ls-tree', '-r', '-z', '--full-tree', treeish, ...where])
    found.push(...entriesOf(stdout))
  }
  return found
}

function entriesOf(stdout: Buffer): TreeEntry[] {
  return records(stdout).map(record => {
    const tab = record.indexOf('\t')
    const [mode, , oid] = record.slice(0, tab).split(' ')
    return {path: record.slice(tab + 1), mode: mode as TreeEntry['mode'], oid: oid as Oid}
  })
}

const COMMIT_FORMAT = '%H%n%T%n%P%n%an%n%ae%n%at %ad%n%cn%n%ce%n%ct %cd%n%B'

async function history(git: GitProgram, from: Oid, options: HistoryOptions): Promise<Commit[]> {
  const args = ['log', '-z', `--format=${COMMIT_FORMAT}`, '--date=format:%z', '--encoding=UTF-8']
  args.push('--no-show-signature', '--no-color', '--no-notes', '--no-patch', '--no-follow')
  if (options.limit !== undefined) args.push(`--max-count=${options.limit}`)
  if (options.skip !== undefined) args.push(`--skip=${options.skip}`)
  const without = options.without === undefined ? [] : [`^${options.without}`]
  const {stdout} = await git.run([...args, from, ...without, ...folderArgs(options.path)])
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
