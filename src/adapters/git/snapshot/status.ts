import type {Oid} from '../../../model/ids'
import type {GitProgram} from '../program'
import type {Place} from './place'
import {type RawPath, shownPath, splitNul} from './raw-path'

/** A tracked path that differs between HEAD, index and worktree. */
export interface ChangedPath {
  readonly path: RawPath
  /** git's letter for HEAD → index; `.` is no change. */
  readonly staged: string
  /** git's letter for index → worktree. */
  readonly unstaged: string
  readonly unmerged: boolean
  readonly submodule: {readonly commit: boolean; readonly modified: boolean; readonly untracked: boolean} | undefined
  /** Zeros where HEAD has no such path; "ours" in a merge. */
  readonly headMode: string
  readonly headOid: string
  /** Zeros where the worktree has none. */
  readonly worktreeMode: string
}

/** All that git sees differ from HEAD. */
export interface StatusReport {
  readonly head: Oid | undefined
  readonly branch: string | undefined
  readonly changed: readonly ChangedPath[]
  /** Untracked files that are not ignored; one that ends in a slash is a nested repository. */
  readonly untracked: readonly RawPath[]
}

/** One `git status` over the whole worktree; it never walks ignored folders, nor untracked ones where they are not wanted. */
export async function readStatus(
  git: GitProgram,
  place: Place,
  {options, untracked}: {readonly options: readonly string[]; readonly untracked: 'all' | 'no'},
): Promise<StatusReport> {
  const args = ['status', '--porcelain=v2', '-z', '--branch', '--no-renames', '--no-ahead-behind']
  const more = ['--ignore-submodules=none', `--untracked-files=${untracked}`]
  return parseStatus((await git.run([...options, ...args, ...more], place)).stdout)
}

/** Reads `git status --porcelain=v2 -z --branch --no-renames`. */
export function parseStatus(stdout: Buffer): StatusReport {
  const changed: ChangedPath[] = []
  const untracked: RawPath[] = []
  let head: Oid | undefined
  let branch: string | undefined
  for (const line of splitNul(stdout)) {
    if (line.startsWith('? ')) untracked.push(line.slice(2))
    else if (line.startsWith('1 ')) changed.push(ordinary(line))
    else if (line.startsWith('u ')) changed.push(conflicting(line))
    else if (line.startsWith('# branch.oid ') && !line.endsWith('(initial)')) head = line.slice(13) as Oid
    else if (line.startsWith('# branch.head ') && !line.endsWith('(detached)')) branch = shownPath(line.slice(14))
  }
  return {head, branch, changed, untracked}
}

/** `1 XY sub mH mI mW hH hI path` */
function ordinary(line: string): ChangedPath {
  const [, xy = '', sub = '', headMode = '', , worktreeMode = '', headOid = '', , ...path] = line.split(' ')
  return {...common(xy, sub, path), unmerged: false, headMode, headOid, worktreeMode}
}

/** `u XY sub m1 m2 m3 mW h1 h2 h3 path`; stage 2 is what HEAD has. */
function conflicting(line: string): ChangedPath {
  const [, xy = '', sub = '', , headMode = '', , worktreeMode = '', , headOid = '', , ...path] = line.split(' ')
  return {...common(xy, sub, path), unmerged: true, headMode, headOid, worktreeMode}
}

function common(xy: string, sub: string, path: readonly string[]) {
  const submodule = sub.startsWith('S')
    ? {commit: sub[1] === 'C', modified: sub[2] === 'M', untracked: sub[3] === 'U'}
    : undefined
  return {path: path.join(' '), staged: xy[0] ?? '.', unstaged: xy[1] ?? '.', submodule}
}
