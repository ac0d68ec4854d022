import {newHash} from '../../base/digest'
import {type ErrorCode, ExpError, isExpError} from '../../base/errors'
import {formatBytes} from '../../base/units'
import {addressOf, type DataNeed, placeOf} from '../../model/data-needs'
import type {Checkouts} from '../../ports/checkouts'
import type {Pieces} from '../../ports/copies'
import type {Downloads} from '../../ports/downloads'
import type {Placing} from '../../ports/placing'
import {bringCommand} from './bring-command'
import {type DataPorts, type FoundData, look, sidePath} from './find-data'
import {madeBy} from './made-by'

export type BringPorts = DataPorts & {
  readonly checkouts: Pick<Checkouts, 'lay' | 'link'>
  readonly placing: () => Promise<Placing>
  readonly downloads: () => Promise<Downloads>
}

export interface Bringing {
  /** The checkout; absolute. */
  readonly folder: string
  /** Links to what lies elsewhere on this machine. */
  readonly link: boolean
  /** Copies of it instead. */
  readonly copy: boolean
  /** Also from stores, and from web servers. */
  readonly fetch: boolean
  /** Also what is not as recorded, or can be checked by nothing. */
  readonly anyway?: boolean
  /** Says what address is asked, before it is. */
  readonly tell: (text: string) => void
}

/** What became of data that was to be brought. */
export type BroughtData = FoundData & {
  /** false: something stands at its path. */
  readonly linked?: boolean
  readonly copied?: boolean
  /** The address that it was fetched from. */
  readonly fetched?: string
  /** What to type to have it. */
  readonly bring?: string
  /** Why it could not be fetched. */
  readonly failed?: {
    readonly code: ErrorCode
    readonly exit: number
    readonly message: string
    readonly hints: readonly string[]
  }
}

/** Without a recorded size no more than this is taken of a server. */
const MOST_BYTES = 20 * 1024 ** 3

/** Brings what is not in the checkout, as far as that is asked for; never over a file, and nothing whose bytes are not those recorded. */
export async function bringData(
  ports: BringPorts,
  data: readonly FoundData[],
  bringing: Bringing,
): Promise<BroughtData[]> {
  const brought: BroughtData[] = []
  for (const each of data) brought.push(await bringOne(ports, each, bringing))
  return brought
}

async function bringOne(ports: BringPorts, found: FoundData, bringing: Bringing): Promise<BroughtData> {
  const {state, place, path} = found
  if (place === 'checkout') return found
  const anyway = bringing.anyway === true && found.at !== undefined && (state === 'unpinned' || state === 'changed')
  if (state === 'same' || anyway || (state === 'unpinned' && place === 'hub')) {
    return path === undefined ? found : orFailed(found, () => layOne(ports, {...found, path}, bringing))
  }
  if (state === 'refused' || state === 'unread' || state === 'unpinned') return found
  if (bringing.fetch && isWeb(found)) return fetchOne(ports, found, bringing)
  const bring = bringCommand(found, bringing.folder)
  return bring === undefined ? found : {...found, bring}
}

/** One that cannot be brought is told, and keeps nothing else from being. */
async function orFailed(found: FoundData, work: () => Promise<BroughtData>): Promise<BroughtData> {
  try {
    return await work()
  } catch (error) {
    if (!isExpError(error)) throw error
    return failedWith(found, error)
  }
}

type Laid = FoundData & {readonly path: string}

