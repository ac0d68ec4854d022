import {ExpError} from '../base/errors'
import {type AppendPorts, drain} from '../ledger/drain'
import {leftLocks, unlockHint} from '../ledger/left-locks'
import type {Spool} from '../ports/spool'

export interface Recovered {
  /** Changes that are on the ledger now. */
  readonly committed: number
  /** What could not be committed, now or earlier, and still lies aside. */
  readonly rejected: readonly {readonly path: string; readonly reason: string}[]
  readonly left: number
}

/** Commits everything that waits in the spool. Throws LEDGER_LOCKED while another process keeps the ledger. */
export async function recoverSpool(ports: AppendPorts & {readonly strays?: Spool | undefined}): Promise<Recovered> {
  if (ports.strays) await bringIn(ports.strays, ports.spool)
  ports.spool.sweep()
  const names = ports.spool.waiting()
  const deadline = ports.clock.now() + ports.patience
  while (names.some(name => ports.spool.has(name))) {
    const lock = ports.spool.lock()
    if (lock) {
      try {
        await drain(ports, {mine: new Set(names), deadline, lock})
      } finally {
        lock.release()
      }
    }
    if (ports.clock.now() > deadline) break
    await ports.timer.sleep(20)
  }
  const left = names.filter(name => ports.spool.has(name)).length
  if (left > 0) {
    throw new ExpError(
      'LEDGER_LOCKED',
      `${ports.ref} is still locked by another process; ${left} of ${names.length} wait`,
      {
        hints: [
          `they lie in ${ports.spool.place}`,
          'longer patience: git -c exp.lockTimeout=300 exp recover',
          ...leftLocks(ports.writer, ports.ref).map(unlockHint),
        ],
      },
    )
  }
  const aside = new Set(ports.spool.rejected())
  const rejected = [...aside].flatMap(name => ports.spool.parked(name) ?? [])
  return {committed: names.filter(name => !aside.has(name)).length, rejected, left}
}

/** What waited elsewhere while the git dir could not be written. */
export async function bringIn(strays: Spool, spool: Spool): Promise<void> {
  const names = strays.waiting()
  for (const name of names) {
    const bytes = strays.get(name)
    if (bytes) spool.put(name, bytes)
  }
  await spool.secure(names)
  for (const name of names) strays.drop(name)
}
