import {at, isObject, type Json, type JsonObject, leaves} from '../../base/json'
import {fieldsOf} from '../flatten'
import {TOKENIZER} from '../set/fair/measured'
import {isCost} from '../set/metric-kinds'
import {splitNamed} from '../set/splits'
import {isSeed, isVolatile} from '../set/volatile'
import {metricsOf} from './metrics'

/** `known`: recorded, and can be checked. `assumed`: a guess, or a word that nobody can check. `missing`: nobody knows. */
export type Certainty = 'known' | 'assumed' | 'missing'

/** One thing that a step needs. */
export interface PlanItem {
  readonly what: string
  readonly value?: string
  readonly state: Certainty
  /** Why it is not known, or what to do, in a clause. */
  readonly note?: string
}

/** What a step does, for whoever spells it. Words are from the record and not to be trusted. */
export type PlanAction =
  | {readonly do: 'check-file'; readonly path: string; readonly digest: string}
  | {readonly do: 'bring-file'; readonly path: string}
  | {readonly do: 'checkout'; readonly commit: string; readonly tree?: string}
  | {readonly do: 'packages'; readonly list: string}
  | {readonly do: 'install'; readonly pins: readonly string[]}
  | {readonly do: 'set'; readonly name: string; readonly value: string}
  | {readonly do: 'run'; readonly argv: readonly string[]; readonly folder?: string}
  | {readonly do: 'no-command'; readonly guess: readonly string[]}
  | {readonly do: 'compare'}

export const STEP_TITLES = {
  data: 'Have the data, and check its hashes',
  code: 'Check out the code',
  environment: 'Build the environment',
  settings: 'Set the seed and what decides how numbers are computed',
  params: 'Use the tokenizer and the params of the run',
  train: 'Train',
  evaluate: 'Evaluate',
  compare: 'Compare with what was recorded',
} as const
export type StepName = keyof typeof STEP_TITLES

export interface PlanStep {
  readonly name: StepName
  readonly items: readonly PlanItem[]
  readonly actions: readonly PlanAction[]
}

/** What the record alone does not tell. */
export interface PlanFacts {
  /** Whether the repository has the commit that ran. */
  readonly codeHere: boolean
  /** Where the list of packages lies, as `<ref>:<path>`; undefined: there is none. */
  readonly packages?: string | undefined
  /** Variables that may be set from a record. */
  readonly variables: ReadonlySet<string>
}

const DIGEST = /^sha256:[0-9a-f]{64}$/
const PIN = /^[A-Za-z0-9][\w.-]*==[A-Za-z0-9][\w.+!-]*$/

const textOf = (value: Json | undefined) => (typeof value === 'string' && value !== '' ? value : undefined)
const listOf = (value: Json | undefined): readonly Json[] => (Array.isArray(value) ? value : [])
const item = (what: string, value: string | undefined, state: Certainty, note?: string): PlanItem => ({
  what,
  ...(value !== undefined && {value}),
  state,
  ...(note !== undefined && {note}),
})

/** The steps to repeat a run, in their order, each with what is known of it. Pure. */
export function planOf(record: JsonObject, facts: PlanFacts): PlanStep[] {
  return [
    dataStep(record),
    codeStep(record, facts),
    environmentStep(record, facts),
    settingsStep(record, facts),
    paramsStep(record),
    trainStep(record),
    evaluateStep(record),
    {
      name: 'compare',
      items: [item('tolerance', 'exact', 'assumed', 'say how far each metric may lie: --tolerance')],
      actions: [{do: 'compare'}],
    },
  ]
}

export interface RunInput {
  readonly role: string
  readonly path?: string
  readonly uri?: string
  readonly digest?: string
  readonly folder: boolean
  readonly declared: boolean
}

