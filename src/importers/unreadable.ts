import {cut, safe} from '../base/text'

/** Why a file says nothing: one clause about the file, as `ends too early`. */
export class Unreadable extends Error {}

export function unreadable(reason: string): never {
  throw new Unreadable(cut(safe(reason), 300))
}
