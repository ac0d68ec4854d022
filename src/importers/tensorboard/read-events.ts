import type {JsonObject} from '../../base/json'
import {Curves} from '../curves'
import type {FileSays, SaidPoint} from '../says'
import {folderName, isSplit, splitName} from '../splits'
import {unreadable} from '../unreadable'
import {doubleOf, fields} from './fields'
import {readHparams} from './hparams'
import {type RecordsEnd, readRecords} from './records'
import {readTagValue, type TagValue} from './scalars'

interface Told {
  readonly points: SaidPoint[]
  params?: JsonObject
  version: boolean
}

/** An event file. Tags stay as they are; where the writer made a folder for each curve, the folder says which one. */
export function readEvents(bytes: Uint8Array, path: string): FileSays {
  const told: Told = {points: [], version: false}
  const end = readAll(bytes, told)
  if (!told.version) unreadable('has no event of TensorBoard at its beginning')
  const damage = end.damagedAt === undefined ? [] : [`is damaged at byte ${end.damagedAt}: what follows is left out`]
  const points = placed(told.points, path)
  if (told.params && points.every(({step}) => step === 0)) return summary(told.params, points, damage)
  const curves = new Curves()
  for (const point of points) curves.add(point)
  const notes = [...damage, ...curves.notes()]
  return {source: 'tensorboard', points: curves.points(), ...(told.params && {params: told.params}), notes}
}

/** What `add_hparams` writes: the hyperparameters and the final values, in a file of their own. */
function summary(params: JsonObject, points: readonly SaidPoint[], notes: readonly string[]): FileSays {
  const metrics = points.map(({split, metric, value}) => ({...(split !== undefined && {split}), metric, value}))
  return {source: 'tensorboard', params, metrics, notes}
}

function readAll(bytes: Uint8Array, told: Told): RecordsEnd {
  const records = readRecords(bytes)
  for (;;) {
    const next = records.next()
    if (next.done) return next.value
    readEvent(next.value, told)
  }
}

function readEvent(event: Uint8Array, told: Told): void {
  let [time, step]: [number | undefined, number] = [undefined, 0]
  for (const {id, number, bytes} of fields(event)) {
    if (id === 1) time = doubleOf(bytes)
    else if (id === 2) step = number
    else if (id === 3) told.version = true
    else if (id === 5) for (const value of valuesOf(bytes)) take(value, step, time, told)
  }
}

function take({tag, value, plugin, content}: TagValue, step: number, time: number | undefined, told: Told): void {
  const ms = time !== undefined && time >= 0 && time < 1e11 ? {time: Math.round(time * 1000)} : {}
  if (value !== undefined && tag !== '') told.points.push({metric: tag, value, step, ...ms})
  if (plugin === 'hparams' && content) {
    const params = readHparams(content)
    if (params) told.params = params
  }
}

function* valuesOf(summaryBytes: Uint8Array): Generator<TagValue> {
  for (const {id, bytes} of fields(summaryBytes)) if (id === 1) yield readTagValue(bytes)
}

/**
 * Keras has `train/` and `validation/`. `add_scalars('loss', {a, b})` has a file for each curve, all with the tag `loss`, in `loss_a/`
 * and `loss_b/`, or `loss/a/` and `loss/b/`.
 */
function placed(points: readonly SaidPoint[], path: string): readonly SaidPoint[] {
  const [folder, above] = [folderName(path), folderName(path.replace(/[/\\]+[^/\\]*$/, ''))]
  if (isSplit(folder) && points.every(isBare)) return points.map(point => ({split: folder, ...point}))
  const tag = points[0]?.metric ?? ''
  if (tag === '' || points.some(({metric}) => metric !== tag)) return points
  const flat = tag.replaceAll('/', '_')
  const own = folder.startsWith(`${flat}_`) ? folder.slice(flat.length + 1) : above === lastPart(tag) ? folder : ''
  return own === '' ? points : points.map(point => ({...point, metric: `${tag}/${own}`}))
}

/** Its own prefix says more than a folder, which may be a run that somebody calls `train`. */
const isBare = ({metric}: SaidPoint) => splitName(metric).split === undefined

const lastPart = (tag: string) => tag.slice(tag.lastIndexOf('/') + 1)
