import {existsSync, mkdirSync, readdirSync, realpathSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {isExpError} from '../../../base/errors'
import {quietly} from '../../../base/quietly'
import type {FilledSubmodule} from '../../../ports/checkouts'
import {fillFiles} from './files'
import type {QuietGit} from './quiet-git'

/** Deeper than this, submodules of submodules are not filled. */
const DEEPEST = 5

export interface Filling {
  /** Commits by path, as recorded; the tree's own count for the rest. */
  readonly wanted: ReadonlyMap<string, string>
  /** Git dirs whose `modules/` may hold the repositories. */
  readonly homes: readonly string[]
  /** The user's own worktree, where they may be checked out. */
  readonly own: string | undefined
}

/** Clones each submodule of a checkout from where it is on this machine; no server is asked. */
export async function fillSubmodules(
  git: QuietGit,
  folder: string,
  filling: Filling,
  depth = 0,
): Promise<FilledSubmodule[]> {
  const {stdout} = await git.inFolder(folder, ['ls-files', '-s', '-z'])
  const links = stdout
    .toString()
    .split('\0')
    .flatMap(line => {
      const [, oid, path] = /^160000 ([0-9a-f]+) \d\t(.*)$/s.exec(line) ?? []
      return oid && path !== undefined ? [{path, commit: filling.wanted.get(path) ?? oid}] : []
    })
  const filled: FilledSubmodule[] = []
  const names = links.length > 0 ? await moduleNames(git, folder) : new Map<string, string>()
  for (const link of links) {
    const source = sourceOf(link.path, names.get(link.path), filling)
    const problem = await fill(git, folder, link, source)
    filled.push({...link, ...(problem !== undefined && {problem})})
    if (problem !== undefined || depth >= DEEPEST) continue
    const place = join(folder, link.path)
    const own = filling.own === undefined ? undefined : join(filling.own, link.path)
    const inner = {wanted: new Map<string, string>(), homes: [source!], own}
    const within = await fillSubmodules(git, place, inner, depth + 1)
    filled.push(...within.map(each => ({...each, path: `${link.path}/${each.path}`})))
  }
  return filled
}

/** Name of each submodule by its path, as `.gitmodules` of the checkout says; a name that leads elsewhere is none. */
async function moduleNames(git: QuietGit, folder: string): Promise<Map<string, string>> {
  const args = ['config', '-z', '--file', '.gitmodules', '--get-regexp', '^submodule\\..*\\.path$']
  const {stdout} = await git.inFolder(folder, args, {ok: 'any'})
  return new Map(
    stdout
      .toString()
      .split('\0')
      .flatMap((item): [string, string][] => {
        const [, name, path] = /^submodule\.(.*)\.path\n(.*)$/s.exec(item) ?? []
        const escapes = name === undefined || name.startsWith('/') || name.split('/').includes('..')
        return escapes || path === undefined ? [] : [[path, name]]
      }),
  )
}

function sourceOf(path: string, name: string | undefined, {homes, own}: Filling): string | undefined {
  const kept = homes.map(home => join(home, 'modules', name ?? path))
  const checkedOut = own === undefined ? [] : [join(own, path)].filter(each => existsSync(join(each, '.git')))
  return [...kept.filter(each => existsSync(join(each, 'HEAD'))), ...checkedOut][0]
}

async function fill(
  git: QuietGit,
  folder: string,
  {path, commit}: {readonly path: string; readonly commit: string},
  source: string | undefined,
): Promise<string | undefined> {
  const place = join(folder, path)
  if (source === undefined) return 'its repository is not here'
  if (!/^[0-9a-f]{40,64}$/.test(commit)) return 'the record names no commit of it'
  const known = await git.around(source, ['cat-file', '-e', `${commit}^{commit}`], {ok: 'any'})
  if (known.code !== 0) return `its repository here does not have ${commit.slice(0, 12)}`
  if (!isBelow(folder, place)) return 'its place leads out of the checkout'
  try {
    mkdirSync(place, {recursive: true})
    if (readdirSync(place).length > 0) return 'its folder is not empty'
    const clone = ['clone', '--quiet', '--local', '--no-checkout', '--template=', '--', source, place]
    await git.around(folder, ['-c', 'protocol.file.allow=always', ...clone])
    await git.inFolder(place, ['update-ref', '--no-deref', 'HEAD', commit])
    await fillFiles(git, place)
    return undefined
  } catch (error) {
    if (!isExpError(error)) throw error
    return error.message
  }
}

function isBelow(folder: string, place: string): boolean {
  const parent = quietly(() => realpathSync(dirname(place)))
  const top = realpathSync(folder)
  return parent === top || parent?.startsWith(`${top}/`) === true
}
