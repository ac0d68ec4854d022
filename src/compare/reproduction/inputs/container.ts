import {at, isObject, type JsonObject} from '../../../base/json'

/** Whether two runs ran in the same image: by digest, whatever it was called. A record without a platform says nothing of where it ran. */
export function containerChanges(
  before: JsonObject,
  after: JsonObject,
): {what: string; before?: string; after?: string}[] {
  if ([before, after].some(record => at(record, 'env', 'platform') === undefined)) return []
  const known = digestsOf(after)
  if (digestsOf(before).some(digest => known.includes(digest))) return []
  const [old, now] = [toldOf(before), toldOf(after)]
  if (old === now) return []
  return [{what: 'container', ...(old !== undefined && {before: old}), ...(now !== undefined && {after: now})}]
}

function digestsOf(record: JsonObject): unknown[] {
  const container = at(record, 'env', 'container')
  return [at(container, 'digest'), at(container, 'image_id')].filter(each => typeof each === 'string')
}

/** undefined: it ran in none. */
function toldOf(record: JsonObject): string | undefined {
  const container = at(record, 'env', 'container')
  if (!isObject(container)) return undefined
  const {kind, image, digest, image_id: id} = container
  const words = [kind, image, digest ?? id].filter(each => typeof each === 'string')
  return words.length === 0 ? undefined : words.join(' ')
}
