import {ExpError} from '../../base/errors'
import type {Oid} from '../../model/ids'
import type {GitObject, TreeChange, TreeEntry} from '../../ports/git-objects'
import {compareLines, decodeCommit, decodeTree, type TreeLine, tagTarget} from './object-codec'

/** Reads one object by its whole id; undefined where it is not there. */
export type ReadObject = (oid: Oid) => Promise<GitObject | undefined>

/** Tags nested deeper than this are taken for an attack. */
const MAX_PEEL = 16

/** Throws DAMAGED_RECORD where the object is not there. */
export async function must(read: ReadObject, oid: Oid): Promise<GitObject> {
  const object = await read(oid)
  if (object) return object
  throw new ExpError('DAMAGED_RECORD', `object ${oid} is missing from the repository`, {
    hints: ['git fsck'],
    data: {oid},
  })
}

/** Follows tags to what they point at, and a commit to its tree where a tree is wanted; undefined where that leads elsewhere. */
export async function peel(
  read: ReadObject,
  object: GitObject,
  want: 'commit' | 'tree',
): Promise<GitObject | undefined> {
  let here: GitObject | undefined = object
  for (let i = 0; here && i < MAX_PEEL; i++) {
    if (here.type === want) return here
    const next = nextOid(here, want)
    here = next && (await read(next))
  }
  return undefined
}

function nextOid({oid, type, bytes}: GitObject, want: 'commit' | 'tree'): Oid | undefined {
  if (type === 'tag') return tagTarget(bytes)
  return type === 'commit' && want === 'tree' ? decodeCommit(oid, bytes).tree : undefined
}

/** What stands at `path` below a commit, tag or tree; '' is its root tree. undefined where nothing does. */
export async function entryAt(read: ReadObject, treeish: GitObject, path: string): Promise<TreeLine | undefined> {
  const root = await peel(read, treeish, 'tree')
  let here: TreeLine | undefined = root && {name: '', mode: '040000', oid: root.oid}
  for (const part of path.split('/').filter((part, i, all) => part !== '' || i < all.length - 1)) {
    if (here?.mode !== '040000') return undefined
    here = (await treeLines(read, here.oid)).find(line => line.name === part)
  }
  return here
}

async function treeLines(read: ReadObject, oid: Oid): Promise<TreeLine[]> {
  const {bytes} = await must(read, oid)
  try {
    return decodeTree(bytes)
  } catch (cause) {
    throw new ExpError('DAMAGED_RECORD', `tree ${oid} cannot be read`, {hints: ['git fsck'], data: {oid}, cause})
  }
}

/** All files, or those under `folders`, in git's order. */
export async function walkFolders(read: ReadObject, treeish: Oid, folders: readonly string[]): Promise<TreeEntry[]> {
  const found: TreeEntry[][] = []
  if (folders.length === 0) return walkFiles(read, treeish)
  // git sorts a folder as if its name ended so.
  for (const folder of folders.map(folder => `${folder}/`).sort()) {
    found.push(await walkFiles(read, treeish, folder.slice(0, -1)))
  }
  return found.flat()
}

/** All files under `folder`, depth first in git's order; [] where the folder is not there. */
async function walkFiles(read: ReadObject, treeish: Oid, folder = ''): Promise<TreeEntry[]> {
  const top = await entryAt(read, await must(read, treeish), folder)
  const found: TreeEntry[] = []
  if (top?.mode === '040000') await collect(read, top.oid, folder === '' ? '' : `${folder}/`, found)
  return found
}

async function collect(read: ReadObject, tree: Oid, prefix: string, into: TreeEntry[]): Promise<void> {
  for (const {name, mode, oid} of await treeLines(read, tree)) {
    if (mode === '040000') await collect(read, oid, `${prefix}${name}/`, into)
    else into.push({path: prefix + name, mode, oid})
  }
}

/** Files that differ under `folder`. Folders with the same id are not opened. */
export async function walkChanges(read: ReadObject, before: Oid, after: Oid, folder = ''): Promise<TreeChange[]> {
  const ends = await Promise.all([before, after].map(async oid => entryAt(read, await must(read, oid), folder)))
  const changes: TreeChange[] = []
  await compare(read, folder, ends[0], ends[1], changes)
  return changes
}

async function compare(
  read: ReadObject,
  path: string,
  before: TreeLine | undefined,
  after: TreeLine | undefined,
  into: TreeChange[],
): Promise<void> {
  if (before && after && before.oid === after.oid && before.mode === after.mode) return
  const folders = [before, after].map(line => (line?.mode === '040000' ? line : undefined))
  const files = [before, after].map(line => (line && line.mode !== '040000' ? line.oid : undefined))
  if (files[0] || files[1]) {
    const modes = {...(files[0] && {before: before!.mode}), ...(files[1] && {after: after!.mode})}
    const special = Object.values(modes).some(mode => mode !== '100644')
    into.push({
      path,
      ...(files[0] && {before: files[0]}),
      ...(files[1] && {after: files[1]}),
      ...(special && {modes}),
    })
  }
  if (!folders[0] && !folders[1]) return
  const lines = await Promise.all(folders.map(async line => (line ? treeLines(read, line.oid) : [])))
  for (const [left, right] of sideBySide(lines[0]!, lines[1]!)) {
    const {name} = (left ?? right)!
    await compare(read, path === '' ? name : `${path}/${name}`, left, right, into)
  }
}

/** Two sorted trees as pairs of what has the same name and kind. */
function* sideBySide(
  before: readonly TreeLine[],
  after: readonly TreeLine[],
): Generator<[TreeLine | undefined, TreeLine | undefined]> {
  let [i, j] = [0, 0]
  while (i < before.length || j < after.length) {
    const [left, right] = [before[i], after[j]]
    const order = !left ? 1 : !right ? -1 : compareLines(left, right)
    yield [order <= 0 ? left : undefined, order >= 0 ? right : undefined]
    if (order <= 0) i++
    if (order >= 0) j++
  }
}
