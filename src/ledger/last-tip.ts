import type {Oid} from '../model/ids'
import type {Cache} from '../ports/cache'

const FILE = 'ledger-tip'

/** Where the ledger stood when this repository last wrote to it: a branch that is deleted takes its reflog along. */
export function readLastTip(cache: Cache, ref: string): Oid | undefined {
  const bytes = cache.read(FILE)
  const [known, tip] = bytes ? Buffer.from(bytes).toString().split(' ') : []
  return known === ref && /^[0-9a-f]{40,64}$/.test(tip ?? '') ? (tip as Oid) : undefined
}

export function writeLastTip(cache: Cache, ref: string, tip: Oid): void {
  cache.write(FILE, Buffer.from(`${ref} ${tip}`))
}

/** What brings a ledger back that is gone; undefined where nothing is known of it. */
export function bringBack(cache: Cache, ref: string): string | undefined {
  const tip = readLastTip(cache, ref)
  return tip && `to have it back as it was: git update-ref ${ref} ${tip}`
}
