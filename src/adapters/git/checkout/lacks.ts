import {randomBytes} from 'node:crypto'
import {mkdirSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import type {Oid} from '../../../model/ids'
import type {Lacking, WantedSubmodule} from '../../../ports/checkouts'
import {ofLfs} from '../lfs/fill'
import {pointersOf} from '../lfs/keep'
import {borrowedStores, hasFile, type LfsPlaces} from '../lfs/store'
import type {QuietGit} from './quiet-git'
import {type Filling, missingSubmodules} from './submodules'

export interface LackingPlaces {
  readonly lfs: LfsPlaces
  /** Of our own, for an index. */
  readonly tmp: string
  /** The user's own worktree. */
  readonly own: string | undefined
}

/** What a checkout of the commit would lack on this machine: files of Git LFS, and submodules. */
export async function lacksOf(
  git: QuietGit,
  commit: Oid,
  submodules: readonly WantedSubmodule[],
  {lfs, tmp, own}: LackingPlaces,
): Promise<Lacking> {
  const folder = join(tmp, `lacks-${randomBytes(6).toString('hex')}`)
  mkdirSync(folder, {recursive: true})
  try {
    const env = {GIT_INDEX_FILE: join(folder, 'index')}
    await git.inRepository(['read-tree', commit], {env})
    const listed = (await git.inRepository(['ls-files', '-s', '-z'], {env})).stdout
    const wanted = new Map(submodules.map(each => [each.path, each.commit]))
    const filling: Filling = {wanted, homes: [git.commonDir], own, lfs: []}
    return {
      files: await missingFiles(git, env, listed, lfs),
      submodules: await missingSubmodules(git, commit, filling),
    }
  } finally {
    rmSync(folder, {recursive: true, force: true})
  }
}

async function missingFiles(git: QuietGit, env: Record<string, string>, listed: Buffer, lfs: LfsPlaces) {
  const blobs = new Map(
    listed
      .toString()
      .split('\0')
      .flatMap((line): [string, string][] => {
        const [, oid, path] = /^100\d{3} ([0-9a-f]+) \d\t(.*)$/s.exec(line) ?? []
        return oid === undefined || path === undefined ? [] : [[path, oid]]
      }),
  )
  if (blobs.size === 0) return []
  const input = [...blobs.keys()].map(path => `${path}\0`).join('')
  const {stdout} = await git.inRepository(['check-attr', '--cached', '-z', '--stdin', 'filter'], {env, input})
  const paths = ofLfs(stdout)
  const places = [lfs.store, lfs.kept, ...borrowedStores(git.commonDir)]
  const run = {run: git.inRepository}
  const pointers = await pointersOf(run, {}, [...new Set(paths.map(path => blobs.get(path)!))])
  return paths.filter(path => {
    const pointer = pointers.get(blobs.get(path)!)
    return pointer !== undefined && !places.some(place => hasFile(place, pointer))
  })
}
