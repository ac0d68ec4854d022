import {sha256} from '../../base/digest'
import {lfsPointer} from '../../capture/data-pins'
import {dirDigest} from '../../capture/dir-manifest'
import type {DataNeed} from '../../model/data-needs'
import type {Digest} from '../../model/ids'
import type {GitObjects, TreeEntry} from '../../ports/git-objects'

type Objects = Pick<GitObjects, 'blobs'>

/** What the code holds at the path of an input. */
export interface InCode {
  /**
   * `code`: git has other bytes, which are those of the working tree where a filter or line endings make the difference; `changed`: a folder that
   * the code has a part of.
   */
  readonly state: 'same' | 'unpinned' | 'code' | 'changed'
  readonly found?: {readonly files: number}
}

/** undefined: the code has nothing there. */
export async function codeHas(
  objects: Objects,
  {path, digest, files}: DataNeed,
  code: readonly TreeEntry[],
): Promise<InCode | undefined> {
  if (path === undefined) return undefined
  const file = code.find(entry => entry.path === path)
  const below = file ? [] : code.filter(entry => entry.path.startsWith(`${path}/`))
  if (!file && below.length === 0) return undefined
  if (digest === undefined) return {state: 'unpinned'}
  if (file) return {state: (await digestsOf(objects, [file])).get(file.oid) === digest ? 'same' : 'code'}
  if (files !== undefined && files !== below.length) return {state: 'changed', found: {files: below.length}}
  const digests = await digestsOf(objects, below)
  const listed = below.map(each => ({path: each.path.slice(path.length + 1), digest: digests.get(each.oid)}))
  const whole = listed.every((each): each is {path: string; digest: Digest} => each.digest !== undefined)
  return {state: whole && dirDigest(listed) === digest ? 'same' : 'code'}
}

/** By object id. A pointer of Git LFS counts as what it stands for; links and submodules have none. */
async function digestsOf(objects: Objects, entries: readonly TreeEntry[]): Promise<Map<string, Digest>> {
  const digests = new Map<string, Digest>()
  const ids = [...new Set(entries.flatMap(({oid, mode}) => (mode.startsWith('100') ? [oid] : [])))]
  for await (const {oid, bytes} of objects.blobs(ids)) {
    digests.set(oid, lfsPointer(bytes)?.digest ?? (`sha256:${sha256(bytes)}` as Digest))
  }
  return digests
}
