import {type BigIntStats, type Dirent, readdirSync, realpathSync, statSync} from 'node:fs'
import {join} from 'node:path'
import type {FolderFile, Walk, WalkLimits} from '../../ports/hashing'
import {failureWords, kindProblem, seen} from './see-file'

/** Files looked at before others are let run; some milliseconds. */
const BREATH = 500

interface Going {
  readonly files: FolderFile[]
  readonly problems: string[]
  /** Folders still to be read. */
  readonly left: Folder[]
}

interface Folder {
  readonly real: string
  /** Below the top, ending in `/`; '' is the top. */
  readonly prefix: string
  /** Device and inode of the folders that this one lies in, itself included. */
  readonly above: readonly string[]
}

/** Every file below `top`, by path; `.git` is left out: it changes whenever git is used, and is no data. */
export async function walkFolder(
  top: string,
  {files = Infinity, ms = Infinity, signal}: WalkLimits = {},
): Promise<Walk> {
  const going: Going = {files: [], problems: [], left: []}
  const until = performance.now() + ms
  try {
    going.left.push({real: realpathSync.native(top), prefix: '', above: [folderId(statSync(top, {bigint: true}))]})
  } catch (error) {
    return {files: [], problems: [`the folder ${failureWords(error)}`], complete: true}
  }
  let breath = BREATH
  for (let folder = going.left.pop(); folder; folder = going.left.pop()) {
    for (const entry of entries(folder, going)) {
      if (going.files.length >= files || performance.now() > until || signal?.aborted)
        return {...going, complete: false}
      addEntry(going, folder, entry)
      if (--breath > 0) continue
      breath = BREATH
      await new Promise(setImmediate)
    }
  }
  return {files: going.files, problems: going.problems, complete: true}
}

function entries({real, prefix}: Folder, {problems}: Going): Dirent[] {
  try {
    return readdirSync(real, {withFileTypes: true}).filter(({name}) => name !== '.git')
  } catch (error) {
    problems.push(`${quoted(prefix.slice(0, -1))} ${failureWords(error)}`)
    return []
  }
}

function addEntry({files, problems, left}: Going, folder: Folder, entry: Dirent): void {
  const path = folder.prefix + entry.name
  try {
    const here = join(folder.real, entry.name)
    const stat = statSync(here, {bigint: true})
    const real = entry.isSymbolicLink() ? realpathSync.native(here) : here
    if (stat.isDirectory()) {
      const id = folderId(stat)
      if (folder.above.includes(id)) problems.push(`${quoted(path)} leads to a folder that it lies in itself`)
      else left.push({real, prefix: `${path}/`, above: [...folder.above, id]})
      return
    }
    const problem = kindProblem(stat)
    if (problem) problems.push(`${quoted(path)} ${problem}`)
    else files.push({path, ...seen(real, stat)})
  } catch (error) {
    problems.push(`${quoted(path)} ${entryWords(entry, error)}`)
  }
}

function entryWords(entry: Dirent, error: unknown): string {
  const {code} = error as NodeJS.ErrnoException
  if (code !== 'ENOENT') return failureWords(error)
  // What node shows of a name that is no UTF-8 leads nowhere.
  if (entry.name.includes('\ufffd')) return 'has a name that is no UTF-8'
  return entry.isSymbolicLink() ? 'is a symbolic link that leads nowhere' : failureWords(error)
}

const folderId = (stat: BigIntStats) => `${stat.dev}:${stat.ino}`
const quoted = (path: string) => `"${path}"`
