import {statSync} from 'node:fs'
import {join} from 'node:path'
import type {RefLock} from '../../ports/git-writer'

/** Lock files of these refs; where refs are kept in tables, the one lock of all. */
export function refLocks(commonDir: string, refs: readonly string[]): RefLock[] {
  const files = [...refs.map(ref => join(commonDir, `${ref}.lock`)), join(commonDir, 'reftable', 'tables.list.lock')]
  return files.flatMap(file => {
    const made = madeAt(file)
    return made === undefined ? [] : [{file, age: Math.max(0, Date.now() - made)}]
  })
}

function madeAt(file: string): number | undefined {
  try {
    return statSync(file).mtimeMs
  } catch {
    return undefined
  }
}