/** Files and addresses that the run read, those of splits by their split; code is none. */
export function inputsOf(record: JsonObject): RunInput[] {
  return listOf(at(record, 'inputs')).flatMap(input => {
    if (!isObject(input)) return []
    const [path, uri, digest] = ['path', 'uri', 'digest'].map(key => textOf(input[key]))
    const role = textOf(input['role']) ?? 'data'
    if (role === 'code' || (path === undefined && uri === undefined)) return []
    const folder = typeof input['files'] === 'number'
    const declared = input['how'] === 'declared'
    return [{role, ...(path && {path}), ...(uri && {uri}), ...(digest && {digest}), folder, declared}]
  })
}

const SPLITS = ['train', 'dev', 'test']
const rank = (split: string) => (SPLITS.indexOf(splitNamed(split)) + SPLITS.length + 1) % (SPLITS.length + 1)

function dataStep(record: JsonObject): PlanStep {
  const inputs = inputsOf(record).filter(({role}) => role !== 'config')
  const splits = at(record, 'dataset', 'splits')
  const said = (isObject(splits) ? Object.entries(splits) : []).filter(
    ([name]) => !inputs.some(({role}) => role === name),
  )
  said.sort(([a], [b]) => rank(a) - rank(b))
  const name = [at(record, 'dataset', 'name'), at(record, 'dataset', 'version')].flatMap(each => textOf(each) ?? [])
  const items = [
    ...(name.length > 0 ? [item('data set', name.join(' '), 'known')] : []),
    ...said.map(([split, value]) => {
      const hash = textOf(at(value, 'hash')) ?? textOf(value)
      if (hash === undefined) return item(split, undefined, 'missing', 'no hash was recorded')
      return DIGEST.test(hash)
        ? item(split, hash, 'known', 'which file it was is not recorded')
        : item(split, hash, 'assumed', 'a word, which nothing can be checked by')
    }),
    ...inputs.map(({role, path, uri, digest}) =>
      digest && DIGEST.test(digest)
        ? item(`${role} ${path ?? uri}`, digest, 'known')
        : item(`${role} ${path ?? uri}`, digest, 'assumed', 'no digest was recorded: what it held is not known'),
    ),
  ]
  const actions = inputs.flatMap(({path, digest, folder}): PlanAction[] =>
    path === undefined
      ? []
      : [...(digest && DIGEST.test(digest) && !folder ? [{do: 'check-file' as const, path, digest}] : [])],
  )
  return {
    name: 'data',
    items: items.length > 0 ? items : [item('data', undefined, 'missing', 'no data was recorded')],
    actions,
  }
}

/** The commit that holds what ran. */
export const ranCommit = (record: JsonObject): string | undefined =>
  textOf(at(record, 'code', 'snapshot')) ?? textOf(at(record, 'code', 'commit'))

function codeStep(record: JsonObject, {codeHere}: PlanFacts): PlanStep {
  const commit = ranCommit(record)
  const [repo, tree] = [textOf(at(record, 'code', 'repo')), textOf(at(record, 'code', 'tree'))]
  const full = commit !== undefined && /^[0-9a-f]{40,64}$/.test(commit)
  const items = [
    ...(repo ? [item('repository', repo, 'known')] : []),
    commit === undefined
      ? item('commit', undefined, 'missing', 'no commit was recorded')
      : codeHere
        ? item(at(record, 'code', 'snapshot') === undefined ? 'commit' : 'snapshot', commit, 'known')
        : item(
            'commit',
            commit,
            full ? 'known' : 'assumed',
            'this repository does not have it: fetch it from where it was made',
          ),
    ...(at(record, 'code', 'dirty') === true && at(record, 'code', 'snapshot') === undefined
      ? [item('changes', undefined, 'missing', 'the working tree was dirty, and no snapshot was made')]
      : []),
    ...listOf(at(record, 'code', 'incomplete')).map(what => item('not in the snapshot', String(what), 'missing')),
  ]
  const inputs = inputsOf(record).flatMap(({path, role}) => (path === undefined || role === 'config' ? [] : [path]))
  const brought = inputs.map((path): PlanAction => ({do: 'bring-file', path}))
  const actions: PlanAction[] =
    commit && /^[0-9a-f]{4,64}$/.test(commit) ? [{do: 'checkout', commit, ...(tree && {tree})}, ...brought] : []
  return {name: 'code', items, actions}
}

