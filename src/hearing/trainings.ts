import {type JsonObject, textOf} from '../base/json'
import {plural} from '../base/text'
import {integerOf, timeOf} from './line'
import {leadersOf, type Voice} from './voices'

/** A line, and who told it. */
export interface Said {
  readonly line: JsonObject
  readonly voice: Voice
}

/** What belongs to one training. */
export interface Training {
  readonly said: readonly Said[]
  /** In ms since 1970. */
  readonly begun: number
  readonly ended?: number
  readonly status?: 'finished' | 'failed'
  readonly name?: string
}

export interface Parted {
  /** What belongs to the run itself: all of it, where there is one training. */
  readonly own: readonly Said[]
  /** More than one, or none. */
  readonly trainings: readonly Training[]
  readonly notes: readonly string[]
}

/** What says that a process trains or judges a model. */
const RESULTS: ReadonlySet<string> = new Set(['metrics', 'report', 'matrix', 'latency', 'begin'])
/** What says only how. */
const SETTINGS: ReadonlySet<string> = new Set(['params', 'seed', 'determinism'])

/**
 * Parts what was told by training. One that stands alone is the run's own. Of several, each is a training by itself; what a process
 * told outside of them stays with the run. A process that only has parameters, beside one that has results, is no training.
 */
export function partedBy(voices: readonly Voice[]): Parted {
  const leaders = leadersOf(voices)
  const mains = [...new Set(leaders.values())].sort((a, b) => timeOf(a.process) - timeOf(b.process))
  const told = new Map(mains.map(main => [main, saidFor(main, leaders)]))
  const acting = mains.filter(main => has(told.get(main)!, RESULTS))
  const helping = mains.filter(main => !acting.includes(main) && has(told.get(main)!, SETTINGS))
  const trainers = acting.length > 0 ? acting : helping
  const parts = trainers.map(main => ({main, ...jobsOf(told.get(main)!)}))
  const silent = mains.filter(main => !trainers.includes(main) && has(told.get(main)!, PARAMS))
  const notes = silent.map(
    ({argv, main}) => `${main} has no results, so its parameters are not the run's: ${argv.slice(0, 8).join(' ')}`,
  )
  if (parts.length === 1 && parts[0]!.jobs.length <= 1)
    return {own: [...parts[0]!.outside, ...(parts[0]!.jobs[0]?.said ?? [])].sort(byTime), trainings: [], notes}
  return {
    own: parts.flatMap(({jobs, outside}) => (jobs.length > 1 ? outside : [])),
    trainings: parts.flatMap(part => (part.jobs.length > 1 ? part.jobs.map(withCommon(part)) : [whole(part)])),
    notes: [...notes, ...(parts.length > 0 ? [`${plural(count(parts), 'training')} in one run`] : [])],
  }
}

const PARAMS: ReadonlySet<string> = new Set(['params'])
/** It tells of a model. */
export const hasResult = (line: JsonObject): boolean => RESULTS.has(String(line['type']))

const has = (said: readonly Said[], types: ReadonlySet<string>) =>
  said.some(({line}) => types.has(String(line['type'])))
const byTime = (a: Said, b: Said) => timeOf(a.line) - timeOf(b.line)
const count = (parts: readonly {readonly jobs: readonly unknown[]}[]) =>
  parts.reduce((sum, {jobs}) => sum + Math.max(1, jobs.length), 0)

/** What a process and those that work for it told; results only of its first rank. */
function saidFor(main: Voice, leaders: ReadonlyMap<Voice, Voice>): Said[] {
  const speakers = [...leaders].filter(([voice, leader]) => leader === main && voice.rank === 0).map(([voice]) => voice)
  return speakers.flatMap(voice => voice.lines.map(line => ({line, voice}))).sort(byTime)
}

interface Part {
  readonly main: Voice
  readonly jobs: readonly Training[]
  readonly outside: readonly Said[]
}

/** Evaluations have a beginning and an end, too, and are part of the training they judge. */
const PHASES: ReadonlySet<string | undefined> = new Set(['validate', 'test', 'predict', 'evaluate'])

/** The outermost jobs of a process; jobs on one object (a trainer that is called again) are one. */
function jobsOf(said: readonly Said[]): Pick<Part, 'jobs' | 'outside'> {
  const roots = new Map<string, string>()
  const trains = new Set<string>()
  for (const {line, voice} of said) {
    if (line['type'] !== 'begin') continue
    const parent = integerOf(line['parent_job'])
    const key = keyOf(voice, integerOf(line['job']))
    const object = textOf(line['of'])
    const own = object === undefined ? key : `${voice.file} of ${object}`
    const root = parent === undefined ? own : (roots.get(keyOf(voice, parent)) ?? own)
    roots.set(key, root)
    if (!PHASES.has(textOf(line['name']))) trains.add(root)
  }
  const jobs = new Map<string, Said[]>()
  const outside: Said[] = []
  for (const item of said) {
    const job = integerOf(item.line['job'])
    const root = job === undefined ? undefined : roots.get(keyOf(item.voice, job))
    if (root === undefined || !trains.has(root)) outside.push(item)
    // Lines are many: no copy for each.
    else if (!jobs.get(root)?.push(item)) jobs.set(root, [item])
  }
  return {jobs: [...jobs.values()].map(training), outside}
}

const keyOf = (voice: Voice, job: number | undefined) => `${voice.file} ${job}`

function training(said: readonly Said[]): Training {
  const begin = said.find(({line}) => line['type'] === 'begin')!
  const end = said.findLast(({line}) => line['type'] === 'end')
  const status = textOf(end?.line['status'])
  const [name, number] = [textOf(begin.line['name']), integerOf(begin.line['number'])]
  return {
    said,
    begun: timeOf(begin.line),
    ...(end && {ended: timeOf(end.line)}),
    ...((status === 'finished' || status === 'failed') && {status}),
    ...((name !== undefined || number !== undefined) && {name: name ?? String(number)}),
  }
}

/** What was told before the first training holds for each; results told outside of all are the run's. */
const withCommon =
  ({outside}: Part) =>
  (job: Training): Training => ({
    ...job,
    said: [...outside.filter(({line}) => SHARED.has(String(line['type']))), ...job.said].sort(byTime),
  })

const SHARED: ReadonlySet<string> = new Set(['params', 'seed', 'determinism', 'env', 'process'])

function whole({jobs, outside, main}: Part): Training {
  const said = [...outside, ...(jobs[0]?.said ?? [])].sort(byTime)
  const last = said.at(-1)
  return {said, begun: timeOf(main.process), ...(last && {ended: timeOf(last.line)})}
}
