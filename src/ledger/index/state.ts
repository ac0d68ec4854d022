import type {Oid} from '../../model/ids'
import type {Cache} from '../../ports/cache'

/** Changes when what is kept, or how, changes: an index of another version is rebuilt without a word. */
export const INDEX_VERSION = 2
const STATE_FILE = 'index-state.json'

/** A segment as the state names it; size and checksum tell whether the file is the one that was meant. */
export interface SegmentEntry {
  readonly name: string
  readonly rows: number
  readonly size: number
  readonly check: number
  /** Rows of the segment that later versions of their runs replaced, besides those that the tail names. */
  readonly dead: readonly number[]
}

/** What the index consists of; the last file written, so that all it names is there. */
export interface IndexState {
  readonly version: number
  readonly tip: Oid
  /** Numbers the files of one line of states. */
  readonly next: number
  readonly segments: readonly SegmentEntry[]
  readonly tail: {readonly name: string; readonly bytes: number}
}

/** The state with its spelling, by which a writer sees that nobody came before it; undefined when there is none to use. */
export function readState(cache: Cache): {state: IndexState; spelled: string} | undefined {
  const bytes = cache.read(STATE_FILE)
  if (!bytes) return undefined
  const spelled = Buffer.from(bytes).toString()
  try {
    const state = JSON.parse(spelled) as IndexState
    return state.version === INDEX_VERSION && Array.isArray(state.segments) && state.tail ? {state, spelled} : undefined
  } catch {
    return undefined
  }
}

/**
 * Makes `state` the index unless another process was faster than `base` (then that one's is as good). `prepare` runs under the
 * same lock and says whether the files are there. Files that neither state names are removed: readers of `base` finish in peace.
 */
export function commitState(
  cache: Cache,
  base: string | undefined,
  state: IndexState,
  prepare: () => boolean,
): boolean {
  const done = cache.exclusively(() => {
    const now = cache.read(STATE_FILE)
    if ((now && Buffer.from(now).toString()) !== base || !prepare()) return false
    return cache.write(STATE_FILE, Buffer.from(JSON.stringify(state)))
  })
  if (done === true) sweep(cache, base, state)
  return done === true
}

function sweep(cache: Cache, base: string | undefined, state: IndexState): void {
  const files = ({segments, tail}: IndexState) => [...segments.map(({name}) => name), tail.name]
  const before = base === undefined ? [] : filesOf(base)
  // The tail alone grew: there is nothing to look for.
  if (base !== undefined && files(state).every(name => before.includes(name))) return
  const kept = new Set([STATE_FILE, ...files(state), ...before])
  for (const name of cache.list()) if (name.startsWith('index-') && !kept.has(name)) cache.remove(name)

  function filesOf(spelled: string): string[] {
    try {
      return files(JSON.parse(spelled) as IndexState)
    } catch {
      return []
    }
  }
}
