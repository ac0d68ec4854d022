import {blobOid} from '../../src/base/digest'
import {ExpError} from '../../src/base/errors'
import type {Oid} from '../../src/model/ids'
import type {GitObject, GitObjects, TreeChange, TreeEntry} from '../../src/ports/git-objects'

type Files = ReadonlyMap<string, Oid>

/** A history of trees in memory; counts what is read. */
export class Trees {
  readonly #tips = new Map<string, Files>()
  readonly #blobs = new Map<string, Uint8Array>()
  blobsRead = 0

  /** A tip with these files: those of `before`, changed (undefined removes). */
  commit(changes: Readonly<Record<string, string | undefined>>, before?: Oid): Oid {
    const files = new Map(before ? this.#tips.get(before) : [])
    for (const [path, text] of Object.entries(changes)) {
      if (text === undefined) files.delete(path)
      else {
        const bytes = Buffer.from(text)
        const oid = blobOid(bytes, 'sha1') as Oid
        this.#blobs.set(oid, bytes)
        files.set(path, oid)
      }
    }
    const tip = blobOid(Buffer.from(JSON.stringify([...files]) + this.#tips.size), 'sha1') as Oid
    this.#tips.set(tip, new Map([...files].sort(([a], [b]) => (a < b ? -1 : 1))))
    return tip
  }

  forget(tip: Oid): void {
    this.#tips.delete(tip)
  }

  /** Loses the object of a file. */
  lose(tip: Oid, path: string): void {
    this.#blobs.delete(this.#tips.get(tip)!.get(path)!)
  }

  get objects(): GitObjects {
    return {
      find: async names => names.map(() => undefined),
      ids: async names => names.map(() => undefined),
      blobs: oids => this.#read(oids),
      files: async (tip, folder) => this.#files(tip, folder),
      changes: async (before, after, folder) => this.#changes(before, after, folder),
      changesBetween: async pairs => pairs.map(([before, after]) => this.#changes(before, after)),
      history: async () => [],
    }
  }

  async *#read(oids: readonly Oid[]): AsyncIterable<GitObject> {
    for (const oid of oids) {
      const bytes = this.#blobs.get(oid)
      if (!bytes) throw new ExpError('DAMAGED_RECORD', `object ${oid} is missing from the repository`)
      this.blobsRead++
      yield {oid, type: 'blob', bytes}
    }
  }

  #tree(tip: Oid): Files {
    const files = this.#tips.get(tip)
    if (!files) throw new Error(`no tip ${tip}`)
    return files
  }

  #files(tip: Oid, folder = ''): TreeEntry[] {
    const under = [...this.#tree(tip)].filter(([path]) => path.startsWith(`${folder}/`))
    return under.map(([path, oid]) => ({path, oid, mode: '100644'}))
  }

  #changes(before: Oid, after: Oid, folder = ''): TreeChange[] {
    const [old, now] = [this.#tree(before), this.#tree(after)]
    const paths = [...new Set([...old.keys(), ...now.keys()])].filter(path => path.startsWith(`${folder}/`)).sort()
    return paths
      .filter(path => old.get(path) !== now.get(path))
      .map(path => ({
        path,
        ...(old.has(path) && {before: old.get(path)!}),
        ...(now.has(path) && {after: now.get(path)!}),
      }))
  }
}