function environmentStep(record: JsonObject, {packages}: PlanFacts): PlanStep {
  const env = (key: string) => textOf(at(record, 'env', key))
  const libs = at(record, 'env', 'libs')
  const pins = (isObject(libs) ? Object.entries(libs) : []).map(([name, version]) => `${name}==${String(version)}`)
  const optional = (['cuda', 'cudnn', 'driver'] as const).flatMap(key => {
    const value = env(key)
    return value === undefined
      ? []
      : [item(key === 'cuda' ? 'CUDA' : key === 'cudnn' ? 'cuDNN' : key, value, 'known' as const)]
  })
  const items = [
    env('python')
      ? item('python', env('python'), 'known')
      : item('python', undefined, 'missing', 'any that the libraries run on'),
    ...pins.map(pin =>
      item(
        'library',
        pin.replace('==', ' '),
        PIN.test(pin) ? 'known' : 'assumed',
        PIN.test(pin) ? undefined : 'no version that pip knows',
      ),
    ),
    packages
      ? item('all packages', packages, 'known')
      : item('other packages', undefined, 'missing', 'only these versions were recorded'),
    ...optional,
    ...((textOf(at(record, 'env', 'gpu')) ?? at(record, 'env', 'gpu'))
      ? [item('GPU', spelled(at(record, 'env', 'gpu')), 'known')]
      : []),
  ]
  const sound = pins.filter(pin => PIN.test(pin))
  const actions: PlanAction[] = packages
    ? [{do: 'packages', list: packages}]
    : sound.length > 0
      ? [{do: 'install', pins: sound}]
      : []
  return {name: 'environment', items, actions}
}

const spelled = (value: Json | undefined) =>
  typeof value === 'string'
    ? value
    : listOf(value).length > 0
      ? listOf(value).map(String).join(', ')
      : isObject(value)
        ? Object.values(value).map(String).join(' ')
        : undefined

/** Variables of the record that may be set: on our list, and plain text. */
export function variablesOf(
  record: JsonObject,
  allowed: ReadonlySet<string>,
): {set: [string, string][]; refused: string[]} {
  const vars = at(record, 'env', 'vars')
  const all = isObject(vars) ? Object.entries(vars) : []
  const mayBeSet = ([name, value]: [string, Json]): boolean =>
    allowed.has(name) && typeof value === 'string' && !/[\u0000-\u001f\u007f]/.test(value)
  return {
    set: all.filter(mayBeSet) as [string, string][],
    refused: all.filter(each => !mayBeSet(each)).map(([name]) => name),
  }
}

/** The seed as the record has it, at its top or among the params. */
function seedOf(record: JsonObject): string | undefined {
  const seed = at(record, 'seed') ?? [...fieldsOf(record, 'params')].find(([path]) => isSeed(path))?.[1]
  return seed === undefined || seed === null || typeof seed === 'object' ? undefined : String(seed)
}

function settingsStep(record: JsonObject, {variables}: PlanFacts): PlanStep {
  const seed = seedOf(record)
  const {set, refused} = variablesOf(record, variables)
  const determinism = at(record, 'env', 'determinism')
  const switches = (isObject(determinism) ? [...leaves(determinism)] : []).filter(
    ([name]) => !name.startsWith('seeds') && !set.some(([own]) => own === name),
  )
  return {
    name: 'settings',
    items: [
      seed === undefined
        ? item('seed', undefined, 'missing', 'no seed was recorded: another outcome is likely')
        : item('seed', seed, 'known'),
      ...set.map(([name, value]) => item(name, value, 'known')),
      ...switches.map(([name, value]) => item(name, String(value), 'known', 'set by the script')),
      ...refused.map(name => item(name, undefined, 'assumed', 'no variable that is set from a record')),
      ...(set.length + switches.length === 0
        ? [
            item(
              'determinism',
              undefined,
              'missing',
              'no setting of threads or of deterministic algorithms was recorded',
            ),
          ]
        : []),
    ],
    actions: set.map(([name, value]): PlanAction => ({do: 'set', name, value})),
  }
}

