import {isObject, type Json, type JsonObject} from '../../base/json'
import {isDigest} from '../../model/ids'
import type {SelfRecorded} from './self-recorded'

/** `inputs` of its record. Paths as they were there: nothing of them is looked up here. */
export function inputsOf({run, end, heard}: SelfRecorded): JsonObject {
  const placed = placedBelow(`${String(run['cwd'] ?? '')}/`)
  const digests = digestsOf(end)
  const declared = objectsIn(run['inputs']).flatMap(({role, path, ...rest}) => {
    if (typeof path !== 'string') return []
    const facts = {...digests.get(path), ...pick(rest, ['digest', 'bytes', 'rows', 'revision'])}
    return [{role: String(role ?? 'data'), ...placed(path), ...facts, how: 'declared'}]
  })
  const named = new Set(objectsIn(run['inputs']).map(({path}) => path))
  const found = heard.inputs
    .filter(({place}) => !named.has(place))
    .map(({role, place, rows, revision}) => ({
      role,
      ...placed(place),
      ...(revision && {revision}),
      ...(rows !== undefined && {rows}),
      ...digests.get(place),
      how: 'discovered',
    }))
  const all = [...declared, ...found] as JsonObject[]
  return all.length > 0 ? {inputs: all} : {}
}

const placedBelow = (cwd: string) => (place: string) =>
  /^[a-z][a-z0-9+.-]*:/i.test(place)
    ? {uri: place}
    : !place.startsWith('/')
      ? {path: place}
      : place.startsWith(cwd)
        ? {path: place.slice(cwd.length)}
        : {uri: `file://${encodeURI(place)}`}

/** By path, what the run read again of its inputs after it had ended. */
function digestsOf(end: JsonObject | undefined): ReadonlyMap<string, JsonObject> {
  const digests = new Map<string, JsonObject>()
  for (const {path, bytes, digest} of objectsIn(end?.['inputs'])) {
    if (typeof path !== 'string' || typeof digest !== 'string' || !isDigest(digest)) continue
    const size = Number.isSafeInteger(bytes) && Number(bytes) >= 0 ? {bytes: bytes!} : {}
    digests.set(path, {digest, ...size, digested: 'after'})
  }
  return digests
}

const objectsIn = (list: Json | undefined): readonly JsonObject[] => (Array.isArray(list) ? list.filter(isObject) : [])

/** The fields that are there. */
export const pick = (object: JsonObject, keys: readonly string[]): JsonObject =>
  Object.fromEntries(
    keys.flatMap(key => (object[key] === undefined || object[key] === null ? [] : [[key, object[key]!]])),
  )
