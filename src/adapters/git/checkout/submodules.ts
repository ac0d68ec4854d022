import {existsSync, mkdirSync, readdirSync, realpathSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {isExpError} from '../../../base/errors'
import {quietly} from '../../../base/quietly'
import type {Oid} from '../../../model/ids'
import type {FilledSubmodule, WantedSubmodule} from '../../../ports/checkouts'
import {fillLfs} from '../lfs/fill'
import {lfsStore} from '../lfs/store'
import type {GitOutput} from '../program'
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
  /** Where files of Git LFS may lie besides their repository's own. */
  readonly lfs: readonly string[]
}

/** Clones each submodule of a checkout from where it is on this machine; no server is asked. */
export async function fillSubmodules(
  git: QuietGit,
  folder: string,
  filling: Filling,
  depth = 0,
): Promise<FilledSubmodule[]> {
  const links = linksIn(
    (await git.inFolder(folder, ['ls-tree', '-r', '-z', '--full-tree', 'HEAD'])).stdout,
    filling.wanted,
  )
  const filled: FilledSubmodule[] = []
  const file = ['--file', '.gitmodules']
  const names = links.length > 0 ? await moduleNames(args => git.inFolder(folder, args, {ok: 'any'}), file) : NONE
  for (const link of links) {
    const source = sourceOf(link.path, names.get(link.path), filling)
    const problem = await fill(git, folder, link, {source, lfs: filling.lfs})
    filled.push({...link, ...(problem !== undefined && {problem})})
    if (problem !== undefined || depth >= DEEPEST) continue
    const place = join(folder, link.path)
    const within = await fillSubmodules(git, place, inner(filling, link, source!), depth + 1)
    filled.push(...within.map(each => ({...each, path: `${link.path}/${each.path}`})))
  }
  return filled
}

const NONE: ReadonlyMap<string, string> = new Map()

/** Submodules by what `git ls-tree -r -z` says. */
const linksIn = (listed: Buffer, wanted: ReadonlyMap<string, string>): WantedSubmodule[] =>
  listed
    .toString()
    .split('\0')
    .flatMap(line => {
      const [, oid, path] = /^160000 commit ([0-9a-f]+)\t(.*)$/s.exec(line) ?? []
      return oid && path !== undefined ? [{path, commit: wanted.get(path) ?? oid}] : []
    })

type Ask = (args: readonly string[]) => Promise<GitOutput>

/** Those that could not be filled where the commit is checked out, and why; those of submodules too. */
export async function missingSubmodules(git: QuietGit, commit: Oid, filling: Filling): Promise<FilledSubmodule[]> {
  return missingIn(git, commit, filling, {ask: args => git.inRepository(args, {ok: 'any'}), prefix: '', depth: 0})
}

interface Within {
  /** git in the repository that has the commit. */
  readonly ask: Ask
  readonly prefix: string
  readonly depth: number
}

async function missingIn(
  git: QuietGit,
  commit: string,
  filling: Filling,
  {ask, prefix, depth}: Within,
): Promise<FilledSubmodule[]> {
  const links = linksIn((await ask(['ls-tree', '-r', '-z', '--full-tree', commit])).stdout, filling.wanted)
  const names = links.length > 0 ? await moduleNames(ask, ['--blob', `${commit}:.gitmodules`]) : NONE
  const missing: FilledSubmodule[] = []
  for (const link of links) {
    const source = sourceOf(link.path, names.get(link.path), filling)
    const problem = await unknown(git, link, source)
    const path = `${prefix}${link.path}`
    if (problem !== undefined) missing.push({...link, path, problem})
    else if (source !== undefined && depth < DEEPEST) {
      const within = {ask: (args: readonly string[]) => git.around(source, args, {ok: 'any'}), prefix: `${path}/`}
      missing.push(...(await missingIn(git, link.commit, inner(filling, link, source), {...within, depth: depth + 1})))
    }
  }
  return missing
}

/** For the submodules of a submodule. */
const inner = ({own, lfs}: Filling, {path}: WantedSubmodule, source: string): Filling => ({
  wanted: NONE,
  homes: [source],
  own: own === undefined ? undefined : join(own, path),
  lfs,
})

/** Name of each submodule by its path, as `.gitmodules` says; a name that leads elsewhere is none. */
async function moduleNames(ask: Ask, file: readonly string[]): Promise<Map<string, string>> {
  const {stdout} = await ask(['config', '-z', ...file, '--get-regexp', '^submodule\\..*\\.path$'])
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

/** Why a submodule cannot be had from where it is kept. */
async function unknown(
  git: QuietGit,
  {commit}: WantedSubmodule,
  source: string | undefined,
): Promise<string | undefined> {
  if (source === undefined) return 'its repository is not here'
  if (!/^[0-9a-f]{40,64}$/.test(commit)) return 'the record names no commit of it'
  const known = await git.around(source, ['cat-file', '-e', `${commit}^{commit}`], {ok: 'any'})
  return known.code === 0 ? undefined : `its repository here does not have ${commit.slice(0, 12)}`
}

async function fill(
  git: QuietGit,
  folder: string,
  link: WantedSubmodule,
  {source, lfs}: {readonly source: string | undefined; readonly lfs: readonly string[]},
): Promise<string | undefined> {
  const {path, commit} = link
  const place = join(folder, path)
  const problem = await unknown(git, link, source)
  if (problem !== undefined || source === undefined) return problem
  if (!isBelow(folder, place)) return 'its place leads out of the checkout'
  try {
    mkdirSync(place, {recursive: true})
    if (readdirSync(place).length > 0) return 'its folder is not empty'
    const clone = ['clone', '--quiet', '--local', '--no-checkout', '--template=', '--', source, place]
    await git.around(folder, ['-c', 'protocol.file.allow=always', ...clone])
    await git.inFolder(place, ['update-ref', '--no-deref', 'HEAD', commit])
    await fillFiles(git, place)
    await fillLfs(git, place, [lfsStore(source, undefined), lfsStore(join(source, '.git'), undefined), ...lfs])
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
