import type {JsonObject} from '../../base/json'
import type {Machine} from '../../ports/machine'

/** What a probe found. */
export interface Found {
  /** Fields of the record's `env`. */
  readonly facts: JsonObject
  /** Field → why it cannot be had, where it should have been there; a machine without a GPU says nothing of GPUs. */
  readonly unknown?: Readonly<Record<string, string>>
}

/** Bytes; no file that a probe reads as text is larger. */
const MAX_TEXT = 1024 * 1024

/** The text of a file; undefined where it cannot be read or is larger than 1 MB. */
export function textOf(machine: Machine, path: string): string | undefined {
  const bytes = machine.read(path, MAX_TEXT)
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString()
}

/** The value of `KEY=value` or `KEY = "value"` at the start of a line. */
export function assigned(text: string | undefined, key: string): string | undefined {
  const value = text?.match(new RegExp(`^${key}[ \\t]*=[ \\t]*"?([^"\\r\\n]*?)"?[ \\t]*\\r?$`, 'm'))?.[1]
  return value || undefined
}

/** The entries that have a value. */
export function known<T>(entries: Readonly<Record<string, T | undefined>>): Record<string, T> {
  return Object.fromEntries(Object.entries(entries).filter((entry): entry is [string, T] => entry[1] !== undefined))
}

/** A whole number that is not negative, as variables and files spell it. */
export function count(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text.trim()) ? Number(text) : undefined
}

/** An address without user, password, query and fragment. */
export function bareUrl(url: string | undefined): string | undefined {
  return url?.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1').replace(/[?#].*$/, '') || undefined
}
