import {isObject, type Json, type JsonObject} from '../base/json'
import {isDigest} from '../model/ids'
import type {ArtifactEntry} from '../model/record'
import {roleOf} from './role'

/** An artifact as a record tells of it, the role by its name where none was said. */
export interface ToldArtifact extends ArtifactEntry {
  /** Where its bytes lie outside of the ledger and the store, as `s3://…`. */
  readonly uri?: string
}

/**
 * What a folded record, which anybody may have written, says of its artifacts; what is of another kind than it should be is left out,
 * and of two with one path the later counts.
 */
export function artifactsOf(record: JsonObject): ToldArtifact[] {
  const said: Json | undefined = record['artifacts']
  const told = Array.isArray(said) ? said.flatMap((item: Json) => toldArtifact(item) ?? []) : []
  return [...new Map(told.map(artifact => [artifact.path, artifact])).values()]
}

function toldArtifact(item: Json): ToldArtifact | undefined {
  if (typeof item === 'string') return toldArtifact({path: item})
  if (!isObject(item)) return undefined
  const text = (key: string) => (typeof item[key] === 'string' && item[key] !== '' ? item[key] : undefined)
  const path = text('path')
  if (path === undefined) return undefined
  const [role, digest, media_type] = [text('role') ?? roleOf(path), text('digest'), text('media_type')]
  const uri = [text('uri'), text('url'), path].find(isUri)
  const size = item['size']
  return {
    path,
    ...(role !== undefined && {role}),
    ...(digest !== undefined && isDigest(digest) && {digest}),
    ...(Number.isSafeInteger(size) && (size as number) >= 0 && {size: size as number}),
    ...(media_type !== undefined && {media_type}),
    ...(item['absent'] === true && {absent: true}),
    ...(uri !== undefined && {uri}),
  }
}

/** With a scheme of at least two letters: `C:\model.pt` is a path. */
const isUri = (text: string | undefined) => text !== undefined && /^[a-z][a-z0-9+.-]+:\/\//i.test(text)
