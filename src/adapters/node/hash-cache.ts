import {
  appendFileSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import {dirname, join} from 'node:path'
import {sha256} from '../../base/digest'
import {isDigest} from '../../model/ids'
import type {Content, SeenFile} from '../../ports/hashing'
import {isSettled} from './see-file'

/** About 200,000 entries. */
const MAX_BYTES = 48 * 1024 * 1024
const CHECK = 8
const TRIM_EVERY = 64
const LONG = 2 ** 30

export interface HashCache {
  known(file: SeenFile, since?: number): Content | undefined
  remember(file: SeenFile, content: Content, hashedAt: number): void
}

interface Shard {
  /** Of the file on disk when it was read. */
  readonly version: string
  /** The path as JSON → the rest of its latest line, in the order they were written. */
  readonly lines: Map<string, string>
}

/**
 * Digests by path and identity, in up to 256 files below `folder`: the entries of one directory lie together, a line each, added at
 * the end in one write, with a check of its own, so that what is torn or damaged is as if it were not there. Failures are silent.
 */
export function nodeHashCache(folder: string, maxBytes = MAX_BYTES): HashCache {
  const shards = new Map<string, Shard>()
  // A look at all shards costs more than an entry does; a process may also end before it has come to so many.
  let written = TRIM_EVERY - 2
  const load = (name: string) => {
    const version = versionOf(join(folder, name))
    const held = shards.get(name)
    if (held?.version === version) return held
    const read = {version, lines: readLines(join(folder, name))}
    shards.set(name, read)
    return read
  }
  return {
    known: (file, since = Number.POSITIVE_INFINITY) => {
      const line = load(shardOf(file.real)).lines.get(JSON.stringify(file.real))
      return line === undefined ? undefined : contentIn(line, file, since)
    },
    remember: (file, content, hashedAt) => {
      const name = shardOf(file.real)
      const held = load(name)
      const {key, rest} = spell(file, content, hashedAt)
      if (!append(folder, name, `${key}\t${rest}`)) return
      setLast(held.lines, key, rest)
      // Read anew only when others have written: a folder of many files would read it once for each.
      shards.set(name, {version: versionOf(join(folder, name)), lines: held.lines})
      if (++written % TRIM_EVERY === 0 || content.size > LONG) trim(folder, maxBytes)
    },
  }
}

const shardOf = (real: string) => sha256(Buffer.from(dirname(real))).slice(0, 2)

function versionOf(path: string): string {
  try {
    const {ino, size, mtimeNs} = statSync(path, {bigint: true})
    return `${ino}:${size}:${mtimeNs}`
  } catch {
    return ''
  }
}

function readLines(path: string): Map<string, string> {
  const lines = new Map<string, string>()
  try {
    for (const line of readFileSync(path, 'utf8').split('\n')) {
      const tab = line.indexOf('\t')
      if (tab > 0) setLast(lines, line.slice(0, tab), line.slice(tab + 1))
    }
  } catch {}
  return lines
}

function setLast(lines: Map<string, string>, key: string, rest: string): void {
  lines.delete(key)
  lines.set(key, rest)
}

const checkOf = (key: string, text: string) => sha256(Buffer.from(`${key}\t${text}`)).slice(0, CHECK)

function contentIn(line: string, file: SeenFile, since: number): Content | undefined {
  const parts = line.split('\t')
  const [identity, hashedAt, digest, size, rows, files, check] = parts
  if (parts.length !== 7 || identity !== file.identity || !isDigest(digest!)) return undefined
  if (check !== checkOf(JSON.stringify(file.real), line.slice(0, -CHECK - 1))) return undefined
  const at = Number(hashedAt)
  if (!isSettled(file, at) && at < since) return undefined
  return {
    digest,
    size: Number(size),
    ...(rows !== '' && {rows: Number(rows)}),
    ...(files !== '' && {files: Number(files)}),
  }
}

function spell(file: SeenFile, content: Content, hashedAt: number): {readonly key: string; readonly rest: string} {
  const key = JSON.stringify(file.real)
  const {digest, size, rows = '', files = ''} = content
  const text = [file.identity, hashedAt, digest, size, rows, files].join('\t')
  return {key, rest: `${text}\t${checkOf(key, text)}`}
}

function append(folder: string, name: string, line: string): boolean {
  // The newline comes first too: a line torn by a crash spoils itself only.
  const write = () => appendFileSync(join(folder, name), `\n${line}\n`)
  try {
    write()
    return true
  } catch {
    // The first of all, or there is no writing here.
  }
  try {
    mkdirSync(folder, {recursive: true})
    write()
    return true
  } catch {
    return false
  }
}

/** Halves the largest shards until all fit: first goes what later lines have replaced, then the oldest. */
function trim(folder: string, maxBytes: number): void {
  try {
    shrink(folder, maxBytes)
  } catch {}
}

function shrink(folder: string, maxBytes: number): void {
  const sizes = readdirSync(folder)
    .map(name => ({name, size: statSync(join(folder, name)).size}))
    .sort((a, b) => b.size - a.size)
  let total = sizes.reduce((sum, {size}) => sum + size, 0)
  for (const {name, size} of sizes) {
    if (total <= maxBytes) return
    total -= size - halve(join(folder, name), size)
  }
}

function halve(path: string, size: number): number {
  const kept: string[] = []
  let bytes = 0
  for (const [key, rest] of [...readLines(path)].reverse()) {
    const line = `${key}\t${rest}\n`
    bytes += Buffer.byteLength(line)
    if (bytes > size / 2) break
    kept.push(line)
  }
  const text = kept.reverse().join('')
  const tmp = `${path}.${process.pid}.tmp`
  try {
    writeFileSync(tmp, text)
    renameSync(tmp, path)
  } catch {
    unlinkSync(tmp)
  }
  return Buffer.byteLength(text)
}
