import {ExpError} from '../base/errors'
import type {Oid} from '../model/ids'
import {CODE_CHAIN} from '../model/refs'
import type {Cache} from '../ports/cache'
import type {GitObjects, Signature} from '../ports/git-objects'
import type {GitWriter, WriteResult} from '../ports/git-writer'
import type {Spool, SpoolLock} from '../ports/spool'
import type {Clock, Ids, Timer} from '../ports/world'
import {planBatch, planWrite, type Standing, type Waiting} from './batch'
import {readChained, writeChained} from './chained'
import {decodeEntry, encodeEntry, type SpoolEntry} from './entry'

/** What appending asks of the world. */
export interface AppendPorts {
  readonly objects: GitObjects
  readonly writer: GitWriter
  readonly spool: Spool
  readonly cache: Cache
  readonly clock: Clock
  readonly ids: Ids
  readonly timer: Timer
  readonly ref: string
  readonly objectFormat: 'sha1' | 'sha256'
  readonly committer: () => Promise<Signature>
  /** How long to wait for others before giving up, in ms. The entries stay in the spool. */
  readonly patience: number
}

/** One commit of a batch must not hold up the others for long. */
const BATCH_ENTRIES = 512
const BATCH_BYTES = 32 * 1024 * 1024
const POLL_MS = {least: 2, most: 40}
/**
 * Who had to wait for the lock knows that others are at it: for so long it lets them come, while fewer than so many are waiting,
 * since one import for several spares each of them two processes.
 */
const GATHER = {ms: 40, entries: 8}

/**
 * Commits each entry, in order, and answers with the commit each became: durable in the spool first, then on the ledger,
 * through whoever holds the lock. Throws LEDGER_LOCKED when patience ends, ENTRY_REJECTED when git or the ledger will not
 * have an entry; whatever is thrown once the spool has them, the entries that are not on the ledger stay in the spool.
 */
export async function append(ports: AppendPorts, entries: readonly SpoolEntry[], seen?: Seen): Promise<Oid[]> {
  const names = entries.map((entry, i) => spoolEntry(ports, entry, i))
  const mine = new Set(names)
  const deadline = ports.clock.now() + ports.patience
  for (let pause = POLL_MS.least; ; pause = Math.min(pause * 1.5, POLL_MS.most)) {
    if (!names.some(name => ports.spool.has(name))) break
    const contended = pause > POLL_MS.least
    await drainIfFree(ports, {mine, deadline, contended, ...(seen && {seen})}).catch(error => {
      throw withSpool(ports, names, error)
    })
    if (!names.some(name => ports.spool.has(name))) break
    if (ports.clock.now() > deadline) throw outOfPatience(ports, names)
    await ports.timer.sleep(pause * (0.5 + ports.ids.random(1)[0]! / 256))
  }
  await ports.writer.release()
  return Promise.all(entries.map((entry, i) => outcome(ports, names[i]!, entry)))
}

/** Names sort by time, so that the spool is a queue. */
function spoolEntry(ports: AppendPorts, entry: SpoolEntry, index: number): string {
  const time = ports.clock.now().toString(36).padStart(9, '0')
  const order = index.toString(36).padStart(4, '0')
  const name = `${time}-${order}-${Buffer.from(ports.ids.random(6)).toString('hex')}`
  ports.spool.put(name, encodeEntry(entry))
  return name
}

async function drainIfFree(ports: AppendPorts, work: Omit<Drain, 'lock'>): Promise<void> {
  const lock = ports.spool.lock()
  if (!lock) return
  try {
    if (work.contended && ports.spool.waiting().length < GATHER.entries) await ports.timer.sleep(GATHER.ms)
    await drain(ports, {...work, lock})
  } finally {
    lock.release()
  }
  ports.writer.tidy()
}

/** Where the caller has just seen the ledger stand; spares a look when nobody else is waiting. */
export interface Seen {
  readonly tip: Oid
  readonly chain: Oid | undefined
}

