import {lstatSync, type Stats} from 'node:fs'

/** A path as git gives it, one character a byte (latin1), `/` between parts: names need not be UTF-8. */
export type RawPath = string

/** The path as people read it; bytes that are no UTF-8 become U+FFFD. */
export function shownPath(path: RawPath): string {
  return Buffer.from(path, 'latin1').toString()
}

/** The path below a folder, in bytes, for the file system. */
export function onDisk(folder: string, path: RawPath): Buffer {
  return Buffer.concat([Buffer.from(`${folder}/`), Buffer.from(path, 'latin1')])
}

/** What stands at a path below a folder, symlinks not followed; undefined where nothing does, or nobody may look. */
export function statAt(folder: string, path: RawPath): Stats | undefined {
  try {
    return lstatSync(onDisk(folder, path))
  } catch {
    return undefined
  }
}

/** The items of a NUL-terminated list that git printed. */
export function splitNul(bytes: Buffer): string[] {
  const text = bytes.toString('latin1')
  return text === '' ? [] : text.slice(0, -1).split('\0')
}

/** Bytes of NUL-terminated raw paths or lines, for git's stdin. */
export function joinNul(lines: readonly string[]): Buffer {
  return Buffer.from(lines.map(line => `${line}\0`).join(''), 'latin1')
}
