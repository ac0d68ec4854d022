import {
  appendFileSync,
  close,
  closeSync,
  existsSync,
  fsync,
  mkdirSync,
  open,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import {hostname} from 'node:os'
import {dirname, join} from 'node:path'
import type {Spool, SpoolLock} from '../../ports/spool'
import {fileFailure} from './failures'
import {randomBytes} from './random'
import {bootId, isAlive} from './this-boot'
import {sweepUnfinished, unfinishedName} from './unfinished'

/** A holder that has not been heard of for so long is taken for dead, on whichever machine it runs. */
const STALE_LOCK_MS = 30_000
const ACKS_MAX_BYTES = 4 * 1024 * 1024

/** The spool as files below `folder` (`<common git dir>/exp`). */
export function nodeSpool(folder: string): Spool {
  const waiting = join(folder, 'spool')
  const rejected = join(folder, 'rejected')
  const acks = join(folder, 'acks')
  const watch: Watch = {boot: undefined, looked: 0}
  return {
    place: waiting,
    put: (name, bytes) => put(waiting, name, bytes),
    secure: names => secure(waiting, names),
    sweep: () => sweepUnfinished(waiting),
    waiting: () => list(waiting),
    has: name => existsSync(join(waiting, name)),
    get: name => readIfThere(join(waiting, name)),
    drop: name => removeIfThere(join(waiting, name)),
    park: (name, reason) => park(waiting, rejected, name, reason),
    parked: name => {
      const reason = readIfThere(join(rejected, `${name}.why`))
      return reason && {reason: reason.toString().trim(), path: join(rejected, name)}
    },
    forget: name => {
      removeIfThere(join(rejected, name))
      removeIfThere(join(rejected, `${name}.why`))
    },
    rejected: () => list(rejected).filter(name => !name.endsWith('.why')),
    acknowledge: lines => acknowledge(acks, lines),
    acknowledged: name => acknowledged(acks, name),
    lock: () => takeLock(folder, watch),
    busy: () => existsSync(join(folder, 'lock')),
  }
}

function put(folder: string, name: string, bytes: Uint8Array): void {
  const tmp = join(folder, unfinishedName(name))
  try {
    mkdirSync(folder, {recursive: true})
    const fd = openSync(tmp, 'wx')
    try {
      for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at)
    } finally {
      closeSync(fd)
    }
    renameSync(tmp, join(folder, name))
  } catch (error) {
    removeIfThere(tmp)
    throw fileFailure(error, folder)
  }
}

/** In the background: a disk takes its time. The folder last, when what it names is there. */
async function secure(folder: string, names: readonly string[]): Promise<void> {
  try {
    await Promise.all(names.map(name => sync(join(folder, name))))
    await sync(folder)
  } catch (error) {
    throw fileFailure(error, folder)
  }
}

/** What is gone has been committed; and Windows opens no folder, its renames are journalled. */
function sync(path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    open(path, 'r', (absent, fd) => {
      if (absent) resolve()
      else fsync(fd, failed => close(fd, () => (failed ? reject(failed) : resolve())))
    })
  })
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter(name => !name.startsWith('.'))
      .sort()
  } catch {
    return []
  }
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

function removeIfThere(path: string): void {
  try {
    unlinkSync(path)
  } catch {}
}

function park(waiting: string, rejected: string, name: string, reason: string): string {
  mkdirSync(rejected, {recursive: true})
  writeFileSync(join(rejected, `${name}.why`), `${reason}\n`)
  try {
    renameSync(join(waiting, name), join(rejected, name))
  } catch {
    // Another process has parked it.
  }
  return join(rejected, name)
}

/** Lines are short, so that an append is one write; the file starts anew when it has grown. */
function acknowledge(file: string, lines: readonly {readonly name: string; readonly commit: string}[]): void {
  try {
    mkdirSync(dirname(file), {recursive: true})
    if (existsSync(file) && statSync(file).size > ACKS_MAX_BYTES) renameSync(file, `${file}.old`)
    appendFileSync(file, lines.map(({name, commit}) => `${name} ${commit}\n`).join(''))
  } catch {
    // Who waits finds the commit in the history instead.
  }
}

function acknowledged(file: string, name: string): string | undefined {
  for (const text of [readIfThere(file), readIfThere(`${file}.old`)]) {
    const at = text?.lastIndexOf(`${name} `) ?? -1
    if (text && at >= 0) return text.toString('utf8', at + name.length + 1, text.indexOf(10, at))
  }
  return undefined
}

interface Holder {
  readonly host: string
  readonly boot: string
  readonly pid: number
  readonly token: string
}

/** What a process that waits for the lock remembers between its tries. */
interface Watch {
  boot: string | undefined
  /** When the holder was last looked at, in ms: a try costs little, a look at the holder four times that. */
  looked: number
}

const LOOK_EVERY_MS = 250

function takeLock(folder: string, watch: Watch): SpoolLock | undefined {
  const file = join(folder, 'lock')
  watch.boot ??= bootId()
  const me: Holder = {host: hostname(), boot: watch.boot, pid: process.pid, token: randomBytes(8).toString('hex')}
  if (!create(file, me)) {
    if (Date.now() - watch.looked < LOOK_EVERY_MS) return undefined
    watch.looked = Date.now()
    if (!breakIfDead(file, me) || !create(file, me)) return undefined
  }
  const mine = () => readHolder(file)?.token === me.token
  return {
    release: () => {
      if (mine()) removeIfThere(file)
    },
    beat: () => {
      try {
        const now = new Date()
        utimesSync(file, now, now)
      } catch {}
    },
  }
}

function create(file: string, holder: Holder): boolean {
  try {
    writeNew(file, JSON.stringify(holder))
    return true
  } catch (error) {
    const {code} = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return false
    if (code !== 'ENOENT' || existsSync(dirname(file))) throw fileFailure(error, file)
    mkdirSync(dirname(file), {recursive: true})
    return create(file, holder)
  }
}

/** Whole or not at all: on a full disk the empty file would hold everybody up for as long as a lock may be silent. */
function writeNew(file: string, text: string): void {
  const fd = openSync(file, 'wx')
  try {
    writeSync(fd, text)
  } catch (error) {
    removeIfThere(file)
    throw error
  } finally {
    closeSync(fd)
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder
  } catch {
    return undefined
  }
}

/** Moves a dead holder's lock away. Two may do so at once; the lock serves speed only, so that is no harm. */
function breakIfDead(file: string, me: Holder): boolean {
  const holder = readHolder(file)
  let age: number
  try {
    age = Date.now() - statSync(file).mtimeMs
  } catch {
    return true
  }
  const here = holder?.host === me.host && holder.boot === me.boot
  // A lock that cannot be read is one that is being written, unless it stays so.
  const dead = age > STALE_LOCK_MS || (holder !== undefined && here && !isAlive(holder.pid))
  if (!dead) return false
  const aside = `${file}.${randomBytes(4).toString('hex')}`
  try {
    renameSync(file, aside)
    removeIfThere(aside)
  } catch {}
  return true
}
