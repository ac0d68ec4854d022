import {curveFacts} from '../../compare/curves/curve'
import type {CurvesView} from './view'

/** What `--json` prints: every point, and what is said of each curve. Indexes are those of `runs`. */
export function curvesData({set, bare, more}: CurvesView): object {
  const {runs, charts, others} = set
  return {
    runs,
    charts: charts.map(({metric, direction, curves}) => ({
      metric,
      direction: direction ?? null,
      curves: curves.map(({run, points}) => ({run, ...curveFacts(points), points})),
    })),
    others,
    bare: (bare as readonly {id?: string; name: string}[]).map(({id, name}) => ({id, name})),
    more,
  }
}
