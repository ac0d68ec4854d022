import type {Json, JsonObject} from '../../base/json'
import {typedValue} from '../../base/typed-value'
import {isUri} from '../../capture/data-uris'
import type {DeclaredInput} from '../../capture/input-state'
import {pairOf} from '../../capture/said-values'
import {readTeamFile} from '../../capture/team-file'
import {NO_TEAM_DEFAULTS, parseTeamDefaults, withTeamDefaults} from '../../config/team-defaults'
import type {RunPorts, RunWords} from './running'

interface TeamWords {
  readonly words: RunWords
  /** The team's naming rule. */
  readonly rule: string | undefined
  /** Globs of files that are source besides. */
  readonly source: readonly string[]
  readonly declared: readonly DeclaredInput[]
  readonly warnings: readonly string[]
}

/** What was said, over what the team has agreed on in `.expconfig`. Paths of the team start at the top of the repository. */
export async function teamWords(
  {machine, files, gitConfig}: RunPorts,
  said: RunWords,
  {top}: {readonly cwd: string; readonly top: string},
): Promise<TeamWords> {
  const listing = await readTeamFile(machine, top)
  const {defaults, warnings} =
    listing === undefined ? {defaults: NO_TEAM_DEFAULTS, warnings: []} : parseTeamDefaults(listing)
  const data = said.data.map(text => pairOf('data', text, '<split>=<path>, for example train=data/train.csv'))
  const input = said.inputs.map(text => pairOf('input', text, '<role>=<path>, for example tokenizer=bert-base-uncased'))
  const fromTop = (path: string) => (isUri(path) ? path : files.resolve(top, path))
  const team = {
    ...defaults,
    data: Object.fromEntries(Object.entries(defaults.data).map(([split, path]) => [split, fromTop(path)])),
    input: defaults.input.map(({role, path}) => ({role, path: fromTop(path)})),
    artifact: defaults.artifact.map(glob => files.resolve(top, glob)),
    keep: defaults.keep.map(glob => files.resolve(top, glob)),
  }
  const {task, group, template, dataset, artifacts, keep} = said
  const flags = {
    task,
    group,
    template,
    dataset,
    artifact: artifacts,
    keep,
    input: input.map(({name, value}) => ({role: name, path: value})),
  }
  const all = withTeamDefaults(flags, team)
  const splits = [
    ...Object.entries(team.data).filter(([split]) => !data.some(({name}) => name === split)),
    ...data.map(({name, value}) => [name, value] as const),
  ]
  return {
    words: {
      ...said,
      task: all.task,
      group: all.group,
      template: all.template,
      dataset: all.dataset,
      artifacts: all.artifact,
      keep: all.keep,
      splits: {...all.split, ...splitsOf(gitConfig)},
    },
    rule: all.name,
    source: all.source,
    declared: [
      ...splits.map(([split, path]) => ({role: split, path, split})),
      ...all.input.map(({role, path}) => ({role, path})),
    ],
    warnings,
  }
}

/** What scripts call their splits. */
const SPLITS = ['train', 'dev', 'test', 'val', 'valid', 'validation', 'eval', 'predict']

const splitsOf = (gitConfig: RunPorts['gitConfig']): Record<string, string> =>
  Object.fromEntries(
    SPLITS.map(split => [split, gitConfig(`exp.split.${split}`) ?? '']).filter(([, name]) => name !== ''),
  )

/** `--param lr=1e-4 --param model.name=x` as params; dots make groups. */
export function paramsOf({params}: RunWords): JsonObject {
  let all: JsonObject = {}
  for (const text of params) {
    const {name, value} = pairOf('param', text, '<key>=<value>, for example lr=1e-4')
    all = placed(all, name.split('.'), typedValue(value))
  }
  return all
}

function placed(into: JsonObject, [key, ...rest]: string[], value: Json): JsonObject {
  const there = Object.hasOwn(into, key!) ? into[key!] : undefined
  const group = typeof there === 'object' && there !== null && !Array.isArray(there) ? (there as JsonObject) : {}
  return {...into, [key!]: rest.length === 0 ? value : placed(group, rest, value)}
}
