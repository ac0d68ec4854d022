import {sha256} from '../base/digest'
import type {Content, FolderFile, Hashing, SeenFile, Walk} from '../ports/hashing'
import {digestInName} from './data-pins'
import {dirDigest} from './dir-manifest'

/** The content of a file whose digest can be had without reading it. */
export function knownContent(hashing: Hashing, file: SeenFile, since: number): Content | undefined {
  const digest = digestInName(file.real.replaceAll('\\', '/'))
  return hashing.known(file, since) ?? (digest && {digest, size: file.size})
}

/** A folder as it was walked. */
export interface SeenFolder {
  readonly stamp: string
  /** Bytes of all its files. */
  readonly size: number
  readonly problem?: string
  /** Where every file of it is known. */
  readonly content?: Content
}

/** What is known of a folder after its walk, nothing of it read. */
export function folderOf(hashing: Hashing, real: string, walk: Walk, since: number): SeenFolder {
  const whole = wholeOf(real, walk.files)
  const problem = problemOf(walk.problems)
  const base = {stamp: whole.stamp, size: whole.size}
  if (problem !== undefined) return {...base, problem}
  const content = hashing.known(whole, since) ?? assemble(walk.files, file => knownContent(hashing, file, since))
  return {...base, ...(content && {content})}
}

/** The folder as if it were one file: what its digest is remembered by. Its name ends in `/`, as no file's does. */
export function wholeOf(real: string, files: readonly FolderFile[]): SeenFile {
  const lines = (of: (file: FolderFile) => string) => sha256(Buffer.from(files.map(of).sort().join('\n')))
  return {
    real: `${real}/`,
    size: files.reduce((sum, {size}) => sum + size, 0),
    stamp: lines(({path, stamp}) => JSON.stringify([path, stamp])),
    identity: lines(({path, real, identity}) => JSON.stringify([path, real, identity])),
    touched: files.reduce((latest, {touched}) => Math.max(latest, touched), 0),
  }
}

/** The content of a folder from that of its files; undefined as soon as one of them has none. */
export function assemble(
  files: readonly FolderFile[],
  contentOf: (file: FolderFile) => Content | undefined,
): Content | undefined {
  const contents: Content[] = []
  for (const file of files) {
    const content = contentOf(file)
    if (content === undefined) return undefined
    contents.push(content)
  }
  const rows = contents.reduce<number | undefined>(
    (sum, each) => (sum === undefined || each.rows === undefined ? undefined : sum + each.rows),
    contents.length > 0 ? 0 : undefined,
  )
  return {
    digest: dirDigest(files.map(({path}, i) => ({path, digest: contents[i]!.digest}))),
    size: contents.reduce((sum, {size}) => sum + size, 0),
    ...(rows !== undefined && {rows}),
    files: files.length,
  }
}

function problemOf(problems: readonly string[]): string | undefined {
  if (problems.length === 0) return undefined
  const more = problems.length === 1 ? '' : ` (and ${problems.length - 1} more of the kind)`
  return `has no digest: ${problems[0]}${more}`
}
