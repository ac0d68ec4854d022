import {plural, safe} from '../../base/text'
import type {CurvePoint, Spread} from '../../compare/curves/curve'
import type {CurveChart, CurveSet} from '../../compare/curves/curve-set'
import {letterOf} from '../chart/marks'
import {formatNumber} from '../numbers'
import type {Plot} from './plot'

/** What stands beside a curve; texts are free of control characters. */
export interface LegendRow {
  readonly line: number
  readonly letter: string
  /** Of the run, or the group's label. */
  readonly name: string
  /** Beginning of the run's id, or how many seeds the group's mean is over. */
  readonly which: string
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

/** Names of the lines: groups where there are some, else runs. */
export const lineNames = ({runs, groups}: CurveSet): readonly string[] =>
  groups ? groups.map(({label}) => label) : runs.map(({name}) => name)

/** How far a value spreads; the value of one run is all there is of it. */
export function spreadOf({value, spread}: CurvePoint): Spread {
  return spread ?? (Number.isFinite(value) ? {n: 1, least: value, greatest: value} : {n: 0})
}

export function legendRows(set: CurveSet, {chart, curves}: Plot): LegendRow[] {
  const names = lineNames(set)
  return curves.map(({line, facts, mean}) => {
    const {least, greatest, last} = facts
    const extremes = {higher: [greatest], lower: [least], none: [least, greatest]}[chart.direction ?? 'none']
    return {
      line,
      letter: letterOf(line),
      name: safe(names[line]!),
      which: mean ? String(mean.seeds) : set.runs[line]!.id.slice(0, 6),
      last: last ? measured(last) : 'none',
      extremes: extremes.map(extremeOf),
    }
  })
}

/** `0.81`, `0.81 ±0.02`: as a comparison has it. */
const measured = ({value, spread}: CurvePoint) =>
  `${formatNumber(value)}${spread?.sd === undefined ? '' : ` ±${formatNumber(spread.sd, 2)}`}`

const extremeOf = (point: CurvePoint | undefined): Extreme | undefined =>
  point && {value: formatNumber(point.value), step: formatNumber(point.step)}

/** `6 seeds`; nothing of a run. */
export const seedsOf = ({which}: LegendRow, {groups}: CurveSet): string[] =>
  groups ? [plural(Number(which), 'seed')] : []

/** `last 0.81`, `best 0.83 at 300`, one for each that there is. */
export function saidOf({last, extremes}: LegendRow, labels: readonly string[]): string[] {
  return [
    `last ${last}`,
    ...extremes.flatMap((extreme, i) => (extreme ? [`${labels[i]} ${extreme.value} at ${extreme.step}`] : [])),
  ]
}

/** `lower is better`, what the lines are, what was smoothed, how the axis goes. */
export function chartFacts({chart, curves}: Plot, {smooth, log}: {smooth: number; log: boolean}): string {
  const {direction} = chart
  const isMean = curves.some(({mean}) => mean)
  return [
    direction ? `${direction} is better` : 'direction not known',
    ...(isMean ? [`mean over seeds${curves.some(({bands}) => bands) ? ' in a band of ±1 sd' : ''}`] : []),
    ...(smooth > 1 ? [`smoothed over ${smooth} points`] : []),
    ...(log ? ['logarithmic'] : []),
  ].join(', ')
}
