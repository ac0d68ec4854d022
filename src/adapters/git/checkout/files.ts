import {lstatSync, readFileSync, readlinkSync, rmSync} from 'node:fs'
import {join} from 'node:path'
import {isExpError} from '../../../base/errors'
import {quietly} from '../../../base/quietly'
import type {Oid} from '../../../model/ids'
import type {QuietGit} from './quiet-git'

/** So many filters may fail before the failure is the answer. */
const MOST_FILTERS = 8
const MOST_FILES = 100

/** Fills a worktree that has no files yet from its HEAD. Answers the filters that failed and were left out. */
export async function fillFiles(git: QuietGit, folder: string): Promise<string[]> {
  const failed: string[] = []
  for (;;) {
    try {
      await git.inFolder(folder, [
        '-c',
        'core.sparseCheckout=false',
        ...without(failed),
        'read-tree',
        '--reset',
        '-u',
        'HEAD',
      ])
      return failed
    } catch (error) {
      const filter = isExpError(error, 'GIT_FAILED') ? failedSmudge(String(error.data['git'])) : undefined
      if (filter === undefined || failed.includes(filter) || failed.length >= MOST_FILTERS) throw error
      failed.push(filter)
    }
  }
}

/** Options with which git does as if these filters were not there. */
const without = (filters: readonly string[]) =>
  filters.flatMap(name =>
    ['smudge=', 'clean=', 'process=', 'required=false'].flatMap(value => ['-c', `filter.${name}.${value}`]),
  )

const failedSmudge = (stderr: string) => /smudge filter '?(.+?)'? failed/.exec(stderr)?.[1]

/** The tree of the index. */
export async function indexTree(git: QuietGit, folder: string): Promise<Oid> {
  return (await git.inFolder(folder, ['write-tree'])).stdout.toString().trim() as Oid
}

/**
 * Files that are not what the tree has: every one is read again, by an index that knows no times. What git's own conversion of line
 * ends makes of a file that was committed with CR LF is compared byte for byte.
 */
export async function differingFiles(
  git: QuietGit,
  folder: string,
  {gitDir, failed}: {readonly gitDir: string; readonly failed: readonly string[]},
): Promise<string[]> {
  const off = without(failed)
  const index = join(gitDir, 'exp-index')
  const env = {GIT_INDEX_FILE: index}
  try {
    await git.inFolder(folder, ['read-tree', 'HEAD'], {env})
    await git.inFolder(folder, [...off, 'update-index', '-q', '--refresh'], {env, ok: [0, 1]})
    const args = [...off, 'diff-files', '--raw', '--no-abbrev', '-z', '--ignore-submodules=all']
    const {stdout} = await git.inFolder(folder, args, {env})
    const items = stdout.toString().split('\0')
    const named = items.flatMap((item, i) => (i % 2 === 0 && item !== '' ? [{raw: item, path: items[i + 1]!}] : []))
    const differ: string[] = []
    for (const {raw, path} of named.slice(0, MOST_FILES)) {
      if (!(await sameBytes(git, folder, raw.split(' ')[2]!, path))) differ.push(path)
    }
    return differ
  } finally {
    rmSync(index, {force: true})
  }
}

async function sameBytes(git: QuietGit, folder: string, oid: string, path: string): Promise<boolean> {
  const file = join(folder, path)
  const bytes = quietly(() => (lstatSync(file).isSymbolicLink() ? Buffer.from(readlinkSync(file)) : readFileSync(file)))
  if (bytes === undefined) return false
  const {stdout} = await git.inFolder(folder, ['hash-object', '--no-filters', '--stdin'], {input: bytes})
  return stdout.toString().trim() === oid
}

/** A checkout has every file, whatever the user's own worktree shows of the tree. */
export async function withoutSparse(git: QuietGit, folder: string): Promise<void> {
  const {code} = await git.inFolder(folder, ['config', '--worktree', '--get', 'core.sparseCheckout'], {ok: 'any'})
  if (code === 0) await git.inFolder(folder, ['config', '--worktree', 'core.sparseCheckout', 'false'], {ok: 'any'})
}
