import {promises as files, readFileSync} from 'node:fs'
import {join} from 'node:path'
import {ExpError} from '../../base/errors'
import {isOid, type Oid} from '../../model/ids'
import type {GitObject, GitObjects, ObjectType} from '../../ports/git-objects'
import {guardRepository} from './isomorphic-guards'
import {findObject, idOf, type NamedObjects} from './object-names'
import {walkHistory} from './walk-history'
import {must, type ReadObject, walkChanges, walkFolders} from './walk-trees'

export interface IsomorphicSettings {
  /** `git rev-parse --git-common-dir`: isomorphic-git itself never looks for it (linked worktrees). */
  readonly commonDir: string
  /** `git rev-parse --git-dir`: where HEAD is. */
  readonly gitDir: string
}

type Library = typeof import('isomorphic-git')

interface Repository extends IsomorphicSettings {
  readonly git: Library
  /** Pack indexes and packs, shared by all reads: without it every packed object costs its whole pack again. */
  readonly cache: object
}

/**
 * Reads without the git program. Throws UNSUPPORTED_REPOSITORY where isomorphic-git would answer wrongly (SHA-256, reftable,
 * alternates, partial clones, replaced objects, packs over 1 GiB), NOT_A_REPOSITORY where there is none.
 */
export async function isomorphicObjects(settings: IsomorphicSettings): Promise<GitObjects> {
  guardRepository(settings.commonDir)
  const repository: Repository = {...settings, git: await import('isomorphic-git'), cache: {}}
  const read = objectReader(repository)
  const source = namedObjects(repository, read)
  return {
    find: names => Promise.all(names.map(name => findObject(source, name))),
    ids: names => Promise.all(names.map(async name => idOf(await findObject(source, name)))),
    blobs: oids => blobs(read, oids),
    files: (treeish, ...folders) => walkFolders(read, treeish, folders),
    changes: (before, after, folder) => walkChanges(read, before, after, folder),
    changesBetween: pairs => Promise.all(pairs.map(([before, after]) => walkChanges(read, before, after))),
    history: async (from, options) => walkHistory(read, from, options ?? {}, shallowCommits(settings.commonDir)),
  }
}

async function* blobs(read: ReadObject, oids: readonly Oid[]): AsyncGenerator<GitObject> {
  for (const oid of oids) yield await must(read, oid)
}

/** The library's own `commit` and `tree` formats change line ends and order; raw bytes are what git has. */
function objectReader({git, commonDir, cache}: Repository): ReadObject {
  const attempt = async (oid: Oid): Promise<GitObject> => {
    const found = await git.readObject({fs: READ_ONLY, gitdir: commonDir, oid, format: 'content', cache})
    return {oid, type: found.type as ObjectType, bytes: found.object as Uint8Array}
  }
  return async oid => {
    // A repack beside us may take a pack away between the listing of the folder and the opening: the second look finds its heir.
    const object = await attempt(oid).catch(() => attempt(oid).catch(error => absent(error, oid)))
    return object && verified(object)
  }
}

function absent(error: unknown, oid: Oid): undefined {
  if ((error as {code?: string}).code === 'NotFoundError') return undefined
  const {message} = error as Error
  throw new ExpError('DAMAGED_RECORD', `object ${oid} cannot be read: ${message}`, {
    hints: ['git fsck'],
    data: {oid},
    cause: error,
  })
}

/** Types other than git's four would travel on as if checked. */
function verified(object: GitObject): GitObject {
  if (['commit', 'tree', 'blob', 'tag'].includes(object.type)) return object
  throw new ExpError('DAMAGED_RECORD', `object ${object.oid} has the type "${object.type}"`, {hints: ['git fsck']})
}

function namedObjects(repository: Repository, read: ReadObject): NamedObjects {
  return {
    read,
    ref: name => resolveRef(repository, name),
    abbreviated: prefix => expand(repository, prefix),
  }
}

/** HEAD and a few refs belong to the worktree, all others to the repository. */
const ofWorktree = (ref: string) => /^(?:HEAD$|refs\/(?:bisect|worktree|rewritten)\/)/.test(ref)

async function resolveRef({git, commonDir, gitDir}: Repository, name: string): Promise<Oid | undefined> {
  let ref = name
  for (let hops = 0; hops < 5; hops++) {
    const gitdir = ofWorktree(ref) ? gitDir : commonDir
    // One hop at a time, since the next one may lie in the other folder.
    const next = await git.resolveRef({fs: READ_ONLY, gitdir, ref, depth: 2}).catch(() => undefined)
    if (next === undefined || isOid(next)) return next
    ref = next.replace(/^ref: /, '')
    if (!ref.startsWith('refs/') || ref.includes('..')) return undefined
  }
  return undefined
}

async function expand({git, commonDir, cache}: Repository, prefix: string): Promise<readonly Oid[]> {
  try {
    return [(await git.expandOid({fs: READ_ONLY, gitdir: commonDir, oid: prefix, cache})) as Oid]
  } catch (error) {
    return error instanceof git.Errors.AmbiguousError ? (error.data.matches as Oid[]) : []
  }
}

function shallowCommits(commonDir: string): ReadonlySet<string> {
  try {
    return new Set(readFileSync(join(commonDir, 'shallow'), 'utf8').split('\n'))
  } catch {
    return new Set()
  }
}

const refuse = () => Promise.reject(new Error('the isomorphic reader never writes'))

/** All the library gets of the file system. */
const READ_ONLY = {
  readFile: files.readFile,
  readdir: files.readdir,
  stat: files.stat,
  lstat: files.lstat,
  readlink: files.readlink,
  writeFile: refuse,
  mkdir: refuse,
  rmdir: refuse,
  unlink: refuse,
  symlink: refuse,
  rm: refuse,
}
