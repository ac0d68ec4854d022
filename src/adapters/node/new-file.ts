import {lstatSync, mkdirSync, rmSync} from 'node:fs'
import {link, open, rename, rm} from 'node:fs/promises'
import {dirname, join} from 'node:path'
import {quietly} from '../../base/quietly'
import type {Pieces} from '../../ports/copies'
import {randomBytes} from './random'

export const isThere = (path: string): boolean => quietly(() => lstatSync(path)) !== undefined

/** The folders on the way to a path; false where one of them is a link, which might lead anywhere, or no folder. */
export function makeParents(top: string, path: string): boolean {
  let place = top
  const parts = dirname(path)
    .split('/')
    .filter(part => part !== '.' && part !== '')
  if (parts.includes('..')) return false
  for (const part of parts) {
    place = join(place, part)
    const stands = quietly(() => lstatSync(place))
    if (stands && !stands.isDirectory()) return false
    if (!stands) mkdirSync(place)
  }
  return true
}

/**
 * Makes something under a name of its own beside `path`, then gives it that name; false where something stands there. Whatever goes wrong,
 * and on a signal, nothing of it is left.
 */
export async function settled(path: string, make: (tmp: string) => Promise<void>): Promise<boolean> {
  const tmp = join(dirname(path), `.git-exp-${randomBytes(6).toString('hex')}`)
  const clean = () => rmSync(tmp, {recursive: true, force: true})
  const stop = onSignal(clean)
  try {
    await make(tmp)
    return await settle(tmp, path)
  } finally {
    clean()
    stop()
  }
}

/** A file by a hard link, which fails where somebody was quicker; some file systems have none, and a folder takes none. */
async function settle(tmp: string, path: string): Promise<boolean> {
  if (isThere(path)) return false
  if (!lstatSync(tmp).isDirectory()) {
    try {
      await link(tmp, path)
      await rm(tmp)
      return true
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    }
  }
  await rename(tmp, path)
  return true
}

export async function fill(path: string, pieces: Pieces, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode)
  try {
    for await (const piece of pieces) await file.writeFile(piece)
  } finally {
    await file.close()
  }
}

/** Calls `clean` before a signal ends the process; answers what undoes that. */
export function onSignal(clean: () => void): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const end = (signal: NodeJS.Signals) => {
    clean()
    for (const each of signals) process.off(each, end)
    process.kill(process.pid, signal)
  }
  for (const signal of signals) process.on(signal, end)
  return () => {
    for (const signal of signals) process.off(signal, end)
  }
}
