import {ExpError} from '../base/errors'
import {readLedgerFile} from '../format/ledger-file'
import type {Oid} from '../model/ids'
import {LEDGER_FILE} from '../model/paths'
import {FORMAT} from '../model/record'
import {CODE_CHAIN, remoteRef} from '../model/refs'
import type {LedgerSettings} from '../model/settings'
import type {Cache} from '../ports/cache'
import type {GitObject, GitObjects} from '../ports/git-objects'
import {type KnownFiles, knownFiles, rememberFiles} from './known-files'

/** The ledger as it stands now. */
export interface LedgerHead {
  readonly ref: string
  readonly tip: Oid
  readonly settings: LedgerSettings
  readonly chain: Oid | undefined
  /** What the caller asked for besides, in the same round trip. */
  readonly extra: readonly (GitObject | undefined)[]
  /** Other files of the ledger that are known as they are at the tip. */
  readonly files: KnownFiles
}

/**
 * Reads the tip and `ledger.yaml`. With a cache, what has been read before is not asked for again while only runs are added. Throws
 * NO_LEDGER; BAD_LEDGER_FILE where it cannot be understood.
 */
export async function readHead(
  objects: GitObjects,
  ref: string,
  extra: readonly string[] = [],
  cache?: Cache,
): Promise<LedgerHead> {
  const known = cache && (await knownHead(objects, ref, extra, cache))
  if (known) return known
  const names = [`${ref}^{commit}`, `${ref}:${LEDGER_FILE}`, CODE_CHAIN, ...extra]
  const [tip, file, chain, ...rest] = await objects.find(names)
  if (!tip) throw await notHere(objects, ref)
  if (!file) {
    throw new ExpError('BAD_LEDGER_FILE', `${ref} holds no ${LEDGER_FILE}, so it is no ledger of git exp`, {
      hints: ['use another branch: git config exp.ledger <branch>'],
    })
  }
  const files = new Map([[LEDGER_FILE, file], ...extra.flatMap((name, i) => named(ref, name, rest[i]))])
  const settings = await readLedgerFile(file.bytes)
  if (cache) remember(cache, ref, tip.oid, files)
  return {ref, tip: tip.oid, settings, chain: chain?.oid, extra: rest, files}
}

/** `<ref>:<path>` of a file that is there, by its path. */
function named(ref: string, name: string, object: GitObject | undefined): [string, GitObject][] {
  return object && name.startsWith(`${ref}:`) ? [[name.slice(ref.length + 1), object]] : []
}

async function knownHead(
  objects: GitObjects,
  ref: string,
  extra: readonly string[],
  cache: Cache,
): Promise<LedgerHead | undefined> {
  const [tip, chain] = [objects.peek?.(ref), objects.peek?.(CODE_CHAIN)]
  if (!tip || chain === undefined) return undefined
  const files = knownFiles(cache, ref, tip)
  const file = files.get(LEDGER_FILE)
  const rest = extra.map(name => (name.startsWith(`${ref}:`) ? files.get(name.slice(ref.length + 1)) : undefined))
  if (!file || rest.includes(undefined)) return undefined
  return {ref, tip, settings: await readLedgerFile(file.bytes), chain: chain ?? undefined, extra: rest, files}
}

function remember(cache: Cache, ref: string, tip: Oid, files: KnownFiles): void {
  const known = knownFiles(cache, ref, tip)
  if ([...files.keys()].some(path => !known.has(path))) rememberFiles(cache, ref, tip, new Map([...known, ...files]))
}

/** A plain clone has the remote's ledger as a branch of the remote only. */
async function notHere(objects: GitObjects, ref: string): Promise<ExpError> {
  const short = ref.replace(/^refs\/heads\//, '')
  const [theirs] = await objects.find([`${remoteRef('origin', ref)}^{commit}`])
  return theirs === undefined
    ? new ExpError('NO_LEDGER', `there is no ledger here: ${short} does not exist`, {hints: ['git exp init']})
    : new ExpError('NO_LEDGER', 'there is no ledger here yet; origin has one', {hints: ['git exp fetch']})
}

/** A ledger of a newer format may be read, as far as it is understood, but not written. Throws NEWER_FORMAT. */
export function mustBeWritable({settings, ref}: LedgerHead): void {
  if (settings.format <= FORMAT) return
  throw new ExpError('NEWER_FORMAT', `${ref} is of format ${settings.format}; this git exp writes format ${FORMAT}`, {
    hints: ['npm install -g git-exp@latest'],
    data: {found: settings.format, known: FORMAT},
  })
}
