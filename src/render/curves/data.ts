import {type CurveFacts, type CurvePoint, curveFacts} from '../../compare/curves/curve'
import type {ChartCurve, CurveGroup} from '../../compare/curves/curve-set'
import {spreadOf} from './legend'
import type {CurvesView} from './view'

/** What `--json` prints: every point, and what is said of each curve. Indexes are those of `runs`, or of `groups` where there are some. */
export function curvesData({set, bare, reproductions, more}: CurvesView): object {
  const {runs, groups, charts, others} = set
  return {
    runs,
    ...(groups && {groups: groups.map(groupData)}),
    charts: charts.map(({metric, direction, curves}) => ({
      metric,
      direction: direction ?? null,
      curves: curves.map(groups ? meanData : curveData),
    })),
    others,
    bare: bare.map(plainPlace),
    ...(groups && {reproductions: reproductions.map(plainPlace)}),
    more,
  }
}

const plainPlace = ({id, name}: CurvesView['bare'][number]) => ({id, name})

const groupData = ({label, members, mixed}: CurveGroup) => ({
  label,
  members: members.map(({run, seed}) => ({run, seed: seed ?? null})),
  mixed,
})

function curveData({line, points}: ChartCurve): object {
  return {run: line, ...factsData(curveFacts(points), plain), points: points.map(plain)}
}

function meanData({line, points, mean}: ChartCurve): object {
  const {seeds, runs, without, left, fewest, notFinite, resumed} = mean!
  const {resumed: _, ...facts} = curveFacts(points)
  return {
    group: line,
    seeds,
    runs,
    without,
    left,
    ...(fewest && {fewest: {...fewest, seed: fewest.seed ?? null}}),
    ...(notFinite && {diverged: notFinite}),
    ...factsData(facts, meanPoint),
    resumed,
    points: points.map(meanPoint),
  }
}

type PointData = (point: CurvePoint) => object

function factsData({last, least, greatest, ...facts}: Omit<CurveFacts, 'resumed'>, of: PointData): object {
  return {
    ...facts,
    ...(last && {last: of(last)}),
    ...(least && greatest && {least: of(least), greatest: of(greatest)}),
  }
}

/** A point may know more than is said of it. */
const plain: PointData = ({step, value, attempt}) => ({step, value, attempt})

function meanPoint(point: CurvePoint): object {
  const {n, sd, least, greatest} = spreadOf(point)
  return {step: point.step, n, mean: point.value, ...(sd !== undefined && {sd}), ...(n > 0 && {least, greatest})}
}
