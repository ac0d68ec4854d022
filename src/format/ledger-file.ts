import {ExpError, isExpError} from '../base/errors'
import {isObject, type Json, type JsonObject} from '../base/json'
import {formatProblem, type Problem} from '../base/problem'
import {nearest, plural} from '../base/text'
import {LEDGER_FILE} from '../model/paths'
import {FORMAT} from '../model/record'
import {type Caps, DEFAULT_CAPS, type Direction, type LedgerSettings} from '../model/settings'
import {writeYaml} from './canonical-yaml'
import {decodeDocument} from './decode'
import {readForeignYaml} from './foreign-yaml'
import {pathOf} from './place'
import {normalizeBreaks, readYaml} from './read-yaml'

const FIELDS = [
  'format',
  'name',
  'template',
  'primary_metric',
  'directions',
  'naming',
  'caps',
  'volatile_params',
  'filters',
]
const DEFAULT_TEMPLATE = 'generic'

/** The text of ledger.yaml. */
export function writeLedgerFile(settings: LedgerSettings): string {
  return writeYaml({...settings} as unknown as JsonObject, FIELDS)
}

/**
 * ledger.yaml with its defaults filled in. A newer format is read as far as it is understood: its number tells the caller not to
 * write. Throws BAD_LEDGER_FILE with the place of every problem.
 */
export async function readLedgerFile(bytes: Uint8Array): Promise<LedgerSettings> {
  const {text, value} = await parse(bytes)
  const check = new SettingsCheck()
  const settings = check.settings(value)
  if (check.problems.length > 0 && settings.format <= FORMAT) throw await refusal(text, check.problems)
  return settings
}

async function parse(bytes: Uint8Array): Promise<{text: string; value: JsonObject}> {
  try {
    const text = decodeDocument(bytes, LEDGER_FILE)
    const value = await readYaml(text, LEDGER_FILE)
    if (isObject(value)) return {text, value}
  } catch (error) {
    if (!isExpError(error, 'BAD_DOCUMENT')) throw error
    throw badLedgerFile(error.message, error)
  }
  throw badLedgerFile(`${LEDGER_FILE} holds no settings; expected at least format: ${FORMAT}`)
}

/** Only a wrong file is read with the library, for the places. */
async function refusal(text: string, problems: readonly Problem[]): Promise<ExpError> {
  const [document] = await readForeignYaml(normalizeBreaks(text), LEDGER_FILE)
  const placed = problems
    .map(problem => ({...problem, ...document!.place(pathOf(problem.pointer))}))
    .sort((a, b) => a.line - b.line || a.column - b.column)
  const lines = placed.map(problem => formatProblem(problem, LEDGER_FILE))
  const message =
    lines.length === 1 ? lines[0]! : `${plural(lines.length, 'problem')} in ${LEDGER_FILE}\n${lines.join('\n')}`
  return badLedgerFile(message, undefined, placed)
}

function badLedgerFile(message: string, cause?: ExpError, problems: readonly Problem[] = []): ExpError {
  const hints = [`see who wrote it so: git log -p exp-ledger -- ${LEDGER_FILE}`]
  return new ExpError('BAD_LEDGER_FILE', message, {hints, data: {file: LEDGER_FILE, problems, ...cause?.data}, cause})
}

/** Checks each setting, puts the default where there is none, and collects what is wrong. */
class SettingsCheck {
  readonly problems: Problem[] = []

  settings(value: JsonObject): LedgerSettings {
    this.#knowsKeys(value, FIELDS, '')
    const name = this.#text(value['name'], '/name')
    const primary = this.#text(value['primary_metric'], '/primary_metric')
    const volatile = this.#texts(value['volatile_params'], '/volatile_params')
    const filters = this.#filters(value['filters'])
    return {
      format: this.#format(value['format']),
      ...(name !== undefined && {name}),
      template: this.#text(value['template'], '/template') ?? DEFAULT_TEMPLATE,
      ...(primary !== undefined && {primary_metric: primary}),
      directions: this.#directions(value['directions']),
      naming: this.#naming(value['naming']),
      caps: this.#caps(value['caps']),
      ...(volatile.length > 0 && {volatile_params: volatile}),
      ...(Object.keys(filters).length > 0 && {filters}),
    }
  }

