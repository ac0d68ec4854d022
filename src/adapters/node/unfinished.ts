import {readdirSync, rmSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {bootId, isAlive} from './this-boot'

/** Nobody writes one file for so long. */
const OLD_MS = 3_600_000

const boot = () => bootId().slice(0, 8) || 'unknown'

/** The name of a file that is still being written, and by whom. */
export const unfinishedName = (name: string) => `.${name}.${boot()}.${process.pid}.tmp`

/** Removes what the dead have left half written: those of this machine at once, those of another when they are old. */
export function sweepUnfinished(folder: string): void {
  try {
    for (const name of readdirSync(folder)) if (isLeft(folder, name)) rmSync(join(folder, name), {force: true})
  } catch {
    // It is not there, or somebody else is sweeping.
  }
}

function isLeft(folder: string, name: string): boolean {
  const [, where, pid] = /^\..*\.(\w+)\.(\d+)\.tmp$/.exec(name) ?? []
  if (pid === undefined) return false
  const here = where === boot() && where !== 'unknown'
  return (here && !isAlive(Number(pid))) || Date.now() - statSync(join(folder, name)).mtimeMs > OLD_MS
}
