import {isObject, type JsonObject} from '../../base/json'
import {readObject} from '../bytes/json-object'
import {Curves, pointOf} from '../curves'
import {finite} from '../numbers'
import type {FileSays} from '../says'
import {unreadable} from '../unreadable'
import {bestOf} from './best'
import {finalMetrics} from './final-metrics'
import {flatMetrics} from './results'

/** trainer_state.json: `log_history` has the losses, the evaluations and a last word about the training. */
export function readTrainerState(bytes: Uint8Array): FileSays {
  const state = readObject(bytes)
  const history = state['log_history']
  if (!Array.isArray(history)) unreadable('has no list "log_history"')
  const {curve, after} = parted(history.filter(isObject))
  const curves = new Curves()
  for (const entry of curve) for (const point of pointsOf(entry)) curves.add(point)
  const points = curves.points()
  const {metrics, notes} = finalMetrics(after)
  const best = bestOf(state, points)
  return {
    source: 'hf-trainer-state',
    ...(isObject(state['trial_params']) && {params: state['trial_params']}),
    points,
    metrics,
    ...(best && {best}),
    notes: [...curves.notes(), ...notes],
  }
}

/**
 * What is evaluated when the training is over has its last step, too, but may be of other data, and of the best model rather than
 * the last: no point of a curve. Without any training, all is such.
 */
function parted(entries: readonly JsonObject[]): {curve: JsonObject[]; after: JsonObject[]} {
  const curve: JsonObject[] = []
  let after: JsonObject[] = []
  let over = entries.some(entry => Object.hasOwn(entry, 'loss')) ? undefined : 0
  for (const entry of entries) {
    if (Object.hasOwn(entry, 'train_runtime')) {
      over = stepOf(entry)
      after = [entry]
    } else (stepOf(entry) === over ? after : curve).push(entry)
  }
  return {curve, after}
}

function pointsOf(entry: JsonObject) {
  const step = stepOf(entry)
  const epoch = finite(entry['epoch'])
  if (step === undefined) return []
  return flatMetrics(entry, 'train').map(named => pointOf(named, named.value, step, epoch))
}

const stepOf = (entry: JsonObject) => finite(entry['step'])
