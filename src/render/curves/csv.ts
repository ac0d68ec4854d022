import type {CurveSet} from '../../compare/curves/curve-set'
import {toCsv} from '../csv'

/** The long form: a line for each point, numbers exact. */
export function curvesCsv({runs, charts}: CurveSet): string {
  const rows = charts.flatMap(({metric, curves}) =>
    curves.flatMap(({run, points}) => {
      const {id, name} = runs[run]!
      return points.map(({step, value, attempt}) => [id, name, metric, step, value, attempt])
    }),
  )
  return toCsv(['run', 'name', 'metric', 'step', 'value', 'attempt'], rows)
}
