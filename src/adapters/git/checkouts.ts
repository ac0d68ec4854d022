import {existsSync, mkdirSync, rmSync} from 'node:fs'
import {basename, dirname, join, resolve} from 'node:path'
import {ExpError} from '../../base/errors'
import {quietly} from '../../base/quietly'
import type {Oid} from '../../model/ids'
import type {Checkout, CheckoutRequest, Checkouts, MadeCheckout, WantedSubmodule} from '../../ports/checkouts'
import type {RepositoryFacts} from '../../ports/git-repository'
import {differingFiles, fillFiles, indexTree, withoutSparse} from './checkout/files'
import {exists, realFolder, refuseFolder} from './checkout/folder'
import {lacksOf} from './checkout/lacks'
import {checkoutMarks, type Marks} from './checkout/marks'
import {type QuietGit, quietGit} from './checkout/quiet-git'
import {layFile, linkFile} from './checkout/side-folder'
import {checkoutState} from './checkout/state'
import {fillSubmodules} from './checkout/submodules'
import {fillLfs, lfsPointers} from './lfs/fill'
import type {LfsPlaces} from './lfs/store'

export interface CheckoutsSettings {
  readonly facts: Pick<RepositoryFacts, 'commonDir' | 'worktree' | 'objectFormat'>
  readonly env: NodeJS.ProcessEnv
  /** Our own folder, `<common git dir>/exp`. */
  readonly own: string
  readonly lfs: LfsPlaces
}

/** By the git program. A worktree is known as ours by a mark in its git dir, so that `git worktree remove` forgets it too. */
export function cliCheckouts({facts, env, own, lfs}: CheckoutsSettings): Checkouts {
  const commonDir = realFolder(facts.commonDir)
  const git = quietGit(commonDir, env)
  const marks = checkoutMarks(commonDir, own)
  const below = join(realFolder(own), 'worktrees')
  const making: Making = {git, marks, worktree: facts.worktree, below, lfs, objectFormat: facts.objectFormat}
  const usualPlace = async (run: string) => {
    const beside = besideRepository(commonDir, run)
    const free =
      beside &&
      !existsSync(beside) &&
      refuseFolder(git, beside, below).then(
        () => true,
        () => false,
      )
    return beside !== undefined && (ours(marks, beside) || (await free)) ? beside : join(below, run)
  }
  const lookAt: Checkouts['lookAt'] = async (folder, request) => standing(making, realFolder(folder), request)
  return {
    usualPlace,
    lookAt,
    at: async (commit, name, {run = name, submodules} = {}) =>
      (await at(making, join(below, name), {commit, run, name, submodules})).folder,
    lacks: (commit, submodules) => lacksOf(git, commit, submodules, {lfs, tmp: join(own, 'tmp'), own: facts.worktree}),
    make: async request => {
      const wanted = realFolder(request.folder ?? (await usualPlace(request.run)))
      return alone(marks, wanted, () => make(making, wanted, request))
    },
    list: () => marks.list(),
    state: checkout => checkoutState(git, checkout),
    remove: checkout => remove(making, checkout),
    lay: layFile,
    link: linkFile,
  }
}

interface Making {
  readonly git: QuietGit
  readonly marks: Marks
  readonly worktree: string | undefined
  readonly below: string
  readonly lfs: LfsPlaces
  readonly objectFormat: string
}

/** Named after the repository; undefined for a submodule's, which has no place of its own. */
function besideRepository(commonDir: string, run: string): string | undefined {
  const bare = basename(commonDir) !== '.git'
  const name = bare ? basename(commonDir).replace(/\.git$/, '') : basename(dirname(commonDir))
  const parent = bare ? dirname(commonDir) : dirname(dirname(commonDir))
  return name === '' ? undefined : join(parent, `${name}-${run}`)
}

const ours = (marks: Marks, folder: string) => marks.list().find(each => each.folder === folder)

async function alone<T>(marks: Marks, folder: string, work: () => Promise<T>): Promise<T> {
  const release = marks.claim(folder)
  if (!release) throw beingMade(folder)
  try {
    return await work()
  } finally {
    release()
  }
}

const beingMade = (folder: string) => exists(folder, 'is being made by another git exp')

async function standing(
  {git, marks, below}: Making,
  folder: string,
  {run, commit}: {readonly run: string; readonly commit: Oid},
): Promise<Checkout | undefined> {
  const there = ours(marks, folder)
  if (!there) {
    await refuseFolder(git, folder, below)
    return undefined
  }
  if (there.unfinished === 'being made') throw beingMade(folder)
  if (there.run === run && there.commit === commit) return there
  const other =
    there.run === run ? 'holds this run at another commit' : `is the checkout of ${there.name} (${there.run})`
  throw exists(folder, other, [`git exp checkout --remove ${there.run}`])
}

async function make(making: Making, folder: string, request: CheckoutRequest): Promise<MadeCheckout> {
  const there = await standing(making, folder, request)
  if (there && !there.unfinished)
    return {...(await seen(making.git, there)), fresh: false, submodules: [], failedFilters: [], differing: []}
  if (there) await remove(making, there)
  const {run, name, commit, standalone = false} = request
  const kind = standalone ? ('clone' as const) : ('worktree' as const)
  return build(making, {folder, run, name, commit, kind, by: 'checkout'}, request.submodules ?? [])
}

interface Wanted {
  readonly commit: Oid
  readonly run: string
  readonly name: string
  readonly submodules?: readonly WantedSubmodule[] | undefined
}

