import {type Json, type JsonObject, objectOf, textOf} from '../base/json'
import {integerOf} from './line'
import type {Conflict} from './params'
import type {Said} from './trainings'

export interface HeardSeed {
  readonly seed?: number
  /** Seeds by who set them, and the switches that decide whether a run comes out the same; {} where nothing was told. */
  readonly determinism: JsonObject
  readonly conflict?: Conflict
}

/** The seed of a training, where all that set one agree; where nobody was heard setting one, the parameter that is called so. */
export function seedHeard(said: readonly Said[], declared: Json | undefined, params: JsonObject): HeardSeed {
  const values: {value: number; source: string}[] = []
  const flag = integerOf(declared)
  if (flag !== undefined) values.push({value: flag, source: 'flags'})
  const seeds: Record<string, Json> = {}
  let switches: JsonObject = {}
  for (const {line} of said) {
    if (line['type'] === 'determinism') switches = {...switches, ...objectOf(line['values'])}
    const [value, source] = [integerOf(line['value']), textOf(line['source']) ?? '']
    if (line['type'] !== 'seed' || value === undefined) continue
    seeds[source] = value
    if (!values.some(other => other.value === value)) values.push({value, source})
  }
  const named = values.length === 0 ? (integerOf(params['seed']) ?? integerOf(params['random_seed'])) : undefined
  const seed = flag ?? (values.length === 1 ? values[0]!.value : named)
  return {
    ...(seed !== undefined && {seed}),
    determinism: {...switches, ...(Object.keys(seeds).length > 0 && {seeds})},
    ...(values.length > 1 && {conflict: {param: 'seed', values}}),
  }
}
