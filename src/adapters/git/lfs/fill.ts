import {lstatSync, readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import {quietly} from '../../../base/quietly'
import type {QuietGit} from '../checkout/quiet-git'
import {type LfsPointer, POINTER_BYTES, parsePointer} from './pointer'
import {bringFile, lfsStore} from './store'

/** Fills pointers of a checkout whose files are on this machine, LFS's own or in `places`; asks no server. */
export async function fillLfs(git: QuietGit, folder: string, places: readonly string[]): Promise<void> {
  const pointers = await pointersIn(git, folder)
  if (pointers.size === 0) return
  const store = await storeOf(git, folder)
  for (const pointer of pointers.values()) bringFile(store, pointer, places)
  await configure(git, folder)
  await git.inFolder(folder, ['lfs', 'checkout'], {ok: 'any'})
}

/** A clone has not got what only the repository's own configuration says, and LFS fills nothing where its filter is not configured. */
async function configure(git: QuietGit, folder: string): Promise<void> {
  const ask = ['config', '--get', 'filter.lfs.clean']
  if ((await git.inFolder(folder, ask, {ok: 'any'})).code === 0) return
  if ((await git.inRepository(ask, {ok: 'any'})).code !== 0) return
  await git.inFolder(folder, ['lfs', 'install', '--local', '--skip-repo'], {ok: 'any'})
}

/** Files of Git LFS that are pointers. */
export async function lfsPointers(git: QuietGit, folder: string): Promise<string[]> {
  return [...(await pointersIn(git, folder)).keys()]
}

async function pointersIn(git: QuietGit, folder: string): Promise<Map<string, LfsPointer>> {
  const {stdout: listed} = await git.inFolder(folder, ['ls-files', '-z'])
  const paths = await lfsPaths(git, folder, listed.toString().split('\0').slice(0, -1))
  return new Map(
    paths.flatMap(path => {
      const pointer = pointerAt(join(folder, path))
      return pointer ? [[path, pointer] as const] : []
    }),
  )
}

/** Those of the paths that Git LFS is for, by the attributes of the folder. */
async function lfsPaths(git: QuietGit, folder: string, paths: readonly string[]): Promise<string[]> {
  if (paths.length === 0) return []
  const input = paths.map(path => `${path}\0`).join('')
  return ofLfs((await git.inFolder(folder, ['check-attr', '-z', '--stdin', 'filter'], {input})).stdout)
}

/** Three items a path: the path, the name of the attribute, its value. */
export function ofLfs(attributes: Buffer): string[] {
  const items = attributes.toString().split('\0')
  return items.filter((_, i) => i % 3 === 0 && items[i + 2] === 'lfs')
}

const pointerAt = (file: string): LfsPointer | undefined =>
  quietly(() => {
    const stat = lstatSync(file)
    return stat.isFile() && stat.size < POINTER_BYTES ? parsePointer(readFileSync(file)) : undefined
  })

async function storeOf(git: QuietGit, folder: string): Promise<string> {
  const [common, storage] = await Promise.all([
    git.inFolder(folder, ['rev-parse', '--git-common-dir']),
    git.inFolder(folder, ['config', '--get', 'lfs.storage'], {ok: 'any'}),
  ])
  const set = storage.code === 0 ? storage.stdout.toString().trim() : ''
  return lfsStore(resolve(folder, common.stdout.toString().trim()), set === '' ? undefined : set)
}
