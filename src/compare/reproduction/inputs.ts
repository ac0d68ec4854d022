import type {JsonObject} from '../../base/json'
import {envOf, fieldChanges, type InputChange, type Known, known, ofEnv} from './inputs/change'
import {codeChanges} from './inputs/code'
import {configChanges} from './inputs/config'
import {containerChanges} from './inputs/container'
import {dataChanges} from './inputs/data'
import type {Evidence} from './inputs/evidence'
import {packageChanges} from './inputs/packages'
import {hasSeed, seedChanges} from './inputs/seed'

/** What decides what a run comes to, the surest first: another of those before it explains a difference before it does. */
export const INPUT_KINDS = [
  'code',
  'data',
  'config',
  'seed',
  'packages',
  'python',
  'container',
  'cuda',
  'settings',
  'hardware',
] as const
export type InputKind = (typeof INPUT_KINDS)[number]

/** How the inputs of two runs differ. */
export interface InputDifferences {
  /** In the order of `INPUT_KINDS`; kinds without a change are absent. */
  readonly changes: readonly {readonly kind: InputKind; readonly changes: readonly InputChange[]}[]
  /** Kinds of which one record or the other says nothing, so that nobody knows. */
  readonly unknown: readonly InputKind[]
}

/** Variables and switches that decide how numbers are computed; whether a hub may be asked is none of them. */
const SETTINGS = /^env\.(?:vars\.(?!.*_OFFLINE$)|determinism\.(?!seeds))/
const CUDA = /^env\.(?:cuda|cudnn|rocm|driver)$/
const HARDWARE = /^env\.(?:platform|cpu(?:\.(?:model|cores|usable|available))?|gpu(?:\..*)?)$/

/** Everything that is known to differ in what went in. Pure. */
export function inputDifferences(
  before: JsonObject,
  after: JsonObject,
  evidence: Evidence,
  volatile: readonly string[] = [],
): InputDifferences {
  const found: Record<InputKind, Known> = {
    code: codeChanges(before, after, evidence),
    data: dataChanges(before, after, evidence),
    config: configChanges(before, after, evidence, volatile),
    seed: known(seedChanges(before, after), !hasSeed(before) || !hasSeed(after)),
    packages: packageChanges(before, after, evidence),
    python: ofEnv(before, after, /^env\.python$/),
    container: known(containerChanges(before, after)),
    cuda: known(fieldChanges(envOf(before, CUDA), envOf(after, CUDA))),
    settings: known(fieldChanges(envOf(before, SETTINGS), envOf(after, SETTINGS))),
    hardware: ofEnv(before, after, HARDWARE),
  }
  return {
    changes: INPUT_KINDS.flatMap(kind =>
      found[kind].changes.length > 0 ? [{kind, changes: found[kind].changes}] : [],
    ),
    unknown: INPUT_KINDS.filter(kind => found[kind].unknown),
  }
}
