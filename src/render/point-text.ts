import {safe} from '../base/text'
import type {Point} from '../model/point'
import {metricText} from './value-text'

/** `dev.macro_f1  0.81  step 300` */
export function formatPoint({metric, value, step}: Pick<Point, 'metric' | 'value' | 'step'>): string {
  return `${safe(metric)}  ${metricText(value)}${step === undefined ? '' : `  step ${step}`}`
}
