import {existsSync, readFileSync, statSync} from 'node:fs'
import {join} from 'node:path'
import type {Oid} from '../../model/ids'

/** Packed refs beyond this are git's to search. */
const MOST = 64 * 1024

/**
 * Where a ref points as its file says, without a process: null where there is none, undefined where only git can tell. It may have
 * moved by the time it is used; whoever moves it again compares.
 */
export function peekRef(commonDir: string, ref: string): Oid | null | undefined {
  try {
    const text = readFileSync(join(commonDir, ref), 'latin1').trimEnd()
    return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text) ? (text as Oid) : undefined
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || existsSync(join(commonDir, 'reftable'))) return undefined
    return packed(join(commonDir, 'packed-refs'), ref)
  }
}

function packed(file: string, ref: string): Oid | null | undefined {
  try {
    if (statSync(file).size > MOST) return undefined
    const line = readFileSync(file, 'latin1')
      .split('\n')
      .find(each => each.endsWith(` ${ref}`) && /^[0-9a-f]+ /.test(each))
    return line ? (line.slice(0, line.indexOf(' ')) as Oid) : null
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? null : undefined
  }
}
