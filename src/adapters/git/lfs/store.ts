import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import {dirname, isAbsolute, join, resolve} from 'node:path'
import {quietly} from '../../../base/quietly'
import type {LfsPointer} from './pointer'

/** Where the files of Git LFS lie, `ab/cd/<oid>` below each. */
export interface LfsPlaces {
  /** LFS's own. */
  readonly store: string
  /**
   * Ours: `git lfs prune` looks at branches, tags and the stash alone, and takes what only a snapshot names. Beside LFS's own, since that may
   * lie on another disk than the repository.
   */
  readonly kept: string
}

/** `storage`: what `lfs.storage` says. */
export function lfsPlaces(commonDir: string, storage: string | undefined): LfsPlaces {
  const store = lfsStore(commonDir, storage)
  return {store, kept: join(dirname(store), 'exp')}
}

export function lfsStore(commonDir: string, storage: string | undefined): string {
  const folder =
    storage === undefined ? join(commonDir, 'lfs') : isAbsolute(storage) ? storage : join(commonDir, storage)
  return join(folder, 'objects')
}

/** Where else LFS looks: beside the repositories that this one borrows objects from. */
export function borrowedStores(commonDir: string): string[] {
  const listed = quietly(() => readFileSync(join(commonDir, 'objects/info/alternates'), 'utf8')) ?? ''
  return listed
    .split('\n')
    .filter(line => line !== '' && !line.startsWith('#'))
    .map(line => lfsStore(dirname(resolve(commonDir, 'objects', line)), undefined))
}

const at = (place: string, oid: string) => join(place, oid.slice(0, 2), oid.slice(2, 4), oid)

/** Some files of LFS are here: the repository uses it. */
export const hasFiles = (store: string): boolean => quietly(() => readdirSync(store).length > 0) === true

/** Of the right size; what LFS downloads it checks itself. */
export const hasFile = (place: string, {oid, size}: LfsPointer): boolean =>
  quietly(() => statSync(at(place, oid)).size === size) === true

/** Gives a file a second name; never a copy, which may be gigabytes. Answers whether it has it now. */
export function keepFile({store, kept}: LfsPlaces, pointer: LfsPointer): boolean {
  return hasFile(kept, pointer) || quietly(() => linked(at(store, pointer.oid), at(kept, pointer.oid))) === true
}

/** Brings a file from one of the places that have it, as a second name where the disk allows, else as a copy. */
export function bringFile(to: string, pointer: LfsPointer, from: readonly string[]): void {
  const source = hasFile(to, pointer) ? undefined : from.find(place => hasFile(place, pointer))
  if (source !== undefined) bringFrom(source, to, pointer.oid)
}

/** The same where the size is not known. Answers whether it is there now. */
export function bringFrom(source: string, to: string, oid: string): boolean {
  const [old, place] = [at(source, oid), at(to, oid)]
  return quietly(() => linked(old, place)) ?? quietly(() => copied(old, place)) ?? false
}

function linked(old: string, place: string): boolean {
  mkdirSync(dirname(place), {recursive: true})
  rmSync(place, {force: true})
  linkSync(old, place)
  return true
}

function copied(old: string, place: string): boolean {
  const tmp = `${place}.${process.pid}.tmp`
  try {
    copyFileSync(old, tmp)
    renameSync(tmp, place)
    return existsSync(place)
  } finally {
    rmSync(tmp, {force: true})
  }
}
