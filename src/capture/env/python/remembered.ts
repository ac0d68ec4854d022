import {sha256} from '../../../base/digest'
import type {Cache} from '../../../ports/cache'

/** Changes when what is remembered changes its shape. */
const SHAPE = 1

/**
 * A value made anew only when `key` (all that it follows from) has changed. One file a `subject` in the cache, so that
 * what is out of date does not pile up.
 */
export function remember<T>(cache: Cache | undefined, subject: string, key: string, make: () => T): T {
  const known = recall<T>(cache, subject, key)
  if (known !== undefined) return known
  const value = make()
  keep(cache, subject, key, value)
  return value
}

/** The value kept under the same subject and key, or undefined. */
export function recall<T>(cache: Cache | undefined, subject: string, key: string): T | undefined {
  const bytes = cache?.read(fileOf(subject))
  if (!bytes) return undefined
  try {
    const kept = JSON.parse(Buffer.from(bytes).toString()) as {shape?: number; key?: string; value?: T}
    return kept.shape === SHAPE && kept.key === key ? kept.value : undefined
  } catch {
    return undefined
  }
}

/** Keeps a value that JSON can hold. */
export function keep(cache: Cache | undefined, subject: string, key: string, value: unknown): void {
  cache?.write(fileOf(subject), Buffer.from(JSON.stringify({shape: SHAPE, key, value})))
}

const fileOf = (subject: string) => `env-${sha256(Buffer.from(subject)).slice(0, 16)}`
