import {textOf} from '../base/json'
import {timeOf} from './line'
import type {Voice} from './voices'

/** A file, or a folder of many, that the run's processes opened. Absolute. */
export interface Opened {
  readonly path: string
  readonly folder: boolean
  readonly via: string
}

export interface HeardFiles {
  /** Read before, or without, being written by the run. */
  readonly read: readonly Opened[]
  readonly written: readonly Opened[]
}

interface Seen {
  readonly opened: Opened
  readonly first: number
}

/** What all processes of a run opened, workers and other ranks included. */
export function filesHeard(voices: readonly Voice[]): HeardFiles {
  const read = new Map<string, Seen>()
  const written = new Map<string, Seen>()
  const moved = new Set<string>()
  for (const {lines} of voices) {
    for (const line of lines) {
      const path = textOf(line['path'])
      if (line['type'] !== 'open' || path === undefined) continue
      const opened = {path, folder: line['folder'] === true, via: textOf(line['via']) ?? 'open'}
      note(line['mode'] === 'r' ? read : written, path, {opened, first: timeOf(line)})
      const from = textOf(line['from'])
      if (from !== undefined) moved.add(from)
    }
  }
  const before = (path: string, {first}: Seen) => first < (written.get(path)?.first ?? Number.POSITIVE_INFINITY)
  return {
    read: [...read].flatMap(([path, seen]) => (before(path, seen) && !moved.has(path) ? [seen.opened] : [])),
    written: [...written].flatMap(([path, {opened}]) => (moved.has(path) ? [] : [opened])),
  }
}

function note(into: Map<string, Seen>, path: string, seen: Seen): void {
  const known = into.get(path)
  if (known === undefined || seen.first < known.first) into.set(path, seen)
}