/** Never a link into a store: who writes through it would spoil what others hold to be kept. */
async function layOne(ports: BringPorts, found: Laid, bringing: Bringing): Promise<BroughtData> {
  const {path, place, at} = found
  const {folder, link, copy, fetch} = bringing
  if (!link && !copy && !fetch) return found
  const kept = place === 'store' || place === 'ledger'
  if (!kept && !copy) return {...found, linked: ports.checkouts.link(folder, path, at!)}
  const placing = await ports.placing()
  if (place === 'ledger') {
    const made = await madeBy(ports, found)
    return {...found, copied: made !== undefined && (await placing.write(folder, path, once(made.bytes)))}
  }
  const right = async (tmp: string) => {
    const seen = await look(ports, found, {place: 'path', at: tmp})
    return found.state === 'changed' || seen?.state === found.state
  }
  const copied = await placing.copy(folder, path, at!, right)
  if (copied !== 'wrong') return {...found, copied}
  const why = new ExpError('INPUT_CHANGED', `${placeOf(found)} changed at ${at} while it was copied`, {
    hints: ['wait until it is written, then run the command again'],
  })
  return failedWith(found, why)
}

async function* once(bytes: Uint8Array): Pieces {
  yield bytes
}

const isWeb = (need: DataNeed) => /^https?:\/\//i.test(addressOf(need) ?? '')

async function fetchOne(ports: BringPorts, found: FoundData, bringing: Bringing): Promise<BroughtData> {
  const url = addressOf(found)!
  try {
    mayBeFetched(found, url, bringing.folder)
    bringing.tell(`fetching ${url}${found.bytes === undefined ? '' : ` (${formatBytes(found.bytes)})`}`)
    const pieces = verified(ports, found, url, await ports.downloads())
    const at = await putDown(ports, found, bringing.folder, pieces)
    const {found: _, ...need} = found
    return {...need, state: 'same', place: 'checkout', at, fetched: url}
  } catch (error) {
    if (!isExpError(error)) throw error
    return failedWith(found, error, bringCommand(found, bringing.folder))
  } finally {
    ports.progress.end()
  }
}

/** Throws USAGE: what nothing can be checked by would be whatever the server likes. */
function mayBeFetched(need: DataNeed, url: string, folder: string): void {
  const why =
    need.files !== undefined
      ? 'it is a folder'
      : need.digest === undefined
        ? 'the record has no digest to check it by'
        : undefined
  if (why === undefined) return
  const command = bringCommand(need, folder)
  const hints = command === undefined ? [] : [`if you trust it: ${command}`]
  throw new ExpError('USAGE', `${url} is not fetched: ${why}`, {hints, data: {url}})
}

async function putDown(ports: BringPorts, found: FoundData, folder: string, pieces: Pieces): Promise<string> {
  const {path} = found
  const side = sidePath(found)
  if (path !== undefined) {
    if (await (await ports.placing()).write(folder, path, pieces)) return ports.files.resolve(folder, path)
  } else if (side !== undefined) {
    const laid = await ports.checkouts.lay(folder, side, pieces)
    if (!laid.taken) return ports.files.resolve(folder, laid.at)
  }
  throw new ExpError('FILE_EXISTS', `something stands at the place of ${placeOf(found)}, or on the way to it`)
}

async function* verified({progress}: BringPorts, need: FoundData, url: string, downloads: Downloads): Pieces {
  const hash = newHash('sha256')
  const mib = 1024 * 1024
  const step = (done: number, total = need.bytes) =>
    progress.step(`fetching ${placeOf(need)}, MB`, Math.floor(done / mib), total && Math.max(1, Math.ceil(total / mib)))
  for await (const piece of downloads.get(url, {maxBytes: need.bytes ?? MOST_BYTES, progress: step})) {
    hash.update(piece)
    yield piece
  }
  const digest = `sha256:${hash.digest('hex')}`
  if (digest === need.digest) return
  throw new ExpError('INPUT_CHANGED', `${url} holds other bytes than were read: ${digest}, was ${need.digest}`, {
    hints: ['whoever ran it may have the old ones; --data names a folder with them'],
    data: {url, digest, expected: need.digest},
  })
}

function failedWith(found: FoundData, error: ExpError, bring?: string): BroughtData {
  const {code, exitCode, message, hints} = error
  return {...found, ...(bring !== undefined && {bring}), failed: {code, exit: exitCode, message, hints}}
}
