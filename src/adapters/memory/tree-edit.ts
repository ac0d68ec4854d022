import type {Oid} from '../../model/ids'
import type {ObjectType} from '../../ports/git-objects'
import type {NewCommit} from '../../ports/git-writer'
import {decodeTree, encodeTree, type TreeLine} from '../git/object-codec'
import {must, type ReadObject} from '../git/walk-trees'

interface Objects {
  readonly read: ReadObject
  readonly add: (type: ObjectType, bytes: Uint8Array) => Oid
}

/** What is to stand at one name: bytes' id, nothing, or a folder with changes below it. */
interface Edit {
  blob?: Oid
  removed?: boolean
  readonly below: Map<string, Edit>
}

/** Why git would not have the path in a tree, in one clause, or undefined. */
export function badPath(path: string): string | undefined {
  if (path.includes('\n') || path.includes('\0')) return 'holds a control character'
  const parts = path.split('/')
  if (parts.includes('')) return 'has an empty part'
  const bad = parts.find(part => /^(?:\.|\.\.|\.git)$/i.test(part))
  return bad === undefined ? undefined : `has a "${bad}" part`
}

/** The tree after a commit's removals and then its puts; a folder that loses its last file goes too, as in git. */
export async function editedTree(
  objects: Objects,
  tree: Oid | undefined,
  {puts, removes = []}: Pick<NewCommit, 'puts' | 'removes'>,
): Promise<Oid> {
  const root: Edit = {below: new Map()}
  for (const path of removes) {
    const edit = reach(root, path)
    edit.removed = true
  }
  for (const put of puts) reach(root, put.path).blob = 'oid' in put ? put.oid : objects.add('blob', put.bytes)
  return (await apply(objects, tree, root)) ?? objects.add('tree', Buffer.alloc(0))
}

function reach(root: Edit, path: string): Edit {
  let here = root
  for (const part of path.split('/')) {
    const next: Edit = here.below.get(part) ?? {below: new Map()}
    here.below.set(part, next)
    here = next
  }
  return here
}

async function apply(objects: Objects, tree: Oid | undefined, edit: Edit): Promise<Oid | undefined> {
  const lines = new Map<string, TreeLine>()
  if (tree) for (const line of decodeTree((await must(objects.read, tree)).bytes)) lines.set(line.name, line)
  for (const [name, change] of edit.below) {
    const line = await applyOne(objects, name, lines.get(name), change)
    if (line) lines.set(name, line)
    else lines.delete(name)
  }
  return lines.size === 0 ? undefined : objects.add('tree', encodeTree([...lines.values()]))
}

async function applyOne(
  objects: Objects,
  name: string,
  line: TreeLine | undefined,
  {blob, removed, below}: Edit,
): Promise<TreeLine | undefined> {
  if (blob) return {name, mode: '100644', oid: blob}
  const kept = removed ? undefined : line
  if (below.size === 0) return kept
  const folder = kept?.mode === '040000' ? kept.oid : undefined
  const oid = await apply(objects, folder, {below})
  // Only removals below a file: the file stays.
  if (!oid) return kept && kept.mode !== '040000' ? kept : undefined
  return {name, mode: '040000', oid}
}
