import {ExpError} from '../base/errors'
import {nearest} from '../base/text'
import {isRunId, type RunId} from '../model/ids'

/** What naming a run needs of the index. */
export interface RunNames {
  idsWithPrefix(prefix: string, max: number): readonly RunId[]
  idsNamed(name: string): readonly RunId[]
  idsTagged(tag: string): readonly RunId[]
  /** Newest first by creation. */
  newest(count: number): readonly RunId[]
  names(): Iterable<string>
}

export interface Resolved {
  readonly id: RunId
  /** Said to the user when the choice could surprise. */
  readonly hint?: string
}

const LEAST_PREFIX = 4
const SHOWN_CANDIDATES = 10

/**
 * The run that a word names: `latest`, `latest~2`, `latest@all`, `tag:NAME`, an id, an exact name, or a unique prefix of an id.
 * An exact name beats a prefix. Throws RUN_NOT_FOUND (with the nearest name), RUN_AMBIGUOUS (with the candidates).
 */
export function resolveRun(word: string, names: RunNames, recordedHere: readonly RunId[]): Resolved {
  const latest = /^latest(@all)?(?:~(\d+))?$/.exec(word)
  if (latest) return {id: pickLatest(word, names, recordedHere, latest[1] !== undefined, Number(latest[2] ?? 0))}
  if (word.startsWith('tag:')) return {id: only(word, names.idsTagged(word.slice(4)).slice(0, 1), names)}
  const exact = isRunId(word) ? names.idsWithPrefix(word, 1) : []
  const named = names.idsNamed(word)
  if (exact.length === 1 && named.length === 0) return {id: exact[0]!}
  const prefixed =
    word.length >= LEAST_PREFIX && /^[0-9a-hjkmnp-tv-z]+$/.test(word)
      ? names.idsWithPrefix(word, SHOWN_CANDIDATES + 1)
      : []
  if (named.length > 0) {
    const other = prefixed.find(id => !named.includes(id))
    return {
      id: only(word, named, names),
      ...(other && {hint: `"${word}" is a run's name and also begins the id ${other}; the name was taken`}),
    }
  }
  return {id: only(word, prefixed, names)}
}

function pickLatest(word: string, names: RunNames, here: readonly RunId[], anybody: boolean, back: number): RunId {
  const known = anybody ? names.newest(back + 1) : here.filter(id => names.idsWithPrefix(id, 1).length === 1)
  const found = known[back]
  if (found) return found
  const count = anybody ? known.length : known.length
  const message =
    count === 0
      ? `no run was recorded ${anybody ? 'yet' : 'in this worktree yet'}`
      : `there is no "${word}": only ${count} recorded`
  throw new ExpError('RUN_NOT_FOUND', message, {
    hints: anybody ? ['git exp record run.json'] : ["anybody's newest: latest@all", 'git exp ls'],
  })
}

function only(word: string, candidates: readonly RunId[], names: RunNames): RunId {
  if (candidates.length === 1) return candidates[0]!
  if (candidates.length === 0) {
    const near = nearest(word, names.names())
    throw new ExpError('RUN_NOT_FOUND', `there is no run "${word}"`, {
      hints: [...(near ? [`did you mean ${near}?`] : []), 'git exp ls'],
      data: {asked: word, ...(near && {nearest: near})},
    })
  }
  const shown = candidates.slice(0, SHOWN_CANDIDATES)
  throw new ExpError(
    'RUN_AMBIGUOUS',
    `"${word}" names ${candidates.length > SHOWN_CANDIDATES ? 'more than 10' : candidates.length} runs`,
    {
      hints: shown.map(id => `git exp show ${id}`),
      data: {asked: word, candidates: shown},
    },
  )
}
