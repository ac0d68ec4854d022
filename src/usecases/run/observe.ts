import type {JsonObject} from '../../base/json'
import {timestamp} from '../../base/time'
import {scriptAt} from '../../capture/argv-params'
import {captureEnv} from '../../capture/env/capture-env'
import {inputEntries} from '../../capture/input-entries'
import {surveyJson} from '../../capture/input-state'
import {runName} from '../../capture/run-name'
import {redactArgv} from '../../capture/secrets'
import type {Oid} from '../../model/ids'
import {keepConfigs} from './keep-configs'
import {observeCode} from './observe-code'
import {observeInputs} from './observe-inputs'
import type {RunPorts, RunWords} from './running'
import {paramsOf, teamWords} from './team-words'

/** What is known of a run before it starts. */
export interface Observed {
  /** `command`, `code`, `dataset`, `inputs`, `env`, `params`, `seed` and what the team has agreed on, as far as they are known. */
  readonly fields: JsonObject
  /** The commit that holds the code. */
  readonly code: Oid | undefined
  /** Files for the run's folder. */
  readonly puts: readonly {readonly path: string; readonly bytes: Uint8Array}[]
  readonly name: string
  /** The words, with the team's where none were said. */
  readonly words: RunWords
  /** Declared inputs as they stand. */
  readonly survey?: JsonObject
  readonly warnings: readonly string[]
}

/** Code, data and environment as they are now. Throws what is wrong with the words: USAGE, FILE_NOT_FOUND, BAD_SETTING. */
export async function observe(
  ports: RunPorts,
  said: RunWords,
  argv: readonly string[],
  recorded: readonly string[] = argv,
): Promise<Observed> {
  const cwd = ports.files.resolve('.')
  const top = ports.repository.facts.worktree ?? cwd
  const {words, rule, source, declared, warnings} = await teamWords(ports, said, {cwd, top})
  const params = paramsOf(words)
  const [code, env, survey, configs] = await Promise.all([
    observeCode(ports, source),
    captureEnv(ports.machine, {argv, cwd, top, cache: ports.cache, container: ports.container}),
    observeInputs(ports, declared, {cwd, top}, words.hash),
    keepConfigs(ports.files, words.guessConfigs === false ? [] : argv, words.configs, {cwd, top}),
  ])
  const command = redactArgv(recorded)
  const {inputs, splits, warnings: ofInputs} = inputEntries(survey)
  const at = scriptAt(argv)
  const {dataset} = words
  const {prefix} = ports.repository.facts
  const fields: JsonObject = {
    ...(argv.length > 0 && {command: command.argv}),
    code: {
      ...code.fields,
      ...(prefix !== '' && {folder: prefix.replace(/\/$/, '')}),
      ...(at >= 0 && {script: argv[at]!}),
      ...(configs.paths.length > 0 && {config: configs.paths.length === 1 ? configs.paths[0]! : configs.paths}),
    },
    ...((dataset !== undefined || Object.keys(splits).length > 0) && {
      dataset: {...(dataset !== undefined && {name: dataset}), ...(Object.keys(splits).length > 0 && {splits})},
    }),
    ...(inputs.length > 0 && {inputs: [...inputs]}),
    env: env.env,
    ...(Object.keys(params).length > 0 && {params}),
    ...(words.seed !== undefined && {seed: words.seed}),
    ...(configs.entries.length > 0 && {artifacts: configs.entries as unknown as JsonObject[]}),
  }
  const date = timestamp(ports.clock.now()).slice(0, 10)
  const {task, group} = words
  return {
    fields,
    code: code.commit,
    puts: [
      ...configs.puts,
      ...(code.diff === undefined ? [] : [{path: 'code.diff', bytes: Buffer.from(code.diff)}]),
      ...(env.requirements === undefined ? [] : [{path: 'requirements.txt', bytes: Buffer.from(env.requirements)}]),
    ],
    name: words.name ?? runName({argv: command.argv, date, task, dataset, group, rule}),
    words,
    ...(survey.states.length > 0 && {survey: surveyJson(survey)}),
    warnings: [
      ...warnings,
      ...code.warnings,
      ...configs.warnings,
      ...ofInputs,
      ...(command.found.length > 0 ? ['a secret on the command line is not recorded'] : []),
    ],
  }
}