/** The one that is there where it is at that commit; else a new one. */
async function at(making: Making, place: string, {commit, run, name, submodules = []}: Wanted): Promise<Checkout> {
  const there = ours(making.marks, place)
  if (there?.unfinished === 'cut short') await remove(making, there)
  const head = existsSync(join(place, '.git')) && (await headOf(making.git, place))
  const checkout = {folder: place, run, name, commit, kind: 'worktree', by: 'run'} as const
  if (head === commit) return checkout
  const folder = existsSync(place) ? `${place}-${Date.now().toString(36)}` : place
  return build(making, {...checkout, folder}, submodules)
}

async function headOf({inFolder}: QuietGit, folder: string): Promise<string | undefined> {
  const {stdout, code} = await inFolder(folder, ['rev-parse', '--verify', '--quiet', 'HEAD'], {ok: 'any'})
  return code === 0 ? stdout.toString().trim() : undefined
}

/** All or nothing: what fails half way is taken away. */
async function build(
  making: Making,
  checkout: Checkout,
  submodules: readonly WantedSubmodule[],
): Promise<MadeCheckout> {
  const {git, marks, worktree, lfs} = making
  const {folder} = checkout
  const stood = existsSync(folder)
  // Outside of what is taken back: where it fails, the folder may be somebody else's by now, and git has cleared up itself.
  await (checkout.kind === 'clone' ? clone(making, checkout) : addWorktree(git, checkout))
  try {
    if (checkout.kind === 'clone') {
      await likeRepository(git, checkout)
      await bringCommit(git, checkout)
    }
    if (checkout.kind === 'worktree') await withoutSparse(git, folder)
    const gitDir = await gitDirOf(git, folder)
    marks.write(gitDir, {...checkout, unfinished: 'being made'})
    const failed = await fillFiles(git, folder)
    await mustBeTree(git, checkout)
    const places = [lfs.store, lfs.kept]
    await fillLfs(git, folder, places)
    const wanted = new Map(submodules.map(({path, commit}) => [path, commit]))
    const filling = {wanted, homes: [git.commonDir], own: worktree, lfs: places}
    const filled = await fillSubmodules(git, folder, filling)
    const differing = await differingFiles(git, folder, {gitDir, failed})
    const made = {...(await seen(git, checkout)), fresh: true, submodules: filled, failedFilters: failed, differing}
    marks.write(gitDir, checkout)
    return made
  } catch (error) {
    await remove(making, checkout).catch(() => {})
    quietly(() => rmSync(folder, {recursive: true, force: true}))
    if (stood) quietly(() => mkdirSync(folder))
    throw error
  }
}

async function addWorktree(git: QuietGit, {folder, commit}: Checkout): Promise<void> {
  mkdirSync(dirname(folder), {recursive: true})
  await git.inRepository(['worktree', 'add', '--quiet', '--no-checkout', '--detach', '--', folder, commit])
}

async function clone({git, objectFormat}: Making, {folder}: Checkout): Promise<void> {
  mkdirSync(dirname(folder), {recursive: true})
  const args = ['clone', '--quiet', '--no-checkout', '--template=', '--', git.commonDir, folder]
  await git.inRepository(['-c', 'protocol.file.allow=always', ...args], {env: {GIT_DEFAULT_HASH: objectFormat}})
}

/** A clone does not take over what the repository's own configuration says of line ends. */
async function likeRepository({inRepository, inFolder}: QuietGit, {folder}: Checkout): Promise<void> {
  for (const key of ['core.autocrlf', 'core.eol']) {
    const {stdout, code} = await inRepository(['config', '--get', key], {ok: 'any'})
    if (code === 0) await inFolder(folder, ['config', key, stdout.toString().trim()])
  }
}

/** It may be on no branch, so it is asked for by name; HEAD then keeps it. */
async function bringCommit(git: QuietGit, {folder, commit}: Checkout): Promise<void> {
  const fetch = ['fetch', '--quiet', '--no-tags', '--no-write-fetch-head', 'origin', commit]
  await git.inFolder(folder, ['-c', 'protocol.file.allow=always', '-c', 'protocol.version=2', ...fetch])
  await git.inFolder(folder, ['update-ref', '--no-deref', 'HEAD', commit])
}

async function gitDirOf({inFolder}: QuietGit, folder: string): Promise<string> {
  return resolve(folder, (await inFolder(folder, ['rev-parse', '--absolute-git-dir'])).stdout.toString().trim())
}

async function mustBeTree(git: QuietGit, {folder, commit}: Checkout): Promise<void> {
  const {stdout} = await git.inRepository(['rev-parse', `${commit}^{tree}`])
  const [wanted, found] = [stdout.toString().trim(), await indexTree(git, folder)]
  if (wanted === found) return
  throw new ExpError('DAMAGED_RECORD', `the tree that was checked out is ${found}, and that of the commit ${wanted}`, {
    hints: ['git fsck'],
    data: {commit, wanted, found},
  })
}

/** What can be told of a checkout at any time. */
async function seen(git: QuietGit, checkout: Checkout) {
  const {folder} = checkout
  return {...checkout, tree: await indexTree(git, folder), pointers: await lfsPointers(git, folder)}
}

async function remove({git, marks}: Making, checkout: Checkout): Promise<void> {
  const {folder, kind} = checkout
  if (kind === 'clone') {
    rmSync(folder, {recursive: true, force: true})
    marks.forget(checkout)
  } else await git.inRepository(['worktree', 'remove', '--force', '--', folder])
}
