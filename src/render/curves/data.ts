import {type CurvePoint, curveFacts} from '../../compare/curves/curve'
import type {CurveChart} from '../../compare/curves/curve-set'
import type {CurvesView} from './view'

/** What `--json` prints: every point, and what is said of each curve. Indexes are those of `runs`. */
export function curvesData({set, bare, more}: CurvesView): object {
  const {runs, charts, others} = set
  return {
    runs,
    charts: charts.map(({metric, direction, curves}) => ({
      metric,
      direction: direction ?? null,
      curves: curves.map(curveData),
    })),
    others,
    bare: (bare as readonly {id?: string; name: string}[]).map(({id, name}) => ({id, name})),
    more,
  }
}

function curveData({run, points}: CurveChart['curves'][number]): object {
  const {last, least, greatest, ...facts} = curveFacts(points)
  return {
    run,
    ...facts,
    last: plain(last),
    ...(least && greatest && {least: plain(least), greatest: plain(greatest)}),
    points: points.map(plain),
  }
}

/** A point may know more than is said of it. */
const plain = ({step, value, attempt}: CurvePoint): CurvePoint => ({step, value, attempt})
