import type {CurveGroup, CurveSet} from '../../compare/curves/curve-set'
import {toCsv} from '../csv'
import {spreadOf} from './legend'

/** The long form: a line for each point, numbers exact; of groups a line for each step of their means. */
export function curvesCsv(set: CurveSet): string {
  return set.groups ? groupsCsv(set.groups, set) : runsCsv(set)
}

function runsCsv({runs, charts}: CurveSet): string {
  const rows = charts.flatMap(({metric, curves}) =>
    curves.flatMap(({line, points}) => {
      const {id, name} = runs[line]!
      return points.map(({step, value, attempt}) => [id, name, metric, step, value, attempt])
    }),
  )
  return toCsv(['run', 'name', 'metric', 'step', 'value', 'attempt'], rows)
}

function groupsCsv(groups: readonly CurveGroup[], {charts}: CurveSet): string {
  const rows = charts.flatMap(({metric, curves}) =>
    curves.flatMap(({line, points}) =>
      points.map(point => {
        const {n, sd, least, greatest} = spreadOf(point)
        return [groups[line]!.label, metric, point.step, n, point.value, sd, least, greatest]
      }),
    ),
  )
  return toCsv(['group', 'metric', 'step', 'n', 'mean', 'sd', 'least', 'greatest'], rows)
}
