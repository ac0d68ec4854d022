import {join} from 'node:path'
import {isObject, type Json, type JsonObject} from '../../base/json'
import {type Heard, hear} from '../../hearing/hear'
import {readHeard} from '../../hearing/line'
import {isRunId, type RunId} from '../../model/ids'
import type {Machine} from '../../ports/machine'
import {withRead} from '../heard'

/** A folder in which a run without git or Node recorded itself (docs/reference/heard.md). */
export interface SelfRecorded {
  readonly folder: string
  readonly id: RunId
  readonly run: JsonObject
  /** undefined: it has not ended, or was killed. */
  readonly end: JsonObject | undefined
  readonly heard: Heard
  /** What would have been heard, had its processes told these lines, too. */
  readonly hearWith: (read: readonly JsonObject[]) => Heard
  /** When it told something last, in ms since 1970; undefined: never. */
  readonly lastWord: number | undefined
}

const MAX_JSON = 4 * 1024 * 1024
const MAX_LINES = 512 * 1024 * 1024

const holdsRun = (machine: Machine, path: string) => machine.stat(join(path, 'run.json'))?.kind === 'file'

/** The folder itself, or those below it that hold a run. */
export function runFoldersIn(machine: Machine, folder: string): string[] {
  return foldersIn(machine, folder).filter(path => holdsRun(machine, path))
}

/** Where a run, or a part of one, may lie. */
export function foldersIn(machine: Machine, folder: string): string[] {
  if (holdsRun(machine, folder)) return [folder]
  const places = [folder, join(folder, '.gitexp')]
  const below = places.flatMap(place => (machine.list(place) ?? []).map(name => join(place, name)))
  return [folder, ...below.sort()]
}

/** What lies in such a folder; a text says why it is none. */
export function readSelfRecorded(machine: Machine, folder: string): SelfRecorded | string {
  const run = jsonAt(machine, join(folder, 'run.json'))
  if (!run) return 'its run.json cannot be read'
  const id = run['id']
  if (typeof id !== 'string' || !isRunId(id)) return 'its run.json names no run'
  const names = (machine.list(join(folder, 'heard')) ?? []).filter(name => name.endsWith('.jsonl'))
  const files = names.map(name => ({name, path: join(folder, 'heard', name)}))
  const told = files.map(({name, path}) => readHeard(name, textAt(machine, path, MAX_LINES)))
  const hearWith = (read: readonly JsonObject[]) =>
    hear({
      files: withRead(told, read),
      params: isObject(run['params']) ? run['params'] : {},
      seed: run['seed'],
      splits: {},
      packages: name => (/^[\w.-]+$/.test(name) ? jsonAt(machine, join(folder, 'heard', name)) : undefined),
    })
  const times = files.flatMap(({path}) => machine.stat(path)?.modified ?? [])
  const end = jsonAt(machine, join(folder, 'end.json'))
  return {
    folder,
    id,
    run,
    end,
    heard: hearWith([]),
    hearWith,
    lastWord: times.length > 0 ? Math.max(...times) : undefined,
  }
}

const textAt = (machine: Machine, path: string, most: number) => {
  const bytes = machine.read(path, most)
  return bytes ? Buffer.from(bytes).toString() : ''
}

function jsonAt(machine: Machine, path: string): JsonObject | undefined {
  try {
    const value = JSON.parse(textAt(machine, path, MAX_JSON)) as Json
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}
