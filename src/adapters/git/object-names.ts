import type {Oid} from '../../model/ids'
import type {GitObject} from '../../ports/git-objects'
import {entryAt, peel, type ReadObject} from './walk-trees'

/** What names are looked up in. */
export interface NamedObjects {
  readonly read: ReadObject
  /** Where a full ref name (or HEAD) points. */
  ref(name: string): Promise<Oid | undefined>
  /** Every object whose id begins so. */
  abbreviated(prefix: string): Promise<readonly Oid[]>
}

const PEEL = '^{commit}'

/** `<name>`, `<name>^{commit}` or `<name>:<path>`, as `git cat-file` reads them; undefined where no single object answers. */
export async function findObject(source: NamedObjects, name: string): Promise<GitObject | undefined> {
  const colon = name.indexOf(':')
  const path = colon < 0 ? undefined : name.slice(colon + 1)
  const whole = colon < 0 ? name : name.slice(0, colon)
  const commit = whole.endsWith(PEEL)
  const base = commit ? whole.slice(0, -PEEL.length) : whole
  const want = commit ? 'commit' : path === undefined ? undefined : 'tree'
  const named = await findBase(source, base, want)
  const object = named && commit ? await peel(source.read, named, 'commit') : named
  if (!object || path === undefined) return object
  const entry = await entryAt(source.read, object, path)
  return entry && source.read(entry.oid)
}

async function findBase(
  source: NamedObjects,
  base: string,
  want: 'commit' | 'tree' | undefined,
): Promise<GitObject | undefined> {
  if (/^[0-9a-f]{40}$/i.test(base)) return source.read(base.toLowerCase() as Oid)
  for (const full of refCandidates(base)) {
    const oid = await source.ref(full)
    if (oid) return source.read(oid)
  }
  return /^[0-9a-f]{4,39}$/i.test(base) ? unabbreviate(source, base.toLowerCase(), want) : undefined
}

/** Where git looks for a ref that was given short, in its order. */
export function refCandidates(name: string): string[] {
  if (!isRefName(name)) return []
  if (name === 'HEAD' || name.startsWith('refs/')) return [name]
  return ['', 'tags/', 'heads/', 'remotes/'].map(folder => `refs/${folder}${name}`).concat(`refs/remotes/${name}/HEAD`)
}

/** After git-check-ref-format: nothing here leads out of the folder of refs. */
function isRefName(name: string): boolean {
  if (name === '' || /[\x00-\x20\x7f~^:?*[\\]|\.\.|@\{|\/\/|^\/|\/$|\.$/.test(name)) return false
  return name.split('/').every(part => !part.startsWith('.') && !part.endsWith('.lock'))
}

/** One object of several that begin alike is meant where it alone can be what is wanted. */
async function unabbreviate(
  {read, abbreviated}: NamedObjects,
  prefix: string,
  want: 'commit' | 'tree' | undefined,
): Promise<GitObject | undefined> {
  const oids = await abbreviated(prefix)
  const objects = (await Promise.all(oids.map(read))).filter(object => object !== undefined)
  if (objects.length < 2 || want === undefined) return objects.length === 1 ? objects[0] : undefined
  const fits = await Promise.all(objects.map(object => peel(read, object, want)))
  const fitting = objects.filter((_, i) => fits[i] !== undefined)
  return fitting.length === 1 ? fitting[0] : undefined
}

/** What it is, without its bytes. */
export const idOf = (object: GitObject | undefined) => object && {oid: object.oid, type: object.type}
