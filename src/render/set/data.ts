import type {SetComparison} from '../../compare/set/compare-set'

/** What `--json` prints: the comparison without the records of its runs. Indexes are those of `rivals`. */
export function setData({rivals, fields, ...rest}: SetComparison): object {
  const {verdict, reasons, baseline, primary, metrics, reproductions} = rest
  return {
    verdict,
    reasons,
    rivals: rivals.map(({label, runs, seeds, unknownSeeds}) => ({
      label,
      runs: runs.map(({id, name}) => ({id, name})),
      seeds,
      unknownSeeds,
    })),
    baseline,
    ...(primary !== undefined && {primary}),
    fields: fields.differing,
    sameFields: fields.same,
    metrics: metrics.map(row => ({...row, cells: row.cells.map(cell => cell ?? null)})),
    reproductions,
  }
}
