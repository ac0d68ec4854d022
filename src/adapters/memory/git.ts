import type {Oid} from '../../model/ids'
import type {GitObject, GitObjects, ObjectType} from '../../ports/git-objects'
import type {GitWriter, WritePlan, WriteResult} from '../../ports/git-writer'
import {signature} from '../git/fast-import'
import {decodeCommit, encodeCommit, objectOid} from '../git/object-codec'
import {findObject, idOf} from '../git/object-names'
import {walkHistory} from '../git/walk-history'
import {must, type ReadObject, walkChanges, walkFolders} from '../git/walk-trees'
import {badPath, editedTree} from './tree-edit'

/** A repository in memory whose objects have the ids git would give them (SHA-1). */
export interface MemoryGit extends GitObjects, GitWriter {
  /** Full name → where it points; HEAD too, detached. Tests move them as another process would. */
  readonly refs: Map<string, Oid>
  /** Refs another process holds the lock of: a write that moves one answers `locked`. */
  readonly locked: Set<string>
  /** Keeps an object of any type. */
  add(type: ObjectType, bytes: Uint8Array): Oid
}

/** An empty repository. Commits are never signed, whatever a plan says. */
export function memoryGit(): MemoryGit {
  const objects = new Map<Oid, GitObject>()
  const refs = new Map<string, Oid>()
  const locked = new Set<string>()
  const add = (type: ObjectType, bytes: Uint8Array) => {
    const oid = objectOid(type, bytes)
    // A copy, since the caller may write its buffer over.
    if (!objects.has(oid)) objects.set(oid, {oid, type, bytes: Buffer.from(bytes)})
    return oid
  }
  add('tree', Buffer.alloc(0))
  const read: ReadObject = async oid => objects.get(oid)
  return {
    refs,
    locked,
    add,
    ...reading(read, objects, refs),
    write: plan => write({read, add, refs, locked}, plan),
    pin: async (ref, oid) => {
      await must(read, oid)
      refs.set(ref, oid)
    },
    locks: asked => asked.filter(ref => locked.has(ref)).map(ref => ({file: `${ref}.lock`, age: 0})),
    release: async () => {},
    ready: () => {},
    tidy: () => {},
  }
}

function reading(read: ReadObject, objects: ReadonlyMap<Oid, GitObject>, refs: ReadonlyMap<string, Oid>): GitObjects {
  const source = {
    read,
    ref: async (name: string) => refs.get(name),
    abbreviated: async (prefix: string) => [...objects.keys()].filter(oid => oid.startsWith(prefix)),
  }
  return {
    find: names => Promise.all(names.map(name => findObject(source, name))),
    ids: names => Promise.all(names.map(async name => idOf(await findObject(source, name)))),
    blobs: async function* (oids) {
      for (const oid of oids) yield await must(read, oid)
    },
    files: (treeish, ...folders) => walkFolders(read, treeish, folders),
    changes: (before, after, folder) => walkChanges(read, before, after, folder),
    changesBetween: pairs => Promise.all(pairs.map(([before, after]) => walkChanges(read, before, after))),
    history: (from, options) => walkHistory(read, from, options ?? {}),
  }
}

interface Parts {
  readonly read: ReadObject
  readonly add: MemoryGit['add']
  readonly refs: Map<string, Oid>
  readonly locked: ReadonlySet<string>
}

async function write(parts: Parts, plan: WritePlan): Promise<WriteResult> {
  const bad = plan.commits.flatMap(({puts, removes = []}) => [...puts.map(put => put.path), ...removes]).find(badPath)
  if (bad !== undefined) return {kind: 'refused', reason: `invalid path "${bad}": ${badPath(bad)}`}
  const chain = plan.chain && chainCommit(parts, plan.chain)
  const commits = await commitAll(parts, plan)
  const moves = new Map<string, {from: Oid | undefined; to: Oid}>()
  if (plan.chain && chain) moves.set(plan.chain.ref, {from: plan.chain.base, to: chain})
  const tip = commits.at(-1)
  for (const {ref, from, to} of plan.moves ?? []) moves.set(ref, {from, to})
  if (tip) moves.set(plan.ref, {from: plan.base, to: tip})
  // Nothing is awaited from here on: the comparison and the swap are one step.
  const held = [...moves.keys(), ...(plan.drop ?? [])].find(ref => parts.locked.has(ref))
  if (held !== undefined) return {kind: 'locked', reason: `"${held}" is locked`}
  for (const [ref, {from}] of moves) if (parts.refs.get(ref) !== from) return {kind: 'raced'}
  for (const [ref, {to}] of moves) parts.refs.set(ref, to)
  for (const ref of plan.drop ?? []) parts.refs.delete(ref)
  return {kind: 'moved', commits, ...(chain && {chain})}
}

async function commitAll({read, add}: Parts, plan: WritePlan): Promise<Oid[]> {
  const commits: Oid[] = []
  let tree: Oid | undefined
  if (plan.base) tree = decodeCommit(plan.base, (await must(read, plan.base)).bytes).tree
  for (const commit of plan.commits) {
    tree = await editedTree({read, add}, tree, commit)
    const parent = commits.at(-1) ?? plan.base
    const bytes = encodeCommit({
      tree,
      parents: [...(parent ? [parent] : []), ...(commit.merges ?? [])],
      author: signature(commit.author),
      committer: signature(commit.committer),
      message: commit.message,
    })
    commits.push(add('commit', bytes))
  }
  return commits
}

/** An empty tree over the old tip and what is to stay reachable. */
function chainCommit({add}: Parts, {base, add: kept, committer}: NonNullable<WritePlan['chain']>): Oid {
  const who = signature(committer)
  return add(
    'commit',
    encodeCommit({
      tree: add('tree', Buffer.alloc(0)),
      parents: base ? [base, ...kept] : kept,
      author: who,
      committer: who,
      message: 'exp: keep code reachable\n',
    }),
  )
}
