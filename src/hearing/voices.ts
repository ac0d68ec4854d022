import {type Json, type JsonObject, listOf, textOf} from '../base/json'
import {type HeardFile, integerOf} from './line'

/** One process of a run. */
export interface Voice {
  readonly file: string
  readonly pid: number
  readonly ppid: number
  readonly kind: 'main' | 'launcher' | 'worker' | 'fork' | typeof NEIGHBOUR
  /** The script, `-m module`, `-c` or `-`. */
  readonly main: string
  readonly argv: readonly string[]
  readonly rank: number
  readonly world: number
  /** What it said of itself. */
  readonly process: JsonObject
  readonly lines: readonly JsonObject[]
}

/** Stands for a process where only files tell what a run did. */
export const FILES = 'files'

/** Stands for another run in the same folder, which has told us what it wrote. */
export const NEIGHBOUR = 'neighbour'

const KINDS: ReadonlySet<Json | undefined> = new Set(['main', 'launcher', 'worker', 'fork', NEIGHBOUR])

/** A process that said nothing of itself was cut off before it did anything. */
export function voicesOf(files: readonly HeardFile[]): Voice[] {
  return files.flatMap(({name, lines}) => {
    const process = lines[0]
    if (process?.['type'] !== 'process') return []
    return [
      {
        file: name,
        pid: integerOf(process['pid']) ?? 0,
        ppid: integerOf(process['ppid']) ?? 0,
        kind: (KINDS.has(process['kind']) ? process['kind'] : 'main') as Voice['kind'],
        main: textOf(process['main']) ?? '-',
        argv: listOf(process['argv']).map(String),
        rank: integerOf(process['rank']) ?? 0,
        world: integerOf(process['world']) ?? 1,
        process,
        lines,
      },
    ]
  })
}

/**
 * For each process the one whose script it runs: a worker's and a fork's is that of the process it comes from, a rank's that of
 * rank 0 of the same launcher. Launchers have none.
 */
export function leadersOf(voices: readonly Voice[]): ReadonlyMap<Voice, Voice> {
  const byFile = new Map(voices.map(voice => [voice.file, voice]))
  const byPid = new Map(voices.map(voice => [voice.pid, voice]))
  const leaders = new Map<Voice, Voice>()
  for (const voice of voices) {
    const leader = climb(voice, byFile, byPid)
    if (leader) leaders.set(voice, leader)
  }
  for (const [voice, leader] of leaders) leaders.set(voice, firstRank(leader, voices))
  return leaders
}

function climb(voice: Voice, byFile: ReadonlyMap<string, Voice>, byPid: ReadonlyMap<number, Voice>): Voice | undefined {
  const seen = new Set<Voice>()
  let at: Voice | undefined = voice
  while (at && (at.kind === 'worker' || at.kind === 'fork') && !seen.has(at)) {
    seen.add(at)
    at = byFile.get(textOf(at.process['parent_file']) ?? '') ?? byPid.get(at.ppid)
  }
  // Its parent was never heard: it stands for itself.
  if (!at || seen.has(at)) return voice
  return at.kind === 'launcher' ? undefined : at
}

function firstRank(voice: Voice, voices: readonly Voice[]): Voice {
  if (voice.rank === 0) return voice
  const same = (other: Voice) =>
    other.rank === 0 && other.world === voice.world && other.kind === 'main' && other.main === voice.main
  return voices.find(other => same(other) && other.ppid === voice.ppid) ?? voices.find(same) ?? voice
}
