import {at, isObject, type Json, type JsonObject} from '../../base/json'
import type {CapturedCode} from '../../capture/code'
import type {Oid} from '../../model/ids'
import type {GitObject} from '../../ports/git-objects'

/** The `code` of a record, and the commit it names where the repository has it. */
export interface CodeOf {
  readonly code: Json
  readonly commit: Oid | undefined
}

/** Nothing, or all but the commit: the rest is for the repository at hand to say. */
export function saysNoCommit({code}: JsonObject): boolean {
  return code === undefined || (isObject(code) && code['commit'] === undefined)
}

/** What the repository says, below what the input does; unless it speaks of another repository. */
export function codeFromHere({code}: JsonObject, here: CapturedCode): CodeOf {
  if (!isObject(code)) return here
  if (isElsewhere(code['repo'], here.code['repo'])) return {code: {...code, unresolved: true}, commit: undefined}
  return {code: {...here.code, ...code}, commit: here.commit}
}

/** Where both have a name, and not the same one: `nlp` is `https://host/team/nlp.git`. */
function isElsewhere(said: Json | undefined, here: Json | undefined): boolean {
  return typeof said === 'string' && (typeof here !== 'string' || nameOf(said) !== nameOf(here))
}

const nameOf = (repo: string) => /([^/:\\]*?)(?:\.git)?\/*$/.exec(repo)![1]!.toLowerCase()

/** The abbreviated or whole object name that the input gives, in lower case. */
export function hexCommit(fields: JsonObject): string | undefined {
  const commit = at(fields, 'code', 'commit')
  return typeof commit === 'string' && /^[0-9a-f]{4,64}$/i.test(commit) ? commit.toLowerCase() : undefined
}

/** The commit in full where the repository has it; else as it was said, marked unresolved. */
export function resolveCode(fields: JsonObject, found: ReadonlyMap<string, GitObject | undefined>): CodeOf {
  const code = fields['code']!
  if (!isObject(code)) return {code, commit: undefined}
  const hex = hexCommit(fields)
  const object = hex === undefined ? undefined : found.get(`${hex}^{commit}`)
  if (object) return {code: {...code, commit: object.oid}, commit: object.oid}
  return {code: {...code, unresolved: true}, commit: undefined}
}
