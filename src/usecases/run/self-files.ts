import {mediaTypeOf} from '../../artifacts/media-type'
import {writePointer} from '../../artifacts/pointer'
import {roleOf} from '../../artifacts/role'
import {sha256} from '../../base/digest'
import {isObject, type JsonObject} from '../../base/json'
import {isDigest} from '../../model/ids'
import {ARTIFACTS_FOLDER, pathProblem} from '../../model/paths'
import type {Caps} from '../../model/settings'
import type {LookPorts} from './running'
import type {SelfRecorded} from './self-recorded'
import type {Talk} from './talk'

/** Files that a run kept with itself: small ones as they are, large ones through the store; of others what it says of them. */
export async function filesOf(ports: LookPorts, {folder, run, end}: SelfRecorded, caps: Caps, said: Talk) {
  const entries: JsonObject[] = []
  const puts: {path: string; bytes: Uint8Array}[] = []
  const own = `${ports.files.resolve(folder, 'files')}/`
  const cells = ports.files.resolve(folder, 'cells.py')
  const kept = await ports.files.glob(ports.files.resolve(folder, 'files'))
  for (const file of ports.files.facts(cells) ? [...kept, cells] : kept) {
    const path = file === cells ? 'cells.py' : file.slice(own.length)
    const problem = pathProblem(path)
    if (problem) said.warn(`${path} is not recorded: its path ${problem}`)
    else {
      const {entry, bytes} = await keptFile(ports, file, path, caps)
      entries.push(entry)
      puts.push({path: `${ARTIFACTS_FOLDER}/${path}`, bytes})
    }
  }
  const known = new Set(entries.map(({path}) => path))
  const named = [run['files'], end?.['files']].flatMap(list => (Array.isArray(list) ? list : []))
  return {entries: [...entries, ...named.flatMap(item => saidOf(item as JsonObject, known))], puts}
}

async function keptFile({files, store}: LookPorts, file: string, path: string, caps: Caps) {
  const [role, media_type] = [roleOf(path), mediaTypeOf(path)]
  const entry = (digest: string, size: number): JsonObject => ({
    path,
    ...(role && {role}),
    digest,
    size,
    ...(media_type && {media_type}),
  })
  if ((files.facts(file)?.size ?? 0) > caps.small_artifact) {
    const stored = await store.put(file)
    return {entry: entry(stored.digest, stored.size), bytes: writePointer(stored, store.pointer)}
  }
  const bytes = await files.read(file, caps.small_artifact)
  return {entry: entry(`sha256:${sha256(bytes)}`, bytes.length), bytes}
}

/** A file that stayed where it was. */
function saidOf(item: JsonObject, known: ReadonlySet<unknown>): JsonObject[] {
  if (!isObject(item) || typeof item['path'] !== 'string' || known.has(item['path'])) return []
  const {path, digest, size} = item
  if (pathProblem(path as string) || typeof digest !== 'string' || !isDigest(digest)) return []
  return [{path: path as string, digest, ...(typeof size === 'number' && {size})}]
}
