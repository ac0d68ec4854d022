import {type JsonObject, textOf} from '../base/json'
import type {Said} from './trainings'

/** A file that the script itself called a result. */
export interface NamedFile {
  /** Absolute. */
  readonly path: string
  readonly role?: string
}

/** What a script said of its training through the client. */
export interface HeardWords {
  readonly tags: readonly string[]
  readonly notes: readonly string[]
  /** `task`, `group`, `hypothesis`, `dataset`, as far as they were said. */
  readonly fields: JsonObject
  readonly artifacts: readonly NamedFile[]
  readonly ending?: {readonly status: 'finished' | 'failed' | 'aborted'; readonly reason?: string}
}

const STATUSES: ReadonlySet<string> = new Set(['finished', 'failed', 'aborted'])

export function wordsHeard(said: readonly Said[]): HeardWords {
  const lines = said.map(({line}) => line)
  const texts = (type: string, key: string) =>
    lines.flatMap(line => (line['type'] === type ? (textOf(line[key]) ?? []) : []))
  const artifacts = lines.flatMap(line => {
    const [path, role] = [textOf(line['path']), textOf(line['role'])]
    return line['type'] === 'artifact' && path !== undefined ? [{path, ...(role !== undefined && {role})}] : []
  })
  const last = lines.findLast(({type}) => type === 'finish')
  const [status, reason] = [textOf(last?.['status']), textOf(last?.['reason'])]
  return {
    tags: [...new Set(texts('tag', 'tag'))],
    notes: texts('note', 'text'),
    fields: begun(lines),
    artifacts,
    ...(status !== undefined &&
      STATUSES.has(status) && {
        ending: {status: status as 'finished', ...(reason !== undefined && {reason})},
      }),
  }
}

/** What a training was begun with; of several the first word on each. */
function begun(lines: readonly JsonObject[]): JsonObject {
  const fields: Record<string, string | {name: string}> = {}
  for (const line of lines) {
    if (line['type'] !== 'begin') continue
    for (const key of ['task', 'group', 'hypothesis', 'dataset']) {
      const text = textOf(line[key])
      if (text !== undefined) fields[key] ??= key === 'dataset' ? {name: text} : text
    }
  }
  return fields
}
