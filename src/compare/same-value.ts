import {isObject, type Json} from '../base/json'

/** Equal as values: NaN equals NaN, 0 equals -0, 2^60 equals its bigint; keys in any order, list items in theirs. */
export function sameValue(a: Json | undefined, b: Json | undefined): boolean {
  if (Object.is(a, b)) return true
  // biome-ignore lint/suspicious/noDoubleEquals: the one comparison that is exact between a number and a bigint
  if (isNumeric(a) && isNumeric(b)) return a == b
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, i) => sameValue(item, b[i]))
  if (!isObject(a) || !isObject(b)) return false
  const keys = Object.keys(a)
  return keys.length === Object.keys(b).length && keys.every(key => Object.hasOwn(b, key) && sameValue(a[key], b[key]))
}

export function isNumeric(value: Json | undefined): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint'
}
