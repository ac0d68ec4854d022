import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync} from 'node:fs'
import {hostname} from 'node:os'
import {basename, dirname, join, resolve} from 'node:path'
import {sha256} from '../../../base/digest'
import {quietly} from '../../../base/quietly'
import {isOid} from '../../../model/ids'
import type {Checkout} from '../../../ports/checkouts'
import {fileFailure} from '../../node/failures'
import {isAlive} from '../../node/this-boot'

/** In the git dir of a checkout; goes with it, and tells ours from the user's own worktrees. */
const MARK = 'exp-checkout'

type Mark = Omit<Checkout, 'folder' | 'unfinished'> & {
  /** Who makes it, while it is made. */
  readonly maker?: {readonly host: string; readonly pid: number}
}

export interface Marks {
  /**
   * Keeps others from making a checkout in this folder until the answer is called; undefined where somebody does so now. git itself lets two of them make a
   * worktree in one place, and the one that fails takes away what the other made.
   */
  claim(folder: string): (() => void) | undefined
  write(gitDir: string, checkout: Checkout): void
  list(): readonly Checkout[]
  /** Forgets a clone; a worktree is forgotten by git. */
  forget(checkout: Checkout): void
}

/** Linked worktrees are found through git's own list of them; clones through names in `<own>/clones`. */
export function checkoutMarks(commonDir: string, own: string): Marks {
  const clones = join(own, 'clones')
  const entry = (folder: string) => join(clones, sha256(Buffer.from(folder)).slice(0, 32))
  const claims = join(own, 'claims')
  return {
    claim: folder => claim(claims, basename(entry(folder))),
    write: (gitDir, {folder, unfinished, ...mark}) => {
      const maker = unfinished ? {maker: me()} : {}
      writeFileSync(join(gitDir, MARK), `${JSON.stringify({...mark, ...maker})}\n`)
      if (mark.kind !== 'clone') return
      mkdirSync(clones, {recursive: true})
      writeFileSync(entry(folder), folder)
    },
    list: () => [...worktrees(commonDir), ...clonesIn(clones)],
    forget: ({kind, folder}) => {
      if (kind === 'clone') rmSync(entry(folder), {force: true})
    },
  }
}

function worktrees(commonDir: string): Checkout[] {
  const all = join(commonDir, 'worktrees')
  return names(all).flatMap(name => {
    const admin = join(all, name)
    const dotGit = quietly(() => readFileSync(join(admin, 'gitdir'), 'utf8').trimEnd())
    return dotGit === undefined ? [] : marked(admin, dirname(resolve(admin, dotGit)), 'worktree')
  })
}

const clonesIn = (clones: string): Checkout[] =>
  names(clones).flatMap(name => {
    const folder = quietly(() => readFileSync(join(clones, name), 'utf8'))
    return folder === undefined ? [] : marked(join(folder, '.git'), folder, 'clone')
  })

function marked(gitDir: string, folder: string, kind: Checkout['kind']): Checkout[] {
  const mark = quietly(() => JSON.parse(readFileSync(join(gitDir, MARK), 'utf8')) as Partial<Mark> | null)
  if (!mark || !existsSync(join(folder, '.git'))) return []
  const {run, name, commit, by, maker} = mark
  if (typeof run !== 'string' || typeof name !== 'string' || typeof commit !== 'string' || !isOid(commit)) return []
  return [
    {
      folder,
      run,
      name,
      commit,
      kind,
      by: by === 'run' ? 'run' : 'checkout',
      ...(maker && {unfinished: isGone(maker) ? ('cut short' as const) : ('being made' as const)}),
    },
  ]
}

const names = (folder: string): string[] => quietly(() => readdirSync(folder).sort()) ?? []

function claim(claims: string, name: string): (() => void) | undefined {
  mkdirSync(claims, {recursive: true})
  const file = join(claims, name)
  for (let tries = 0; tries < 3; tries++) {
    try {
      writeFileSync(file, JSON.stringify(me()), {flag: 'wx'})
      return () => rmSync(file, {force: true})
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw fileFailure(error, file)
      const holder = quietly(() => JSON.parse(readFileSync(file, 'utf8')) as ReturnType<typeof me>)
      // One that was killed before it could say who it is.
      const gone = holder ? isGone(holder) : Date.now() - (quietly(() => statSync(file).mtimeMs) ?? 0) > SILENT_MS
      if (!gone) return undefined
      rmSync(file, {force: true})
    }
  }
  return undefined
}

const SILENT_MS = 10_000

const me = () => ({host: hostname(), pid: process.pid})

/** On another machine nobody can tell, so it may be going on. */
function isGone({host, pid}: NonNullable<Mark['maker']>): boolean {
  return host === hostname() && !isAlive(pid)
}
