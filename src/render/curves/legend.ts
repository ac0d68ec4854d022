import {plural, safe} from '../../base/text'
import type {CurvePoint} from '../../compare/curves/curve'
import type {CurveChart, CurveSet, Thinned} from '../../compare/curves/curve-set'
import {letterOf} from '../chart/marks'
import {formatNumber} from '../numbers'
import type {Plot, PlotCurve} from './plot'

/** What stands beside a curve; texts are free of control characters. */
export interface LegendRow {
  readonly run: number
  readonly letter: string
  readonly name: string
  readonly id: string
  readonly last: string
  /** The best value with its step; where nobody knows which that is, the least and the greatest; undefined: none is finite. */
  readonly extremes: readonly (Extreme | undefined)[]
}

export interface Extreme {
  readonly value: string
  readonly step: string
}

export const extremeLabels = ({direction}: CurveChart): readonly string[] =>
  direction ? ['best'] : ['least', 'greatest']

export function legendRows({runs}: CurveSet, {chart, curves}: Plot): LegendRow[] {
  return curves.map(({run, facts}) => {
    const {least, greatest, last} = facts
    const extremes = {higher: [greatest], lower: [least], none: [least, greatest]}[chart.direction ?? 'none']
    const {id, name} = runs[run]!
    return {
      run,
      letter: letterOf(run),
      name: safe(name),
      id: id.slice(0, 6),
      last: formatNumber(last.value),
      extremes: extremes.map(extremeOf),
    }
  })
}

const extremeOf = (point: CurvePoint | undefined): Extreme | undefined =>
  point && {value: formatNumber(point.value), step: formatNumber(point.step)}

/** `last 0.81`, `best 0.83 at 300`, one for each that there is. */
export function saidOf({last, extremes}: LegendRow, labels: readonly string[]): string[] {
  return [
    `last ${last}`,
    ...extremes.flatMap((extreme, i) => (extreme ? [`${labels[i]} ${extreme.value} at ${extreme.step}`] : [])),
  ]
}

/** `lower is better`, what was smoothed, how the axis goes. */
export function chartFacts({direction}: CurveChart, {smooth, log}: {smooth: number; log: boolean}): string {
  return [
    direction ? `${direction} is better` : 'direction not known',
    ...(smooth > 1 ? [`smoothed over ${smooth} points`] : []),
    ...(log ? ['logarithmic'] : []),
  ].join(', ')
}

const RESUMED = 3

/** What a reader must know of a curve: gaps, values left out, attempts. */
export function curveNote({facts, notPositive}: PlotCurve): string[] {
  const {notFinite, resumed} = facts
  const shown = resumed.slice(0, RESUMED).map(({attempt, step}) => `attempt ${attempt} from step ${formatNumber(step)}`)
  const more = resumed.length - RESUMED
  return [
    ...(notFinite > 0 ? [`${plural(notFinite, 'value')} not finite`] : []),
    ...(notPositive > 0 ? [`${plural(notPositive, 'value')} not above 0 left out`] : []),
    ...(shown.length > 0 ? [`${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`] : []),
  ]
}

/** The same of all curves of a chart, a line a run. */
export function curveNotes({curves}: Plot, letters: boolean): string[] {
  return curves.flatMap(curve => {
    const said = curveNote(curve)
    return said.length === 0 ? [] : [`${letters ? `${letterOf(curve.run)}: ` : ''}${said.join('; ')}`]
  })
}

const WHY: Readonly<Record<Thinned['why'], string>> = {
  'not here': 'the file of all is not on this machine',
  damaged: 'the file of all is not what was recorded',
  'too big': 'the file of all is too big to be drawn',
}

/** Of runs whose points are not all drawn, or may be more soon. */
export function runNotes({runs}: CurveSet): string[] {
  return runs.flatMap(({name, status, thinned}) => [
    ...(thinned
      ? [safe(`${name}: not all of its ${thinned.of ?? ''} points; `.replace('  ', ' ') + WHY[thinned.why])]
      : []),
    ...(status === 'running' ? [safe(`${name}: goes on`)] : []),
  ])
}
