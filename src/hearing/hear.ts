import {isObject, type Json, type JsonObject} from '../base/json'
import {plural} from '../base/text'
import {directionsHeard} from './directions'
import {environmentHeard, type HeardEnvironment} from './environment'
import {type FoundInput, inputsHeard} from './inputs'
import {labelsOf, type SplitNames} from './labels'
import type {HeardFile} from './line'
import {type HeardPoint, metricsHeard} from './metrics'
import {filesHeard, type Opened} from './opened'
import {type Conflict, paramsHeard} from './params'
import {type Matrix, matrixOf} from './reports'
import {seedHeard} from './seeds'
import {partedBy, type Said, type Training} from './trainings'
import {NEIGHBOUR, type Voice, voicesOf} from './voices'
import {type HeardWords, wordsHeard} from './words'

/** What was heard of one training. */
export interface HeardTraining {
  readonly params: JsonObject
  readonly seed?: number
  readonly determinism: JsonObject
  /** Metric → `higher` or `lower`, where a source says which is better. */
  readonly directions: JsonObject
  readonly points: readonly HeardPoint[]
  readonly matrices: readonly Matrix[]
  readonly conflicts: readonly Conflict[]
  readonly words: HeardWords
}

export interface HeardChild extends HeardTraining {
  readonly name: string
  readonly status: 'finished' | 'failed' | undefined
  /** In ms since 1970. */
  readonly begun: number
  readonly ended: number | undefined
}

/** What a run's processes told, in the terms of a record. */
export interface Heard {
  readonly run: HeardTraining
  /** Trainings that are runs of their own. */
  readonly children: readonly HeardChild[]
  readonly environment: HeardEnvironment | undefined
  readonly inputs: readonly FoundInput[]
  /** Something that listens for inputs failed, so there may be more. */
  readonly partial: boolean
  readonly written: readonly Opened[]
  /** What runs in the same folder have written. */
  readonly beside: readonly Opened[]
  /** One of them told nothing, so it may have written anything. */
  readonly silentBeside: boolean
  readonly voices: readonly Voice[]
  readonly warnings: readonly string[]
  /** What is odd and belongs into the record. */
  readonly notes: readonly string[]
}

export interface HearQuestion {
  readonly files: readonly HeardFile[]
  /** What the record says already. */
  readonly params: JsonObject
  readonly seed: Json | undefined
  readonly splits: SplitNames
  readonly packages: (file: string) => JsonObject | undefined
}

/** Puts together what the processes of a run told. Never throws, whatever they wrote. */
export function hear({files, params, seed, splits, packages}: HearQuestion): Heard {
  const all = voicesOf(files)
  const voices = all.filter(({kind}) => kind !== NEIGHBOUR)
  const beside = all.filter(({kind}) => kind === NEIGHBOUR)
  const parted = partedBy(voices)
  const {read, written} = filesHeard(voices)
  const question = {params, seed, splits}
  const run = trainingHeard(parted.own, question)
  const troubles = troublesOf(voices)
  const children = parted.trainings.map((training, i) => childHeard(training, i, question))
  return {
    run: run.heard,
    children: children.map(({heard}) => heard),
    environment: environmentHeard(voices, packages),
    inputs: inputsHeard(voices, read),
    partial: troubles.some(line => !NO_INPUTS.test(String(line['where']))),
    written,
    beside: filesHeard(beside).written,
    silentBeside: beside.some(({process}) => process['deaf'] === true),
    voices,
    warnings: [...new Set([...run.warnings, ...children.flatMap(({warnings}) => warnings)])],
    notes: [...parted.notes, ...troubleNotes(troubles)],
  }
}

type Question = Pick<HearQuestion, 'params' | 'seed' | 'splits'>

function childHeard(training: Training, index: number, question: Question) {
  const {heard, warnings} = trainingHeard(training.said, question)
  const {name, status, begun, ended} = training
  return {heard: {...heard, name: name ?? String(index + 1), status, begun, ended} satisfies HeardChild, warnings}
}

function trainingHeard(said: readonly Said[], {params, seed, splits}: Question) {
  const labels = labelsOf(said, splits)
  const metrics = metricsHeard(said, labels)
  const heardParams = paramsHeard(said, params)
  const {conflict, ...seeds} = seedHeard(said, seed, heardParams.params)
  const conflicts = [...heardParams.conflicts, ...(conflict ? [conflict] : [])]
  const matrices = said.flatMap(item => {
    const {line} = item
    if (line['type'] !== 'matrix') return []
    return matrixOf(line, labels.of(item, typeof line['split'] === 'string' ? line['split'] : undefined)) ?? []
  })
  const heard: HeardTraining = {
    params: heardParams.params,
    ...seeds,
    directions: directionsHeard(said, heardParams.params),
    points: metrics.points,
    matrices: lastOfEach(matrices),
    conflicts,
    words: wordsHeard(said),
  }
  return {heard, warnings: [...labels.warnings, ...metrics.warnings, ...conflicts.map(told)]}
}

const lastOfEach = (matrices: readonly Matrix[]) => [...new Map(matrices.map(each => [each.split, each])).values()]

function told({param, values}: Conflict): string {
  const list = values.map(({value, source}) => `${shown(value)} (${source})`).join(', ')
  const taken =
    values[0]!.source === 'flags'
      ? 'the one of the flag is taken'
      : `none of them is taken; ${SAY[param] ?? `--param ${param}=… says which`}`
  return `${param} has ${plural(values.length, 'value')}: ${list}; ${taken}`
}

const SAY: Readonly<Record<string, string>> = {seed: '--seed says which'}

const shown = (value: Json) => (isObject(value) || Array.isArray(value) ? JSON.stringify(value) : String(value))

/** Where a failure of what listens hides no input. */
const NO_INPUTS = /^(?:seed|params|torch|at_exit|optuna)\b/

const troublesOf = (voices: readonly Voice[]) =>
  voices.flatMap(({lines}) => lines.filter(line => line['type'] === 'trouble'))

function troubleNotes(lines: ReturnType<typeof troublesOf>): string[] {
  if (lines.length === 0) return []
  return [
    `${plural(lines.length, 'part')} of the hook failed: ${String(lines[0]!['where'])}: ${String(lines[0]!['what'])}`,
  ]
}
