import {ExpError} from '../base/errors'
import {at, isObject, type Json, type JsonObject} from '../base/json'
import {formatProblem, type Problem} from '../base/problem'
import {LEDGER_FILE} from '../model/paths'
import {type Caps, DEFAULT_CAPS, type Direction, type LedgerSettings} from '../model/settings'
import {writeYaml} from './canonical-yaml'
import {readYamlMap} from './read-yaml'

const ORDER = ['format', 'name', 'template', 'primary_metric', 'directions', 'naming', 'caps']

export function writeLedgerFile(settings: LedgerSettings): string {
  return writeYaml(settings as unknown as JsonObject, ORDER)
}

/** `ledger.yaml` with its defaults filled in; a newer format is read as far as it goes. Throws BAD_LEDGER_FILE with every problem. */
export async function readLedgerFile(bytes: Uint8Array): Promise<LedgerSettings> {
  const value = await readYamlMap(bytes, LEDGER_FILE)
  const problems: Problem[] = []
  const text = (key: string) => optional(value[key], `/${key}`, 'string', 'a text', problems) as string | undefined
  const format = value['format']
  if (typeof format !== 'number' || !Number.isInteger(format) || format < 1) {
    problems.push({pointer: '/format', message: found(format), expected: 'a whole number from 1', example: 'format: 1'})
  }
  const [name, primary, template] = [text('name'), text('primary_metric'), text('template')]
  const settings: LedgerSettings = {
    format: typeof format === 'number' ? format : 1,
    ...(name !== undefined && {name}),
    template: template ?? 'generic',
    ...(primary !== undefined && {primary_metric: primary}),
    directions: directions(value['directions'], problems),
    naming: naming(value['naming'], problems),
    caps: caps(value['caps'], problems),
  }
  if (problems.length === 0) return settings
  const lines = problems.map(problem => formatProblem(problem, LEDGER_FILE))
  throw new ExpError('BAD_LEDGER_FILE', lines.join('\n'), {data: {problems}})
}

const found = (value: Json | undefined) => (value === undefined ? 'is missing' : `is ${JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? String(v) : v))}`)

function optional(value: Json | undefined, pointer: string, type: string, expected: string, problems: Problem[]): Json | undefined {
  if (value === undefined || typeof value === type) return value
  problems.push({pointer, message: found(value), expected})
  return undefined
}

function directions(value: Json | undefined, problems: Problem[]): Record<string, Direction> {
  const result: Record<string, Direction> = {}
  if (value === undefined) return result
  if (!isObject(value)) problems.push({pointer: '/directions', message: found(value), expected: 'a map of metric to higher or lower'})
  else {
    for (const [metric, way] of Object.entries(value)) {
      if (way === 'higher' || way === 'lower') result[metric] = way
      else problems.push({pointer: `/directions/${metric}`, message: found(way), expected: 'higher or lower', example: 'macro_f1: higher'})
    }
  }
  return result
}

function naming(value: Json | undefined, problems: Problem[]): LedgerSettings['naming'] {
  if (value !== undefined && !isObject(value)) problems.push({pointer: '/naming', message: found(value), expected: 'a map'})
  const pattern = optional(at(value, 'pattern'), '/naming/pattern', 'string', 'a regular expression', problems) as string | undefined
  const unique = optional(at(value, 'unique'), '/naming/unique', 'boolean', 'true or false', problems) as boolean | undefined
  return {...(pattern !== undefined && {pattern}), unique: unique ?? false}
}

function caps(value: Json | undefined, problems: Problem[]): Caps {
  const result: Record<string, number> = {...DEFAULT_CAPS}
  if (value === undefined) return DEFAULT_CAPS
  if (!isObject(value)) problems.push({pointer: '/caps', message: found(value), expected: 'a map of caps in bytes'})
  for (const [key, cap] of Object.entries(isObject(value) ? value : {})) {
    if (typeof cap === 'number' && Number.isInteger(cap) && cap > 0) result[key] = cap
    else problems.push({pointer: `/caps/${key}`, message: found(cap), expected: 'a number of bytes', example: `${key}: 262144`})
  }
  return result as unknown as Caps
}
