import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import {basename, dirname, join} from 'node:path'
import {quietly} from '../../base/quietly'
import type {Cache, CacheFile} from '../../ports/cache'
import {randomBytes} from './random'

/** Work under the lock takes milliseconds: a lock this old belongs to nobody any more. */
const STALE_LOCK_MS = 10_000
/** A file being written this long ago never will be whole. */
const STALE_TMP_MS = 3_600_000
const LOCK = '.lock'

/**
 * The cache as files below `folder` (`<common git dir>/exp/cache`), written whole with this mode. Nothing is fsynced: readers check
 * what they read.
 */
export function nodeCache(folder: string, mode = 0o666): Cache {
  return {
    open: name => open(join(folder, name)),
    read: name => quietly(() => readFileSync(join(folder, name))),
    write: (name, bytes) => write(join(folder, name), bytes instanceof Uint8Array ? [bytes] : bytes, mode),
    append: (name, bytes, length) => append(folder, name, bytes, length),
    remove: name => {
      quietly(() => unlinkSync(join(folder, name)))
    },
    list: () => (quietly(() => readdirSync(folder)) ?? []).filter(name => !name.startsWith('.')).sort(),
    exclusively: work => exclusively(folder, work),
  }
}

function open(path: string): CacheFile | undefined {
  return quietly(() => {
    const fd = openSync(path, 'r')
    return {size: fstatSync(fd).size, slice: (offset, length) => slice(fd, offset, length), close: () => closeSync(fd)}
  })
}

/** A buffer of its own, so that numbers in it are aligned. Bytes behind the end of the file are zero. */
function slice(fd: number, offset: number, length: number): Buffer {
  const bytes = Buffer.allocUnsafeSlow(length)
  let got = 0
  while (got < length) {
    const more = readSync(fd, bytes, got, length - got, offset + got)
    if (more === 0) break
    got += more
  }
  return bytes.fill(0, got)
}

function write(path: string, chunks: readonly Uint8Array[], mode: number): boolean {
  const [folder, name] = [dirname(path), basename(path)]
  const tmp = join(folder, `.${name}.${randomBytes(6).toString('hex')}.tmp`)
  try {
    mkdirSync(folder, {recursive: true})
    const fd = openSync(tmp, 'wx', mode)
    try {
      for (const chunk of chunks) writeWhole(fd, chunk)
    } finally {
      closeSync(fd)
    }
    renameSync(tmp, path)
    return true
  } catch {
    quietly(() => unlinkSync(tmp))
    return false
  }
}

function writeWhole(fd: number, bytes: Uint8Array, position?: number): void {
  for (let at = 0; at < bytes.length; ) {
    at += writeSync(fd, bytes, at, bytes.length - at, position === undefined ? null : position + at)
  }
}

function append(folder: string, name: string, bytes: Uint8Array, length: number): boolean {
  return (
    quietly(() => {
      mkdirSync(folder, {recursive: true})
      const fd = openSync(join(folder, name), constants.O_RDWR | constants.O_CREAT)
      try {
        const {size} = fstatSync(fd)
        if (size < length) return false
        if (size > length) ftruncateSync(fd, length)
        writeWhole(fd, bytes, length)
        return true
      } finally {
        closeSync(fd)
      }
    }) ?? false
  )
}

function exclusively<T>(folder: string, work: () => T): T | undefined {
  const lock = join(folder, LOCK)
  if (!takeLock(folder, lock)) return undefined
  try {
    return work()
  } finally {
    quietly(() => unlinkSync(lock))
  }
}

function takeLock(folder: string, lock: string): boolean {
  quietly(() => mkdirSync(folder, {recursive: true}))
  const create = () => quietly(() => writeFileSync(lock, String(process.pid), {flag: 'wx'}) ?? true) === true
  if (create()) return true
  const age = quietly(() => Date.now() - statSync(lock).mtimeMs)
  if (age === undefined || age < STALE_LOCK_MS) return false
  // Moved before it is removed, so that of two who find it stale only one takes it away.
  const aside = `${lock}.${randomBytes(4).toString('hex')}`
  quietly(() => renameSync(lock, aside))
  quietly(() => unlinkSync(aside))
  sweepTmp(folder)
  return create()
}

/** A holder that died may have left half a file. */
function sweepTmp(folder: string): void {
  for (const name of quietly(() => readdirSync(folder)) ?? []) {
    const path = join(folder, name)
    if (!name.endsWith('.tmp')) continue
    quietly(() => {
      if (Date.now() - statSync(path).mtimeMs > STALE_TMP_MS) unlinkSync(path)
    })
  }
}
