import {at, isObject, type JsonObject} from '../../base/json'

/** `unknown`: no digest was recorded, of one or the other. */
export type ArtifactState = 'same' | 'other' | 'missing' | 'unknown'

/** One file that a run left, and what became of it. */
export interface ArtifactRow {
  readonly path: string
  readonly before?: string
  readonly after?: string
  readonly state: ArtifactState
}

/** Files that the original left, by path and digest; config files are no outcome. */
export function compareArtifacts(before: JsonObject, after: JsonObject): ArtifactRow[] {
  const now = digestsOf(after, () => true)
  return [...digestsOf(before, role => role !== 'config')].map(([path, digest]) => {
    const other = now.get(path)
    const state = (): ArtifactState => {
      if (!now.has(path)) return digest === undefined ? 'unknown' : 'missing'
      if (digest === undefined || other === undefined) return 'unknown'
      return digest === other ? 'same' : 'other'
    }
    return {path, ...(digest && {before: digest}), ...(other && {after: other}), state: state()}
  })
}

/** Path → digest; of files that nobody has, none. */
export function digestsOf(record: JsonObject, wanted: (role: unknown) => boolean): Map<string, string | undefined> {
  const entries = at(record, 'artifacts')
  return new Map(
    (Array.isArray(entries) ? entries.filter(isObject) : []).flatMap(entry => {
      const {path, digest, role, absent} = entry
      if (typeof path !== 'string' || !wanted(role)) return []
      return [[path, typeof digest === 'string' && absent !== true ? digest : undefined] as const]
    }),
  )
}
