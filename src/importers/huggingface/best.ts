import type {JsonObject} from '../../base/json'
import {finite, numberOf} from '../numbers'
import type {SaidBest, SaidPoint} from '../says'
import {isSpeed} from './key-names'

/** The file tells the value and the checkpoint, not the metric: that is the one evaluated there that has this value. */
export function bestOf(state: JsonObject, points: readonly SaidPoint[]): SaidBest | undefined {
  const value = numberOf(state['best_metric'])
  if (value === undefined) return undefined
  const step = finite(state['best_global_step']) ?? stepOfCheckpoint(state['best_model_checkpoint'])
  const there = points.filter(
    point => point.step === step && point.split !== 'train' && point.value === value && !isSpeed(point.metric),
  )
  const [only] = there.length === 1 ? there : []
  return {
    value,
    ...(step !== undefined && {step}),
    ...(only && {metric: only.metric}),
    ...(only?.split !== undefined && {split: only.split}),
  }
}

function stepOfCheckpoint(path: unknown): number | undefined {
  const step = typeof path === 'string' ? /checkpoint-(\d{1,15})[/\\]*$/.exec(path)?.[1] : undefined
  return step === undefined ? undefined : Number(step)
}
