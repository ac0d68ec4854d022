import type {Json} from '../../base/json'
import type {SetComparison} from '../../compare/set/compare-set'
import {toCsv} from '../csv'

const METRIC_COLUMNS =
  'rival runs metric direction n mean sd low high min max delta better compared verdict p adjusted least needed'

/** A line for each metric of each rival, numbers exact; `low` and `high` are the 95 % interval of the mean. */
export function setCsv({rivals, metrics, baseline}: SetComparison): string {
  const rows = metrics.flatMap(({path, direction, cells}) =>
    cells.flatMap((cell, i): (Json | undefined)[][] => {
      if (!cell) return []
      const {n, mean, sd, interval, min, max, delta, better, barred, test} = cell
      const compared = i === baseline ? 'baseline' : barred ? 'no' : 'yes'
      return [
        [
          rivals[i]!.label,
          rivals[i]!.runs.map(({id}) => id).join(' '),
          path,
          direction,
          ...[n, mean, sd, interval?.[0], interval?.[1], min, max, delta, better],
          compared,
          ...[test?.verdict, test?.p, test?.adjusted, test?.least, test?.needed],
        ],
      ]
    }),
  )
  return toCsv(METRIC_COLUMNS.split(' '), rows)
}
