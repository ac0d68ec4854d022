import type {RunId} from './ids'

/** Every ref name the tool uses. */
export const DEFAULT_LEDGER = 'exp-ledger'
/** Keeps every code commit that a record names reachable. */
export const CODE_CHAIN = 'refs/exp/code'
/** Private refs onto which commits are written before the ledger moves; left-overs are swept. */
export const TMP_REFS = 'refs/exp/tmp/'
export const PIN_REFS = 'refs/exp/pins/'

/** A history that was given up for another with the same files is kept below this. */
export const BACKUP_REFS = 'refs/exp/backup/'

/** The remote that is meant where none is named: `origin`, or the only one. */
export const usualRemote = (names: readonly string[]): string | undefined =>
  names.includes('origin') ? 'origin' : names.length === 1 ? names[0] : undefined

/** The remote to name in a hint: `origin`, or the first. */
export const hintedRemote = (names: readonly string[]): string | undefined =>
  names.includes('origin') ? 'origin' : names[0]

/** Where a ref of a remote is kept here: branches where git keeps them, others apart. */
export function remoteRef(remote: string, ref: string): string {
  return ref.startsWith('refs/heads/')
    ? `refs/remotes/${remote}/${ref.slice('refs/heads/'.length)}`
    : `refs/exp-remotes/${remote}/${ref.replace(/^refs\/(?:exp\/)?/, '')}`
}

/** `exp-ledger` → `refs/heads/exp-ledger`; a full name stays. */
export function ledgerRef(name: string): string {
  return name.startsWith('refs/') ? name : `refs/heads/${name}`
}

export function pinRef(id: RunId): string {
  return `${PIN_REFS}${id}`
}
