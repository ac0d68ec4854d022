import {ExpError} from '../base/errors'
import type {Oid} from '../model/ids'
import {type AppendPorts, type Drain, drain, type Seen} from './drain'
import {encodeEntry, type SpoolEntry} from './entry'
import {leftLocks, unlockHint} from './left-locks'

const POLL_MS = {least: 2, most: 100}
/**
 * Who had to wait for the lock knows that others are at it: for so long it lets them come, while fewer than so many are waiting,
 * since one import for several spares each of them two processes.
 */
const GATHER = {ms: 40, entries: 8}

/** Entries will come in a moment; unless another process is at it, and may take them along, what writes them starts now. */
export function expectAppend({spool, writer}: Pick<AppendPorts, 'spool' | 'writer'>): void {
  if (!spool.busy()) writer.ready()
}

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
    await drainIfFree(ports, {mine, deadline, ...(seen && {seen})}, contended).catch(error => {
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

/** `contended`: others hold the lock now and then. */
async function drainIfFree(ports: AppendPorts, work: Omit<Drain, 'lock'>, contended: boolean): Promise<void> {
  const lock = ports.spool.lock()
  if (!lock) return
  try {
    if (contended && ports.spool.waiting().length < GATHER.entries) await ports.timer.sleep(GATHER.ms)
    await drain(ports, {...work, lock})
  } finally {
    lock.release()
  }
  ports.writer.tidy()
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
