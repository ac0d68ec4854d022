import {
  closeSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {hostname} from 'node:os'
import {join} from 'node:path'
import {sha256} from '../../base/digest'
import {isRunId, type RunId} from '../../model/ids'
import type {Claim, Holder, LiveRuns, LiveState, Rank} from '../../ports/live-runs'
import {fileFailure} from './failures'
import {addPoints, followPoints, readPoints, readText} from './live-points'
import {bootId, isAlive} from './this-boot'

/** The folders of runs that are not over, below `folder` (`<common git dir>/exp/live`). */
export function nodeLiveRuns(folder: string): LiveRuns {
  const me = thisProcess()
  const of = (id: RunId, file = '') => join(folder, id, file)
  const keyFile = (key: string) => join(folder, 'keys', sha256(Buffer.from(key)).slice(0, 32))
  return {
    me,
    list: () => names(folder).filter(isRunId),
    read: id => readJson<LiveState>(of(id, STATE)),
    write: state => writeWhole(of(state.id), STATE, JSON.stringify(state, spellBig)),
    remove: id => onPath(of(id), () => rmSync(of(id), {recursive: true, force: true})),
    folder: id => onPath(of(id), () => made(of(id))),
    markShared: id => leave(of(id, SHARED), ''),
    isShared: id => existsSync(of(id, SHARED)),
    listen: id => {
      onPath(of(id), () => made(of(id, HEARD)))
      return of(id)
    },
    heard: id => {
      const files = names(of(id, HEARD)).filter(name => name.endsWith('.jsonl'))
      return files.map(name => ({name, text: readText(of(id, join(HEARD, name)))}))
    },
    tell: (id, name, text) => leave(of(id, join(HEARD, name)), text),
    heardFile: (id, name) => (/^[\w.-]+$/.test(name) ? readText(of(id, join(HEARD, name))) || undefined : undefined),
    save: (id, name, bytes) => {
      writeWhole(of(id), name, bytes)
      return of(id, name)
    },
    beat: id => beat(of(id, 'beat')),
    stamp: id => {
      const heard = names(of(id, HEARD)).map(name => join(HEARD, name))
      return [STATE, POINTS, ...heard].map(file => stampOf(of(id, file))).join(' ')
    },
    age: id => age(of(id, 'beat')),
    alive: holder => alive(holder, me),
    addPoints: (id, points) => onPath(of(id), () => addPoints(join(made(of(id)), POINTS), points)),
    points: id => readPoints(of(id, POINTS)),
    follow: id => followPoints(of(id, POINTS)),
    claim: (key, mine) => claim(join(folder, 'keys'), keyFile(key), {id: mine, holder: me}),
    unclaim: key => onPath(keyFile(key), () => rmSync(keyFile(key), {force: true})),
    putRank: (id, rank) => writeWhole(of(id, 'ranks'), `${fileName(rank.rank)}.json`, JSON.stringify(rank)),
    ranks: id => names(of(id, 'ranks')).flatMap(name => readJson<Rank>(of(id, join('ranks', name))) ?? []),
  }
}

const STATE = 'state.json'
const POINTS = 'points.jsonl'
const HEARD = 'heard'
const SHARED = 'shared'

/** Integers beyond 2^53 lose their last digits here only: the ledger has the record itself. */
const spellBig = (_: string, value: unknown) => (typeof value === 'bigint' ? Number(value) : value)

const fileName = (text: string) => text.replace(/[^\w.-]/g, '_').slice(0, 100)

function names(folder: string): string[] {
  try {
    return readdirSync(folder).filter(name => !name.startsWith('.'))
  } catch {
    return []
  }
}

function made(folder: string): string {
  mkdirSync(folder, {recursive: true})
  return folder
}

/** Work on a path of ours, its failure in our words. */
function onPath<T>(path: string, work: () => T): T {
  try {
    return work()
  } catch (error) {
    throw fileFailure(error, path)
  }
}

/** For another run, whole: where it is over its folder is gone, and must not come back. */
function leave(file: string, text: string): void {
  const tmp = `${file}.${process.pid}`
  try {
    writeFileSync(tmp, text)
    renameSync(tmp, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw fileFailure(error, file)
  }
}

function writeWhole(folder: string, name: string, text: string | Uint8Array): void {
  try {
    mkdirSync(folder, {recursive: true})
    const tmp = join(folder, `.${name}.${process.pid}`)
    const fd = openSync(tmp, 'w')
    try {
      writeFileSync(fd, text)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(tmp, join(folder, name))
  } catch (error) {
    throw fileFailure(error, folder)
  }
}

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T
  } catch {
    return undefined
  }
}

function beat(file: string): void {
  try {
    const now = new Date()
    if (existsSync(file)) utimesSync(file, now, now)
    else writeFileSync(file, '')
  } catch {
    // A sign of life that cannot be given costs the run nothing.
  }
}

function stampOf(file: string): string {
  try {
    const {size, mtimeMs, ino} = statSync(file)
    return `${ino}:${size}:${mtimeMs}`
  } catch {
    return ''
  }
}

function age(file: string): number | undefined {
  try {
    return Math.max(0, Date.now() - statSync(file).mtimeMs)
  } catch {
    return undefined
  }
}

/** A link of a file that is whole: of two that come at once one is first, and nobody reads half of it. */
function claim(folder: string, file: string, mine: Claim): Claim {
  const tmp = join(folder, `.${mine.id}.${process.pid}`)
  try {
    mkdirSync(folder, {recursive: true})
    writeFileSync(tmp, JSON.stringify(mine))
    linkSync(tmp, file)
    return mine
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') claimWithoutLinks(file, mine)
  } finally {
    dropped(tmp)
  }
  // Given up between the two: whoever asks again finds it free.
  return readJson<Claim>(file) ?? mine
}

/** Some file systems have no links; there whoever comes at the same moment may find a claim that is not whole, and work alone. */
function claimWithoutLinks(file: string, mine: Claim): void {
  try {
    writeFileSync(file, JSON.stringify(mine), {flag: 'wx'})
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw fileFailure(error, file)
  }
}

function dropped(file: string): void {
  try {
    rmSync(file, {force: true})
  } catch {
    // It was never there.
  }
}

function thisProcess(): Holder {
  return {host: hostname(), boot: bootId(), pid: process.pid, born: born(process.pid) ?? ''}
}

/** Field 22 of /proc/<pid>/stat; the name before it may hold blanks and parentheses. */
function born(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

function alive(holder: Holder, me: Holder): 'yes' | 'no' | 'unknown' {
  if (holder.host !== me.host) return 'unknown'
  if (holder.boot !== me.boot) return 'no'
  if (!isAlive(holder.pid)) return 'no'
  return holder.born !== '' && born(holder.pid) !== holder.born ? 'no' : 'yes'
}
