import {appendFileSync, closeSync, fstatSync, mkdirSync, openSync, readSync} from 'node:fs'
import {dirname, join} from 'node:path'
import {isRunId, type RunId} from '../../model/ids'
import type {Recorded} from '../../ports/recorded'

/** 12 characters and a newline a run. */
const LINE = 13
const REMEMBERED = 4096

/** One line a run, appended, in the worktree's own git dir. A folder that cannot be written costs the memory, nothing else. */
export function nodeRecorded(gitDir: string): Recorded {
  const file = join(gitDir, 'exp', 'recorded')
  return {
    add: ids => {
      try {
        mkdirSync(dirname(file), {recursive: true})
        appendFileSync(file, ids.map(id => `${id}\n`).join(''))
      } catch {}
    },
    newest: () => lastLines(file).filter(isRunId).reverse() as RunId[],
  }
}

function lastLines(file: string): string[] {
  try {
    const fd = openSync(file, 'r')
    try {
      const {size} = fstatSync(fd)
      const bytes = Buffer.alloc(Math.min(size, LINE * REMEMBERED))
      const got = readSync(fd, bytes, 0, bytes.length, size - bytes.length)
      return bytes.toString('latin1', 0, got).split('\n')
    } finally {
      closeSync(fd)
    }
  } catch {
    return []
  }
}
