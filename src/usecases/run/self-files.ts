import {mediaTypeOf} from '../../artifacts/media-type'
import {writePointer} from '../../artifacts/pointer'
import {roleOf} from '../../artifacts/role'
import {sha256} from '../../base/digest'
import {isObject, type Json, type JsonObject} from '../../base/json'
import {isDigest} from '../../model/ids'
import {ARTIFACTS_FOLDER, pathProblem} from '../../model/paths'
import type {Caps} from '../../model/settings'
import type {LookPorts} from './running'
import type {SelfRecorded} from './self-recorded'
import type {Talk} from './talk'

/** Files that a run kept with itself: small ones as they are, large ones through the store; of others what it says of them. */
export async function filesOf(ports: LookPorts, {folder, run, end}: SelfRecorded, caps: Caps, said: Talk) {
  const entries = new Map<string, JsonObject>()
  const puts: {path: string; bytes: Uint8Array}[] = []
  const lists = [run['files'], end?.['files'], [{path: 'cells.py', file: 'cells.py'}]]
  for (const item of lists.flatMap(list => (Array.isArray(list) ? list : []))) {
    if (!isObject(item) || typeof item['path'] !== 'string') continue
    const path = below(item['path'], String(run['cwd'] ?? ''))
    const problem = pathProblem(path)
    const file = keptAt(ports, folder, item['file'])
    if (problem) said.warn(`${path} is not recorded: its path ${problem}`)
    else if (file === undefined) {
      for (const entry of saidOf(path, item)) entries.set(path, entry)
    } else if (!entries.has(path)) {
      const {entry, bytes} = await keptFile(ports, file, path, item, caps)
      entries.set(path, entry)
      puts.push({path: `${ARTIFACTS_FOLDER}/${path}`, bytes})
    }
  }
  return {entries: [...entries.values()], puts}
}

/** Outside of where it ran a file has no path that means anything here, but for its name. */
const below = (path: string, cwd: string) =>
  path.startsWith(`${cwd}/`)
    ? path.slice(cwd.length + 1)
    : path.startsWith('/')
      ? path.slice(path.lastIndexOf('/') + 1)
      : path

/** Where its bytes lie, within the folder and nowhere else. */
export function keptAt({files}: LookPorts, folder: string, file: Json | undefined): string | undefined {
  if (typeof file !== 'string' || pathProblem(file)) return undefined
  const real = files.realPath(files.resolve(folder, file))
  const home = files.realPath(folder)
  return real?.startsWith(`${home}/`) && files.facts(real)?.kind === 'file' ? real : undefined
}

async function keptFile({files, store}: LookPorts, file: string, path: string, item: JsonObject, caps: Caps) {
  const role = typeof item['role'] === 'string' ? item['role'] : roleOf(path)
  const media_type = mediaTypeOf(path)
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
function saidOf(path: string, {digest, size, role}: JsonObject): JsonObject[] {
  if (typeof digest !== 'string' || !isDigest(digest)) return []
  return [{path, ...(typeof role === 'string' && {role}), digest, ...(typeof size === 'number' && {size})}]
}
