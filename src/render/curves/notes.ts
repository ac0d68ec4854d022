import {plural, safe} from '../../base/text'
import type {CurveSet, Thinned} from '../../compare/curves/curve-set'
import type {MeanFacts} from '../../compare/curves/mean-curve'
import {letterOf} from '../chart/marks'
import {formatNumber} from '../numbers'
import type {Plot, PlotCurve} from './plot'

const RESUMED = 3

/** What a reader must know of a curve: gaps, values left out, attempts. */
export function curveNote({facts, notPositive, mean, cut}: PlotCurve): string[] {
  const {resumed} = facts
  // Of a mean the values of its runs are counted.
  const notFinite = mean && mean.runs > 1 ? 0 : facts.notFinite
  const last = facts.last?.spread?.n
  const shown = resumed.slice(0, RESUMED).map(({attempt, step}) => `attempt ${attempt} from step ${formatNumber(step)}`)
  const more = resumed.length - RESUMED
  return [
    ...(notFinite > 0 ? [`${plural(notFinite, 'value')} not finite`] : []),
    ...(notPositive > 0 ? [`${plural(notPositive, 'value')} not above 0 left out`] : []),
    ...(cut > 0 ? [`the band goes on below the axis at ${plural(cut, 'step')}`] : []),
    ...(mean ? meanNote(mean, facts.count, last) : []),
    ...(shown.length > 0 ? [`${shown.join(', ')}${more > 0 ? ` and ${more} more` : ''}`] : []),
  ]
}

/** What is not in a mean, and why. */
function meanNote(
  {seeds, left, fewest, notFinite, resumed, runs, without}: MeanFacts,
  steps: number,
  last: number | undefined,
): string[] {
  const all = `all ${seeds} seeds`
  const seed = fewest && (fewest.seed === undefined ? 'the seed that nobody knows' : `seed ${fewest.seed}`)
  return [
    ...(without > 0 ? [`${plural(without, 'run')} of it without this curve`] : []),
    ...(left > 0 && steps > 0
      ? [`${left} of ${plural(left + steps, 'step')} left out, not measured by ${all} (${seed} has ${fewest!.steps})`]
      : []),
    ...(left > 0 && steps === 0 ? [`no step was measured by ${all}, ${plural(left, 'step')} left out`] : []),
    ...(notFinite && runs > 1 ? [divergedNote(notFinite, runs, last === seeds ? undefined : last)] : []),
    ...(resumed > 0 && runs > 1 ? [`${resumed} of ${runs} runs resumed`] : []),
  ]
}

function divergedNote(
  {values, runs, from}: NonNullable<MeanFacts['notFinite']>,
  all: number,
  last: number | undefined,
): string {
  const left = last === undefined ? '' : `: the last is over ${plural(last, 'seed')}`
  return `${plural(values, 'value')} of ${runs} of ${all} runs not finite, from step ${formatNumber(from)}, which no mean counts${left}`
}

/** The same of all curves of a chart, a line a run. */
export function curveNotes({curves}: Plot, letters: boolean): string[] {
  return curves.flatMap(curve => {
    const said = curveNote(curve)
    return said.length === 0 ? [] : [`${letters ? `${letterOf(curve.line)}: ` : ''}${said.join('; ')}`]
  })
}

const WHY: Readonly<Record<Thinned['why'], string>> = {
  'not here': 'the file of all is not on this machine',
  damaged: 'the file of all is not what was recorded',
  'too big': 'the file of all is too big to be drawn',
}

/** Of runs whose points are not all drawn, or may be more soon. */
export function runNotes(set: CurveSet): string[] {
  return [...groupNotes(set), ...set.runs.flatMap(runNote)]
}

const runNote = ({name, status, thinned}: CurveSet['runs'][number]): string[] => [
  ...(thinned
    ? [safe(`${name}: not all of its ${thinned.of ?? ''} points; `.replace('  ', ' ') + WHY[thinned.why])]
    : []),
  ...(status === 'running' ? [safe(`${name}: goes on`)] : []),
]

/** What a group puts together that a reader may take for something else. */
function groupNotes({runs, groups = []}: CurveSet): string[] {
  return groups.flatMap(({label, members, mixed}) => {
    if (members.length < 2) return []
    const known = members.flatMap(({seed}) => seed ?? [])
    const seeds = new Set(known).size
    const unknown = members.length - known.length
    const statuses = members.map(({run}) => runs[run]!.status)
    const unfinished = statuses.filter(status => status !== 'finished' && status !== 'running')
    const of = (count: number) => `${count} of ${members.length} runs`
    const said = [
      ...(mixed ? ['its runs differ in more than their seed'] : []),
      ...(seeds < known.length
        ? [`${known.length} runs of ${plural(seeds, 'seed')}, those of one seed averaged first`]
        : []),
      ...(unknown > 0
        ? [`nobody knows the seed of ${of(unknown)}${unknown > 1 ? ', which count as one seed' : ''}`]
        : []),
      ...(unfinished.length > 0
        ? [`${of(unfinished.length)} did not finish: ${[...new Set(unfinished)].join(', ')}`]
        : []),
    ]
    return said.length > 0 ? [safe(`${label}: ${said.join('; ')}`)] : []
  })
}
