import type {Oid} from '../../../model/ids'
import type {GitProgram} from '../program'
import type {Place} from '../snapshot/place'
import {shownPath, splitNul} from '../snapshot/raw-path'
import {POINTER_BYTES, parsePointer} from './pointer'
import {hasFile, hasFiles, keepFile, type LfsPlaces} from './store'

export interface Taken {
  readonly head: Oid | undefined
  /** Of HEAD, or the empty one. */
  readonly headTree: Oid
  readonly emptyTree: Oid
  /** Of what runs. */
  readonly tree: Oid
}

/**
 * Keeps the files of Git LFS that what runs has and no remote, beside those of LFS itself: prune takes what no branch names, and the
 * branch may be gone tomorrow. Answers the paths of those that could not be kept. Costs nothing where LFS has no files.
 */
export async function keepLfsFiles(
  git: GitProgram,
  place: Place,
  lfs: LfsPlaces,
  {head, headTree, emptyTree, tree}: Taken,
): Promise<string[]> {
  if (!hasFiles(lfs.store)) return []
  const base = head === undefined ? emptyTree : await pushed(git, place, head, emptyTree)
  if (base === head && tree === headTree) return []
  const changed = await newFiles(git, place, base, tree)
  const small = await smallOnes(git, place, [...new Set(changed.map(({oid}) => oid))])
  const pointers = await pointersOf(git, place, small)
  return changed.flatMap(({oid, path}) => {
    const pointer = pointers.get(oid)
    // What is not here was not here when it ran either, or somebody has asked for pointers alone.
    const here = pointer !== undefined && hasFile(lfs.store, pointer)
    return !here || keepFile(lfs, pointer) ? [] : [shownPath(path)]
  })
}

/** The newest commit of the branch that a remote has; HEAD itself, or the empty tree where none has any. */
async function pushed(git: GitProgram, place: Place, head: Oid, emptyTree: Oid): Promise<Oid> {
  const args = ['rev-list', '--first-parent', '--boundary', head, '--not', '--remotes']
  const lines = (await git.run(args, place)).stdout.toString().split('\n').slice(0, -1)
  const boundary = lines.filter(line => line.startsWith('-')).at(-1)
  return lines.length === 0 ? head : ((boundary?.slice(1) as Oid | undefined) ?? emptyTree)
}

/** `:<old mode> <new mode> <old oid> <new oid> <letter>`, then the path. */
async function newFiles(git: GitProgram, place: Place, base: Oid, tree: Oid) {
  const args = ['diff-tree', '-r', '-z', '--raw', '--no-renames', '--no-abbrev', base, tree]
  const items = splitNul((await git.run(args, place)).stdout)
  return items.flatMap((item, i) => {
    const [, mode, , oid] = item.split(' ')
    return i % 2 === 0 && mode?.startsWith('100') ? [{oid: oid!, path: items[i + 1]!}] : []
  })
}

async function smallOnes(git: GitProgram, place: Place, oids: readonly string[]): Promise<string[]> {
  if (oids.length === 0) return []
  const args = ['cat-file', '--batch-check=%(objectname) %(objectsize)']
  const {stdout} = await git.run(args, {...place, input: oids.join('\n')})
  return stdout
    .toString()
    .split('\n')
    .flatMap(line => {
      const [oid, size] = line.split(' ')
      return oid && Number(size) < POINTER_BYTES ? [oid] : []
    })
}

/** Pointers among these blobs. */
export async function pointersOf(git: Pick<GitProgram, 'run'>, place: Partial<Place>, oids: readonly string[]) {
  const found = new Map<string, NonNullable<ReturnType<typeof parsePointer>>>()
  if (oids.length === 0) return found
  const {stdout} = await git.run(['cat-file', '--batch'], {...place, input: oids.join('\n')})
  for (let from = 0; from < stdout.length; ) {
    const end = stdout.indexOf(10, from)
    const [oid, type, size] = stdout.toString('latin1', from, end).split(' ')
    const length = type === 'missing' ? -1 : Number(size)
    const pointer = parsePointer(stdout.subarray(end + 1, end + 1 + Math.max(0, length)))
    if (pointer) found.set(oid!, pointer)
    from = end + 2 + length
  }
  return found
}