  #format(value: Json | undefined): number {
    if (Number.isSafeInteger(value) && (value as number) >= 1) return value as number
    this.#wrong('/format', value, 'a whole number from 1', `format: ${FORMAT}`)
    return FORMAT
  }

  #text(value: Json | undefined, pointer: string): string | undefined {
    if (typeof value === 'string' && value !== '') return value
    if (value !== undefined) this.#wrong(pointer, value, 'text')
    return undefined
  }

  #directions(value: Json | undefined): Record<string, Direction> {
    const directions: Record<string, Direction> = {}
    for (const [metric, way] of this.#entries(value, '/directions')) {
      if (way === 'higher' || way === 'lower') directions[metric] = way
      else this.#wrong(`/directions/${pointerPart(metric)}`, way, '"higher" or "lower"', 'macro_f1: higher')
    }
    return directions
  }

  #texts(value: Json | undefined, pointer: string): string[] {
    if (value !== undefined && !Array.isArray(value)) this.#wrong(pointer, value, 'a list')
    const items: readonly Json[] = Array.isArray(value) ? value : []
    return items.flatMap((item, i) => this.#text(item, `${pointer}/${i}`) ?? [])
  }

  /** Whether they can be understood is asked when they are used. */
  #filters(value: Json | undefined): Record<string, string> {
    const filters: Record<string, string> = {}
    for (const [name, said] of this.#entries(value, '/filters')) {
      const pointer = `/filters/${pointerPart(name)}`
      if (!/^[A-Za-z][\w-]*$/.test(name)) this.#wrong(pointer, name, 'a name of letters, digits, - and _', 'good_runs')
      const text = this.#text(said, pointer)
      if (text !== undefined) filters[name] = text
    }
    return filters
  }

  #naming(value: Json | undefined): LedgerSettings['naming'] {
    const {pattern, unique} = Object.fromEntries(this.#entries(value, '/naming')) as JsonObject
    this.#knowsKeys(value, ['pattern', 'unique'], '/naming')
    if (unique !== undefined && typeof unique !== 'boolean') this.#wrong('/naming/unique', unique, 'true or false')
    const text = this.#text(pattern, '/naming/pattern')
    return {...(text !== undefined && {pattern: text}), unique: unique === true}
  }

  #caps(value: Json | undefined): Caps {
    const caps = {...DEFAULT_CAPS}
    this.#knowsKeys(value, Object.keys(DEFAULT_CAPS), '/caps')
    for (const [name, cap] of this.#entries(value, '/caps')) {
      if (!Object.hasOwn(DEFAULT_CAPS, name)) continue
      if (Number.isSafeInteger(cap) && (cap as number) > 0) caps[name as keyof Caps] = cap as number
      else this.#wrong(`/caps/${name}`, cap, 'a number of bytes', `${name}: ${DEFAULT_CAPS[name as keyof Caps]}`)
    }
    return caps
  }

  #entries(value: Json | undefined, pointer: string): [string, Json][] {
    if (isObject(value)) return Object.entries(value)
    if (value !== undefined) this.#wrong(pointer, value, 'an object')
    return []
  }

  /** A key that later versions may know is let pass; one that looks like a slip is not. */
  #knowsKeys(value: Json | undefined, known: readonly string[], pointer: string): void {
    for (const key of isObject(value) ? Object.keys(value) : []) {
      const meant = known.includes(key) ? undefined : nearest(key, known)
      if (meant === undefined) continue
      this.problems.push({pointer: `${pointer}/${pointerPart(key)}`, message: 'is no setting', expected: `"${meant}"`})
    }
  }

  #wrong(pointer: string, value: Json | undefined, expected: string, example?: string): void {
    const message = value === undefined ? 'is missing' : `is ${shown(value)}`
    this.problems.push({pointer, message, expected, ...(example !== undefined && {example})})
  }
}

function shown(value: Json): string {
  if (Array.isArray(value)) return 'a list'
  if (isObject(value)) return 'an object'
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}

const pointerPart = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')