export interface Drain {
  /** Entries this process may sign, and after which it may stop. */
  readonly mine: ReadonlySet<string>
  readonly deadline: number
  readonly lock: SpoolLock
  /** Others hold the lock now and then. */
  readonly contended?: boolean
  readonly seen?: Seen
}

/** Commits what waits until nothing of `mine` does. */
export async function drain(ports: AppendPorts, {mine, deadline, lock, seen}: Drain): Promise<void> {
  for (let first = true; ; first = false) {
    lock.beat()
    const waiting = load(ports, mine)
    if (waiting.length === 0) return
    const standing = first && seen && areNew(waiting, mine) ? await assumed(ports, seen) : await look(ports, waiting)
    const result = await commitBatch(ports, waiting, standing)
    if (result === 'again') {
      if (ports.clock.now() > deadline) return
      await ports.timer.sleep(POLL_MS.least + ports.ids.random(1)[0]! / 10)
    }
    if (![...mine].some(name => ports.spool.has(name))) return
  }
}

function load(ports: AppendPorts, mine: ReadonlySet<string>): Waiting[] {
  const waiting: Waiting[] = []
  let bytes = 0
  for (const name of ports.spool.waiting()) {
    const stored = ports.spool.get(name)
    if (!stored) continue
    const entry = decodeEntry(stored)
    if ('broken' in entry) ports.spool.park(name, `this spool entry cannot be read: ${entry.broken}`)
    else if (!entry.sign || mine.has(name)) {
      waiting.push({name, entry})
      bytes += stored.length
      if (waiting.length >= BATCH_ENTRIES || bytes >= BATCH_BYTES) break
    }
  }
  return waiting
}

/** Only what this process has just spooled, and only new paths. */
const areNew = (waiting: readonly Waiting[], mine: ReadonlySet<string>) =>
  waiting.every(({name, entry}) => mine.has(name) && entry.puts.every(({expect}) => expect === null))

/** New paths stand nowhere, so where the ledger stands is all there is to know; if it has moved, the swap says so. */
async function assumed(ports: AppendPorts, {tip, chain}: Seen): Promise<Standing> {
  return {
    ref: ports.ref,
    tip,
    chain,
    chained: readChained(ports.cache, chain),
    blobs: new Map(),
    objectFormat: ports.objectFormat,
    committer: await ports.committer(),
  }
}

async function commitBatch(
  ports: AppendPorts,
  waiting: readonly Waiting[],
  standing: Standing,
): Promise<'done' | 'again'> {
  if (!standing.tip) throw new ExpError('NO_LEDGER', `the ledger ${ports.ref} is gone`, {hints: ['git exp init']})
  const plan = planBatch(waiting, standing)
  for (const {name, reason} of plan.misfits) ports.spool.park(name, reason)
  for (const {name} of plan.done) ports.spool.drop(name)
  // Signed commits are slow, so they go by themselves, after the rest.
  const plain = plan.fresh.filter(({entry}) => !entry.sign)
  const group = plain.length > 0 ? plain : plan.fresh
  if (group.length === 0) return 'done'
  return commitGroup(ports, group, standing)
}

async function look(ports: AppendPorts, waiting: readonly Waiting[]): Promise<Standing> {
  const paths = [...new Set(waiting.flatMap(({entry}) => entry.puts.map(put => put.path)))]
  const names = [`${ports.ref}^{commit}`, CODE_CHAIN, ...paths.map(path => `${ports.ref}:${path}`)]
  const [[tip, chain, ...found], committer] = await Promise.all([ports.objects.find(names), ports.committer()])
  const blobs = new Map<string, Oid>()
  found.forEach((object, i) => {
    if (object) blobs.set(paths[i]!, object.oid)
  })
  return {
    ref: ports.ref,
    tip: tip?.oid,
    chain: chain?.oid,
    chained: readChained(ports.cache, chain?.oid),
    blobs,
    objectFormat: ports.objectFormat,
    committer,
  }
}