function paramsStep(record: JsonObject): PlanStep {
  const params = [...fieldsOf(record, 'params')]
    .map(([path, value]) => [path.replace(/^params\./, ''), value] as const)
    .filter(([path, value]) => !isSeed(path) && !isVolatile(path, [], value))
  const isTokenizer = (path: string) => TOKENIZER.test(path.slice(path.lastIndexOf('.') + 1))
  const tokenizer = params.filter(([path]) => isTokenizer(path))
  const rest = params.filter(([path]) => !isTokenizer(path))
  const known = ([path, value]: readonly [string, Json]) =>
    item(path, typeof value === 'string' ? value : (JSON.stringify(value, plainly) ?? ''), 'known')
  const configs = [at(record, 'code', 'config')].flat().flatMap(path => textOf(path as Json) ?? [])
  const items = [...tokenizer.map(known), ...rest.map(known), ...configs.map(path => item('config', path, 'known'))]
  return {
    name: 'params',
    items: items.length > 0 ? items : [item('params', undefined, 'missing', 'none were recorded')],
    actions: [],
  }
}

const plainly = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)

/** Words of the recorded command; undefined where there is none, or a word is no text. */
export function commandOf(record: JsonObject): readonly string[] | undefined {
  const words = at(record, 'command')
  if (!Array.isArray(words) || words.length === 0 || !words.every(word => typeof word === 'string')) return undefined
  return words as readonly string[]
}

/** Where in the repository the command was typed: '' at its top. */
export const folderOf = (record: JsonObject): string => textOf(at(record, 'code', 'folder')) ?? ''

/** What a secret was taken out of cannot be run as it stands. */
export const isRedacted = (word: string): boolean => /\[redacted:[\w-]+\]/.test(word)

function trainStep(record: JsonObject): PlanStep {
  const argv = commandOf(record)
  if (argv) {
    const redacted = argv.some(isRedacted)
    const note = redacted ? 'a secret was taken out of it: put it back' : undefined
    return {
      name: 'train',
      items: [
        item('command', argv.join(' '), redacted ? 'assumed' : 'known', note),
        ...(folderOf(record) === '' ? [] : [item('in the folder', folderOf(record), 'known')]),
      ],
      actions: [{do: 'run', argv, ...(folderOf(record) !== '' && {folder: folderOf(record)})}],
    }
  }
  const guess = guessOf(record)
  return {
    name: 'train',
    items: [
      item('command', undefined, 'missing', 'no command was recorded'),
      item('perhaps', guess.join(' '), 'assumed', 'made of the params: no script says that it takes them so'),
    ],
    actions: [{do: 'no-command', guess}],
  }
}

function guessOf(record: JsonObject): string[] {
  const script = textOf(at(record, 'code', 'script')) ?? 'train.py'
  const seed = seedOf(record)
  const params = [...fieldsOf(record, 'params')].filter(([path]) => !isSeed(path))
  const flags = params.flatMap(([path, value]) =>
    typeof value === 'object' ? [] : [`--${path.slice(path.lastIndexOf('.') + 1)}`, String(value)],
  )
  return ['python', script, ...(seed === undefined ? [] : ['--seed', seed]), ...flags]
}

const SHOWN_METRICS = 12

function evaluateStep(record: JsonObject): PlanStep {
  const metrics = [...metricsOf(record)].filter(([path, value]) => !isCost(path) && typeof value !== 'object')
  const shown = metrics.slice(0, SHOWN_METRICS)
  const more = metrics.length - shown.length
  return {
    name: 'evaluate',
    items: [
      commandOf(record)
        ? item('command', undefined, 'assumed', 'the command above evaluates as well, where its metrics were heard')
        : item('command', undefined, 'missing', 'how it was evaluated is not recorded'),
      ...shown.map(([path, value]) => item(path, String(value), 'known', 'what must come out')),
      ...(more > 0 ? [item('and', `${more} more metrics`, 'known')] : []),
      ...(metrics.length === 0 ? [item('metrics', undefined, 'missing', 'nothing says what must come out')] : []),
    ],
    actions: [],
  }
}
