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
import {decodeEntry} from './entry'
import {followTip} from './known-files'
import {bringBack} from './last-tip'
import {takenNames} from './taken-names'

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
/** Between two tries, with jitter, in ms. */
const RETRY_MS = {least: 2, most: 25}

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
      await ports.timer.sleep(RETRY_MS.least + ports.ids.random(1)[0]! / 10)
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
const assumed = (ports: AppendPorts, {tip, chain}: Seen) => {
  const [now, code] = [ports.objects.peek?.(ports.ref), ports.objects.peek?.(CODE_CHAIN)]
  return now && code !== undefined
    ? standingAt(ports, now, code ?? undefined, new Map())
    : standingAt(ports, tip, chain, new Map())
}

async function commitBatch(
  ports: AppendPorts,
  waiting: readonly Waiting[],
  standing: Standing,
): Promise<'done' | 'again'> {
  if (!standing.tip) {
    throw new ExpError('NO_LEDGER', `the ledger ${ports.ref} is gone`, {
      hints: [bringBack(ports.cache, ports.ref) ?? 'git exp init'],
    })
  }
  const entries = waiting.map(({entry}) => entry)
  const plan = planBatch(waiting, standing, await takenNames(ports, entries, standing.tip))
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
  const [tip, chain, ...found] = await ports.objects.find(names)
  const blobs = new Map<string, Oid>()
  found.forEach((object, i) => {
    if (object) blobs.set(paths[i]!, object.oid)
  })
  return standingAt(ports, tip?.oid, chain?.oid, blobs)
}

async function standingAt(
  ports: AppendPorts,
  tip: Oid | undefined,
  chain: Oid | undefined,
  blobs: ReadonlyMap<string, Oid>,
): Promise<Standing> {
  const {ref, objectFormat} = ports
  return {
    ref,
    tip,
    chain,
    chained: readChained(ports.cache, chain),
    blobs,
    objectFormat,
    committer: await ports.committer(),
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
    await ports.timer.sleep(RETRY_MS.most * tries)
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
  const entries = group.map(({entry}) => entry)
  followTip(ports.cache, ports.ref, {before: standing.tip, tip: result.commits.at(-1)!, entries})
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