async function commitGroup(
  ports: AppendPorts,
  group: readonly Waiting[],
  standing: Standing,
  tries = 1,
): Promise<'done' | 'again'> {
  const sign = group.some(({entry}) => entry.sign === true)
  const plan = planWrite(group, standing, sign)
  const result = await ports.writer.write(plan)
  switch (result.kind) {
    case 'moved':
      settle(ports, group, standing, result, plan.chain?.add ?? [])
      return 'done'
    case 'raced':
    case 'locked':
      return 'again'
    case 'refused':
      return group.length === 1 ? parkUnlessPassing(ports, group[0]!, result.reason, tries) : oneByOne(ports, group)
  }
}

/** A gc beside us can take a pack away under git's hands: what fails thus works the next time, what is bad fails always. */
const TRIES = 3

async function parkUnlessPassing(
  ports: AppendPorts,
  item: Waiting,
  reason: string,
  tries: number,
): Promise<'done' | 'again'> {
  if (tries < TRIES) {
    await ports.timer.sleep(POLL_MS.most * tries)
    return commitGroup(ports, [item], await look(ports, [item]), tries + 1)
  }
  ports.spool.park(item.name, reason)
  return 'done'
}

/** The commits are durable: only now may the spool forget. */
function settle(
  ports: AppendPorts,
  group: readonly Waiting[],
  standing: Standing,
  result: WriteResult & {kind: 'moved'},
  chained: readonly Oid[],
): void {
  ports.spool.acknowledge(group.map(({name}, i) => ({name, commit: result.commits[i]!})))
  for (const {name} of group) ports.spool.drop(name)
  if (result.chain) writeChained(ports.cache, result.chain, [...standing.chained, ...chained])
}

/** git would not have the group: each alone, so that the bad one is found and blocks nobody. */
async function oneByOne(ports: AppendPorts, group: readonly Waiting[]): Promise<'done' | 'again'> {
  for (const item of group) {
    const standing = await look(ports, [item])
    if ((await commitGroup(ports, [item], standing)) === 'again') return 'again'
  }
  return 'done'
}

async function outcome(ports: AppendPorts, name: string, entry: SpoolEntry): Promise<Oid> {
  const parked = ports.spool.parked(name)
  if (parked) {
    throw new ExpError('ENTRY_REJECTED', `the ledger would not take "${entry.subject}": ${parked.reason}`, {
      hints: [`it is kept in ${parked.path}`],
      data: {path: parked.path, reason: parked.reason},
    })
  }
  const known = ports.spool.acknowledged(name)
  if (known) return known as Oid
  const path = entry.puts[0]!.path
  const [tip] = await ports.objects.find([`${ports.ref}^{commit}`])
  const [commit] = tip ? await ports.objects.history(tip.oid, {path, limit: 1}) : []
  if (!commit)
    throw new ExpError('LEDGER_MOVED', `"${entry.subject}" was recorded, but ${ports.ref} was moved away since`)
  return commit.oid
}

/** The same error, with word of where the entries are; unless they got through all the same. */
function withSpool(ports: AppendPorts, names: readonly string[], error: unknown): unknown {
  const left = names.filter(name => ports.spool.has(name))
  if (!(error instanceof ExpError) || left.length === 0) return error
  return new ExpError(error.code, error.message, {
    hints: [
      ...error.hints,
      `nothing is lost: ${left.length} waiting in ${ports.spool.place}`,
      'commit it later: git exp recover',
    ],
    data: {...error.data, spool: ports.spool.place, entries: left},
    cause: error.cause,
  })
}

function outOfPatience(ports: AppendPorts, names: readonly string[]): ExpError {
  const left = names.filter(name => ports.spool.has(name))
  const seconds = ports.patience / 1000
  return new ExpError('LEDGER_LOCKED', `${ports.ref} was locked by another process for ${seconds} s`, {
    hints: [
      `nothing is lost: ${left.length} waiting in ${ports.spool.place}`,
      'commit it once the lock is gone: git exp recover',
      'longer patience: git -c exp.lockTimeout=300 exp …',
    ],
    data: {ref: ports.ref, spool: ports.spool.place, entries: left},
  })
}
