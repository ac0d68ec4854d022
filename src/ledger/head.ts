import {ExpError} from '../base/errors'
import {readLedgerFile} from '../format/ledger-file'
import type {Oid} from '../model/ids'
import {LEDGER_FILE} from '../model/paths'
import {FORMAT} from '../model/record'
import {CODE_CHAIN} from '../model/refs'
import type {LedgerSettings} from '../model/settings'
import type {GitObject, GitObjects} from '../ports/git-objects'

/** The ledger as it stands now. */
export interface LedgerHead {
  readonly ref: string
  readonly tip: Oid
  readonly settings: LedgerSettings
  readonly chain: Oid | undefined
  /** What the caller asked for besides, in the same round trip. */
  readonly extra: readonly (GitObject | undefined)[]
}

/** Reads the tip and `ledger.yaml`. Throws NO_LEDGER; BAD_LEDGER_FILE where it cannot be understood. */
export async function readHead(objects: GitObjects, ref: string, extra: readonly string[] = []): Promise<LedgerHead> {
  const names = [`${ref}^{commit}`, `${ref}:${LEDGER_FILE}`, CODE_CHAIN, ...extra]
  const [tip, file, chain, ...rest] = await objects.find(names)
  if (!tip) throw noLedger(ref)
  if (!file) {
    throw new ExpError('BAD_LEDGER_FILE', `${ref} holds no ${LEDGER_FILE}, so it is no ledger of git exp`, {
      hints: ['use another branch: git config exp.ledger <branch>'],
    })
  }
  return {ref, tip: tip.oid, settings: await readLedgerFile(file.bytes), chain: chain?.oid, extra: rest}
}

export function noLedger(ref: string): ExpError {
  const short = ref.replace(/^refs\/heads\//, '')
  return new ExpError('NO_LEDGER', `there is no ledger here: ${short} does not exist`, {hints: ['git exp init']})
}

/** A ledger of a newer format may be read, as far as it is understood, but not written. Throws NEWER_FORMAT. */
export function mustBeWritable({settings, ref}: LedgerHead): void {
  if (settings.format <= FORMAT) return
  throw new ExpError('NEWER_FORMAT', `${ref} is of format ${settings.format}; this git exp writes format ${FORMAT}`, {
    hints: ['npm install -g git-exp@latest'],
    data: {found: settings.format, known: FORMAT},
  })
}
