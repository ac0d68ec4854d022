import {appendFileSync, openSync, readFileSync} from 'node:fs'
import type {Point} from '../../model/point'

/** The points in a file, a line each; none where there is none. */
export const readPoints = (file: string): Point[] => pointsIn(readText(file))

/** '' where it cannot be read. A file that is open is read from where it was left. */
export function readText(file: string | number): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

/** A line that was being written when the machine died is no line. */
function pointsIn(text: string): Point[] {
  return text.split('\n').flatMap(line => {
    try {
      if (line === '') return []
      const point = JSON.parse(line) as Point
      return [{...point, value: Number(point.value)}]
    } catch {
      return []
    }
  })
}

/** The file stays open, so that what was said last can be read when it has been removed; opened, it goes on where it was. */
export function followPoints(file: string): () => Point[] {
  let fd: number | undefined
  let rest = ''
  return () => {
    fd ??= opened(file)
    if (fd === undefined) return []
    const text = rest + readText(fd)
    const end = text.lastIndexOf('\n') + 1
    rest = text.slice(end)
    return pointsIn(text.slice(0, end))
  }
}

/** Made where it is not there yet: the first to say something may be the last, too. */
function opened(file: string): number | undefined {
  try {
    return openSync(file, 'a+')
  } catch {
    return undefined
  }
}

/** One write, whole even where several processes write. */
export function addPoints(file: string, points: readonly Point[]): void {
  const lines = points.map(point => `${JSON.stringify(point, spellOdd)}\n`)
  // On a line of its own, whatever a full disk has cut short before it.
  appendFileSync(file, `\n${lines.join('')}`)
}

/** JSON has no word for these; `Number()` reads them back. */
const spellOdd = (key: string, value: unknown) =>
  key === 'value' && typeof value === 'number' && !Number.isFinite(value) ? String(value) : value
