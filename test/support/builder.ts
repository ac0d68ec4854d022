import {existsSync, mkdirSync, writeFileSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {deflateSync} from 'node:zlib'
import {encodeCommit, encodeTree, objectOid, type TreeLine} from '../../src/adapters/git/object-codec'
import type {MemoryGit} from '../../src/adapters/memory/git'
import type {Oid} from '../../src/model/ids'
import type {ObjectType, TreeEntry} from '../../src/ports/git-objects'
import {git} from './git'

export type FileSpec = string | Uint8Array | {mode: TreeEntry['mode']; text?: string; oid?: Oid}

export interface CommitSpec {
  readonly files: Readonly<Record<string, FileSpec>>
  readonly parents?: readonly Oid[]
  readonly message?: string
  readonly author?: string
  readonly committer?: string
}

/** Makes objects of any shape in a repository, the same ids in each. */
export interface Builder {
  add(type: ObjectType, bytes: Uint8Array): Oid
  blob(content: string | Uint8Array): Oid
  tree(files: CommitSpec['files']): Oid
  commit(spec: CommitSpec): Oid
  /** An annotated tag object at `refs/tags/<name>`. */
  tag(name: string, target: Oid, type?: ObjectType): Oid
  setRef(ref: string, oid: Oid | undefined): void
}

/** A signature for objects: `Ada <ada@example.com> <time> +0000`. */
export const at = (time: number, zone = '+0000') => `Ada <ada@example.com> ${time} ${zone}`

function builder(add: Builder['add'], setRef: Builder['setRef']): Builder {
  const blob = (content: string | Uint8Array) => add('blob', Buffer.from(content as string))
  const tree = (files: CommitSpec['files']): Oid => {
    const lines: TreeLine[] = []
    const folders = new Map<string, Record<string, FileSpec>>()
    for (const [path, spec] of Object.entries(files)) {
      const slash = path.indexOf('/')
      if (slash >= 0) {
        const folder = folders.get(path.slice(0, slash)) ?? {}
        folder[path.slice(slash + 1)] = spec
        folders.set(path.slice(0, slash), folder)
      } else if (typeof spec === 'object' && 'mode' in spec) {
        lines.push({name: path, mode: spec.mode, oid: spec.oid ?? blob(spec.text ?? '')})
      } else lines.push({name: path, mode: '100644', oid: blob(spec)})
    }
    for (const [name, below] of folders) lines.push({name, mode: '040000', oid: tree(below)})
    return add('tree', encodeTree(lines))
  }
  const commit = ({
    files,
    parents = [],
    message = 'commit\n',
    author = at(1_700_000_000),
    committer = author,
  }: CommitSpec) => add('commit', encodeCommit({tree: tree(files), parents, author, committer, message}))
  const tag = (name: string, target: Oid, type: ObjectType = 'commit') => {
    const text = `object ${target}\ntype ${type}\ntag ${name}\ntagger ${at(1_700_000_000)}\n\n${name}\n`
    const oid = add('tag', Buffer.from(text))
    setRef(`refs/tags/${name}`, oid)
    return oid
  }
  return {add, setRef, blob, tree, commit, tag}
}

export function memoryBuilder(repository: MemoryGit): Builder {
  return builder(repository.add, (ref, oid) => {
    if (oid) repository.refs.set(ref, oid)
    else repository.refs.delete(ref)
  })
}

/** Loose objects written here, so that hundreds cost no process; refs by git. SHA-1 only. */
export function gitBuilder(gitDir: string): Builder {
  const add = (type: ObjectType, bytes: Uint8Array) => {
    const oid = objectOid(type, bytes)
    const file = join(gitDir, 'objects', oid.slice(0, 2), oid.slice(2))
    if (!existsSync(file)) {
      mkdirSync(dirname(file), {recursive: true})
      writeFileSync(file, deflateSync(Buffer.concat([Buffer.from(`${type} ${bytes.length}\0`), bytes])))
    }
    return oid
  }
  return builder(add, (ref, oid) => {
    if (ref === 'HEAD' && oid) writeFileSync(join(gitDir, 'HEAD'), `${oid}\n`)
    else git(gitDir, 'update-ref', ...(oid ? [ref, oid] : ['-d', ref]))
  })
}
