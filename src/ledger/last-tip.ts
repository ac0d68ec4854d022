import type {Oid} from '../model/ids'
import type {Cache} from '../ports/cache'

const FILE = 'ledger-tip'

/** Where the ledger stood when this repository last wrote to it: a branch that is deleted takes its reflog along. */
export interface LastTip {
  readonly tip: Oid
  /** The commit whose files outside of `runs/` are still those of the tip: only runs have been added since. */
  readonly like: Oid | undefined
}

const isOid = (text: string | undefined): text is Oid => /^[0-9a-f]{40,64}$/.test(text ?? '')

export function readLastTip(cache: Cache, ref: string): LastTip | undefined {
  const bytes = cache.read(FILE)
  const [known, tip, like] = bytes ? Buffer.from(bytes).toString().split(' ') : []
  return known === ref && isOid(tip) ? {tip, like: isOid(like) ? like : undefined} : undefined
}

export function writeLastTip(cache: Cache, ref: string, {tip, like}: LastTip): void {
  cache.write(FILE, Buffer.from(like === undefined ? `${ref} ${tip}` : `${ref} ${tip} ${like}`))
}

/** What brings a ledger back that is gone; undefined where nothing is known of it. */
export function bringBack(cache: Cache, ref: string): string | undefined {
  const last = readLastTip(cache, ref)
  return last && `to have it back as it was: git update-ref ${ref} ${last.tip}`
}
