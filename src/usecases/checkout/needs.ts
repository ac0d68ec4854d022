import {artifactsOf, type ToldArtifact} from '../../artifacts/entries'
import {at, isObject, type Json, type JsonObject} from '../../base/json'
import {commandOf} from '../../compare/reproduction/plan/command-steps'
import {type DataNeed, dataNeeds} from '../../model/data-needs'
import {type CodeNeed, codeNeed} from './code-need'
import {type EnvNeed, envNeed} from './env-need'

/** What a run needs to run again, as far as its record says: plain data, and nothing of it looked at yet. */
export interface RunNeeds {
  readonly id: string
  readonly name: string
  readonly code: CodeNeed
  /** undefined: the record names none. */
  readonly command?: CommandNeed
  readonly seed?: number | string
  readonly params: JsonObject
  readonly dataset?: {readonly name?: string; readonly version?: string}
  readonly data: readonly DataNeed[]
  /** Config files that were kept with the record. */
  readonly configs: readonly ToldArtifact[]
  readonly env: EnvNeed
}

export interface CommandNeed {
  readonly argv: readonly string[]
  /** Where it ran, from the top of the repository, '' for the top itself. `assumed`: the record does not say, and nothing speaks against it. */
  readonly folder: string
  readonly how: 'known' | 'assumed'
}

/** Reads a folded record, which anybody may have written; `requirements` is the text of `requirements.txt` beside it. Pure. */
export function needsOf(
  {id, name, record}: {readonly id: string; readonly name: string; readonly record: JsonObject},
  requirements: string | undefined,
): RunNeeds {
  const seed = record['seed'] ?? at(record, 'params', 'seed')
  const command = commandNeed(record)
  const dataset = datasetOf(record['dataset'])
  return {
    id,
    name,
    code: codeNeed(record['code']),
    ...(command && {command}),
    ...((typeof seed === 'number' || typeof seed === 'string') && {seed}),
    params: isObject(record['params']) ? record['params'] : {},
    ...(dataset && {dataset}),
    data: dataNeeds(record),
    configs: artifactsOf(record).filter(({role}) => role === 'config'),
    env: envNeed(record['env'], requirements),
  }
}

function commandNeed(record: JsonObject): CommandNeed | undefined {
  const argv = commandOf(record)
  if (!argv) return undefined
  const script = at(record, 'code', 'script')
  const folder = typeof script === 'string' ? folderFrom(script, argv) : undefined
  return {argv, folder: folder ?? '', how: folder === undefined ? 'assumed' : 'known'}
}

/** `sub/train.py` in the repository and `train.py` in the command: it ran in `sub`. */
function folderFrom(script: string, argv: readonly string[]): string | undefined {
  if (script.split('/').includes('..')) return undefined
  const words = argv.map(word => word.replace(/^\.\//, ''))
  if (words.includes(script)) return ''
  const word = words.find(each => each !== '' && script.endsWith(`/${each}`))
  return word === undefined ? undefined : script.slice(0, -word.length - 1)
}

function datasetOf(said: Json | undefined): RunNeeds['dataset'] {
  if (typeof said === 'string') return {name: said}
  const text = (key: string) => {
    const value = at(said, key)
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined
  }
  const [name, version] = [text('name'), text('version')]
  return name === undefined && version === undefined
    ? undefined
    : {...(name !== undefined && {name}), ...(version !== undefined && {version})}
}
