import {
  appendFileSync,
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
  writeSync,
} from 'node:fs'
import {hostname} from 'node:os'
import {join} from 'node:path'
import {sha256} from '../../base/digest'
import {isRunId, type RunId} from '../../model/ids'
import type {Point} from '../../model/point'
import type {Claim, Holder, LiveRuns, LiveState, Rank} from '../../ports/live-runs'
import {fileFailure} from './failures'

/** The folders of runs that are not over, below `folder` (`<common git dir>/exp/live`). */
export function nodeLiveRuns(folder: string): LiveRuns {
  const me = thisProcess()
  const of = (id: RunId, file = '') => join(folder, id, file)
  const keyFile = (key: string) => join(folder, 'keys', sha256(Buffer.from(key)).slice(0, 32))
  return {
    me,
    list: () => names(folder).filter(isRunId),
    read: id => readJson<LiveState>(of(id, 'state.json')),
    write: state => writeWhole(of(state.id), 'state.json', JSON.stringify(state, spellBig)),
    remove: id => removed(of(id)),
    folder: id => made(of(id)),
    beat: id => beat(of(id, 'beat')),
    age: id => age(of(id, 'beat')),
    alive: holder => alive(holder, me),
    addPoints: (id, points) => addPoints(of(id), points),
    points: id => readLines<Point>(of(id, 'points.jsonl')).map(point => ({...point, value: Number(point.value)})),
    claim: (key, mine) => claim(join(folder, 'keys'), keyFile(key), {id: mine, holder: me}),
    unclaim: key => removed(keyFile(key)),
    putRank: (id, rank) => writeWhole(of(id, 'ranks'), `${fileName(rank.rank)}.json`, JSON.stringify(rank)),
    ranks: id => names(of(id, 'ranks')).flatMap(name => readJson<Rank>(of(id, join('ranks', name))) ?? []),
  }
}

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
  try {
    mkdirSync(folder, {recursive: true})
    return folder
  } catch (error) {
    throw fileFailure(error, folder)
  }
}

function removed(path: string): void {
  try {
    rmSync(path, {recursive: true, force: true})
  } catch (error) {
    throw fileFailure(error, path)
  }
}

function writeWhole(folder: string, name: string, text: string): void {
  try {
    mkdirSync(folder, {recursive: true})
    const tmp = join(folder, `.${name}.${process.pid}`)
    const fd = openSync(tmp, 'w')
    try {
      writeSync(fd, text)
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

/** A line that was being written when the machine died is no line. */
function readLines<T>(file: string): T[] {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch {
    return []
  }
  return text.split('\n').flatMap(line => {
    try {
      return line === '' ? [] : [JSON.parse(line) as T]
    } catch {
      return []
    }
  })
}

function addPoints(folder: string, points: readonly Point[]): void {
  try {
    mkdirSync(folder, {recursive: true})
    appendFileSync(join(folder, 'points.jsonl'), points.map(point => `${JSON.stringify(point, spellOdd)}\n`).join(''))
  } catch (error) {
    throw fileFailure(error, folder)
  }
}

/** JSON has no word for these; `Number()` reads them back. */
const spellOdd = (key: string, value: unknown) =>
  key === 'value' && typeof value === 'number' && !Number.isFinite(value) ? String(value) : value

function beat(file: string): void {
  try {
    const now = new Date()
    if (existsSync(file)) utimesSync(file, now, now)
    else writeFileSync(file, '')
  } catch {
    // A sign of life that cannot be given costs the run nothing.
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
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw fileFailure(error, file)
  } finally {
    rmSync(tmp, {force: true})
  }
  // Given up between the two: whoever asks again finds it free.
  return readJson<Claim>(file) ?? mine
}

function thisProcess(): Holder {
  return {host: hostname(), boot: bootId(), pid: process.pid, born: born(process.pid) ?? ''}
}

function bootId(): string {
  try {
    return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()
  } catch {
    return ''
  }
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
  try {
    process.kill(holder.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return 'no'
  }
  return holder.born !== '' && born(holder.pid) !== holder.born ? 'no' : 'yes'
}
