import {closeSync, fstatSync, openSync, readSync, rmdirSync} from 'node:fs'
import {join} from 'node:path'
import {sha256} from '../../base/digest'
import type {Hashing, HashOptions, HashOutcome, SeenFile} from '../../ports/hashing'
import {nodeHashCache} from './hash-cache'
import {hashWithin} from './hash-file'
import {threadHasher} from './hash-thread'
import {look} from './see-file'
import {nodeSpool} from './spool'
import {walkFolder} from './walk-folder'

/** Reading one this small takes less than asking who else does. */
const SMALL = 4 * 1024 * 1024
const BEAT_MS = 5000
const WAIT_MS = 250

export interface HashingPlace {
  /** Our own folder, `<common git dir>/exp`: digests below `cache/digests`, who hashes what below `hashing`. */
  readonly own: string
  /** The bundled worker; default: found beside this code. */
  readonly script?: string
}

/** Hashing on the real file system, by absolute paths. */
export function nodeHashing({own, script}: HashingPlace): Hashing {
  const cache = nodeHashCache(join(own, 'cache', 'digests'))
  const hasher = threadHasher(script)
  const keep = (hashedAt: number, outcome: HashOutcome): HashOutcome => {
    if (outcome.kind === 'hashed') cache.remember(outcome.seen, outcome.content, hashedAt)
    return outcome
  }
  const cached = (file: SeenFile, since: number): HashOutcome | undefined => {
    const content = cache.known(file, since)
    return content && {kind: 'hashed', content, seen: file}
  }
  const read = async (file: SeenFile, options: HashOptions) => {
    const now = Date.now()
    return keep(now, await hasher.hash(file.real, options))
  }
  return {
    look,
    walk: walkFolder,
    read: readSmall,
    known: cache.known,
    remember: cache.remember,
    hashNow: (file, ms) => keep(Date.now(), hashWithin(file, ms)),
    hash: async (file, options) =>
      file.size < SMALL
        ? (cached(file, options.since) ?? read(file, options))
        : alone(join(own, 'hashing'), file, options, cached, read),
    close: hasher.close,
  }
}

/** One process at a time reads a file; who waits takes up what the other found. */
async function alone(
  folder: string,
  asked: SeenFile,
  options: HashOptions,
  cached: (file: SeenFile, since: number) => HashOutcome | undefined,
  read: (file: SeenFile, options: HashOptions) => Promise<HashOutcome>,
): Promise<HashOutcome> {
  const place = join(folder, sha256(Buffer.from(asked.real)).slice(0, 32))
  // The spool's lock is the advisory lock that this needs: broken when its holder is dead, or silent for 30 s.
  const spool = nodeSpool(place)
  for (;;) {
    if (options.signal?.aborted) return {kind: 'stopped'}
    const now = look(asked.real)
    const file = now.kind === 'file' ? now : asked
    const known = cached(file, options.since)
    if (known) return known
    const lock = tryLock(spool)
    if (lock === 'busy') {
      await new Promise(resolve => setTimeout(resolve, WAIT_MS))
      continue
    }
    const beat = setInterval(() => lock?.beat(), BEAT_MS)
    try {
      return cached(file, options.since) ?? (await read(file, options))
    } finally {
      clearInterval(beat)
      lock?.release()
      forget(place)
    }
  }
}

/** undefined: there can be no lock here, so each reads for itself. */
function tryLock(spool: ReturnType<typeof nodeSpool>) {
  try {
    return spool.lock() ?? 'busy'
  } catch {
    return undefined
  }
}

function forget(place: string): void {
  try {
    rmdirSync(place)
  } catch {
    // Another one waits there.
  }
}

function readSmall(path: string, maxBytes: number): Uint8Array | undefined {
  try {
    const fd = openSync(path, 'r')
    try {
      const stat = fstatSync(fd)
      if (!stat.isFile() || stat.size > maxBytes) return undefined
      const bytes = Buffer.alloc(stat.size)
      return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, 0))
    } finally {
      closeSync(fd)
    }
  } catch {
    return undefined
  }
}
