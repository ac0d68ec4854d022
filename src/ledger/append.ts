import {ExpError} from '../base/errors'
import {lazy} from '../base/lazy'
import type {Oid} from '../model/ids'
import {type AppendPorts, type Drain, drain, type Seen} from './drain'
import {encodeEntry, type SpoolEntry} from './entry'
import {leftLocks, unlockHint} from './left-locks'
import {takenBy, takenReason} from './taken-names'

const POLL_MS = {least: 2, most: 250}
/**
 * Who had to wait for the lock knows that others are at it, and lets them come, since one import for several spares each of them
 * two processes: for `least` ms, and up to `most` while they do come and fewer than `entries` wait.
 */
const GATHER = {least: 40, most: 160, entries: 8}
/** Most waits are shorter than this, and a disk that syncs for each of many recorders holds them all up. */
const SECURE_AFTER_MS = 3000

/** Entries will come in a moment; unless another process is at it, and may take them along, what writes them starts now. */
export function expectAppend({spool, writer}: Pick<AppendPorts, 'spool' | 'writer'>): void {
  if (!spool.busy()) writer.ready()
}

/**
 * Commits each entry, in order, and answers with the commit each became: whole in the spool first, then on the ledger, through
 * whoever holds the lock. What has not got there soon is made to survive a crash of the machine, too, before anybody is told of it.
 * Throws LEDGER_LOCKED when patience ends, NAME_TAKEN for a name that another was quicker to take, ENTRY_REJECTED when git or the
 * ledger will not have an entry; whatever is thrown once the spool has them, the entries that are not on the ledger stay in the spool.
 */
export async function append(ports: AppendPorts, entries: readonly SpoolEntry[], seen?: Seen): Promise<Oid[]> {
  const names = entries.map((entry, i) => spoolEntry(ports, entry, i))
  const mine = new Set(names)
  const began = ports.clock.now()
  const deadline = began + ports.patience
  const secure = lazy(() => ports.spool.secure(names))
  for (let pause = POLL_MS.least; ; pause = Math.min(pause * 1.5, POLL_MS.most)) {
    if (!names.some(name => ports.spool.has(name))) break
    const contended = pause > POLL_MS.least
    await drainIfFree(ports, {mine, deadline, ...(seen && {seen})}, contended).catch(async error => {
      await secure()
      throw withSpool(ports, names, error)
    })
    if (!names.some(name => ports.spool.has(name))) break
    const now = ports.clock.now()
    if (now > began + SECURE_AFTER_MS) void secure().catch(() => {})
    if (now > deadline) {
      await secure()
      throw outOfPatience(ports, names)
    }
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

/** `contended`: others hold the lock now and then. */
async function drainIfFree(ports: AppendPorts, work: Omit<Drain, 'lock'>, contended: boolean): Promise<void> {
  const lock = ports.spool.lock()
  if (!lock) return
  try {
    if (contended) await gather(ports)
    await drain(ports, {...work, lock})
  } finally {
    lock.release()
  }
  ports.writer.tidy()
}

async function gather({spool, timer}: AppendPorts): Promise<void> {
  let before = spool.waiting().length
  for (let waited = 0; waited < GATHER.most && before < GATHER.entries; waited += GATHER.least) {
    await timer.sleep(GATHER.least)
    const now = spool.waiting().length
    if (now === before) return
    before = now
  }
}

async function outcome(ports: AppendPorts, name: string, entry: SpoolEntry): Promise<Oid> {
  const parked = ports.spool.parked(name)
  const by = parked && entry.unique && takenBy(parked.reason)
  if (by) {
    // Whose name it is learns of it here; nothing has to lie aside for that.
    ports.spool.forget(name)
    throw nameTaken(entry.unique!.name, by)
  }
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
    throw new ExpError('LEDGER_MOVED', `"${entry.subject}" was recorded, but ${ports.ref} was moved away since`, {
      hints: [`who moved it, and where the record is: git reflog ${ports.ref}`],
      data: {ref: ports.ref},
    })
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
  const locks = leftLocks(ports.writer, ports.ref)
  const seconds = ports.patience / 1000
  return new ExpError('LEDGER_LOCKED', `${ports.ref} was locked by another process for ${seconds} s`, {
    hints: [
      `nothing is lost: ${left.length} waiting in ${ports.spool.place}`,
      'commit it once the lock is gone: git exp recover',
      'longer patience: git -c exp.lockTimeout=300 exp …',
      ...locks.map(unlockHint),
    ],
    data: {ref: ports.ref, spool: ports.spool.place, entries: left, ...(locks.length > 0 && {locks})},
  })
}

/** Where the ledger wants unique names. */
export function nameTaken(name: string, by: string): ExpError {
  return new ExpError('NAME_TAKEN', takenReason(name, by), {
    hints: [`git exp show ${by}`, 'names are unique here: ledger.yaml, naming.unique'],
    data: {name, run: by},
  })
}
