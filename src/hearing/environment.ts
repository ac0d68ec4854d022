import {type Json, type JsonObject, listOf, objectOf, textOf} from '../base/json'
import {integerOf} from './line'
import {FILES, type Voice} from './voices'

export interface HeardEnvironment {
  /** Laid over the record's `env`. */
  readonly fields: JsonObject
  /** Every package, in pip's format; undefined: nobody said. */
  readonly requirements: string | undefined
  /** Bytes, the highest that a process told. */
  readonly peakVram: number | undefined
}

/**
 * The environment as the process that trains told it: the last `env` line of the first such process. `packages` answers the list
 * that a line names by its file.
 */
export function environmentHeard(
  voices: readonly Voice[],
  packages: (file: string) => JsonObject | undefined,
): HeardEnvironment | undefined {
  const mains = voices.filter(({kind, main}) => kind === 'main' && main !== FILES)
  const speaker = mains.find(hasEnv) ?? voices.find(hasEnv) ?? mains[0]
  if (!speaker) return undefined
  // A program that has imported nothing but the standard library has told of itself all there is.
  const line = speaker.lines.findLast(isEnv) ?? {}
  const all = objectOf(line['packages'] ?? packages(textOf(line['packages_file']) ?? ''))
  const imported = listOf(line['imported']).map(String)
  const libs = Object.fromEntries(imported.flatMap(name => (textOf(all[name]) ? [[name, all[name]!]] : [])))
  const torch = objectOf(line['torch'])
  const entry = (key: string, value: Json | undefined) => (value === undefined || value === '' ? {} : {[key]: value})
  return {
    fields: {
      ...entry('python', textOf(speaker.process['python'])),
      ...(Object.keys(libs).length > 0 && {libs}),
      ...(Object.keys(all).length > 0 && {packages: Object.keys(all).length}),
      ...entry('cuda', textOf(torch['cuda'])),
      ...entry('cudnn', textOf(torch['cudnn'])),
    },
    requirements: Object.keys(all).length > 0 ? requirementsOf(all) : undefined,
    peakVram: highest(voices),
  }
}

const isEnv = (line: JsonObject) => line['type'] === 'env'
const hasEnv = ({lines}: Voice) => lines.some(isEnv)

/** As the probe before the start spells it: names lower-case, one a line, sorted. */
function requirementsOf(packages: JsonObject): string {
  const lines = Object.entries(packages).flatMap(([name, version]) =>
    textOf(version) ? [`${name}==${version}\n`] : [],
  )
  return lines.sort().join('')
}

function highest(voices: readonly Voice[]): number | undefined {
  const found = voices.flatMap(({lines}) => lines.filter(isEnv).flatMap(line => integerOf(line['peak_vram']) ?? []))
  return found.length > 0 ? Math.max(...found) : undefined
}
