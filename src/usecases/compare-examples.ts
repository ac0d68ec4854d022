import {roleOf} from '../artifacts/role'
import {ExpError} from '../base/errors'
import {at, isObject} from '../base/json'
import {nearest, shellWord} from '../base/text'
import type {ExamplesComparison} from '../compare/examples/compare-examples'
import {readHead} from '../ledger/head'
import type {RunId} from '../model/ids'
import type {Predictions} from '../model/predictions'
import type {ArtifactEntry} from '../model/record'
import {artifactBytes, type BytesPorts} from './artifact-bytes'
import {type Shown, type ShowPorts, showAt} from './show-run'

export interface ExamplesInput {
  readonly before: string
  readonly after: string
  /** Path of the artifact, in both runs; absent: the only predictions that each keeps, or that both keep under one path. */
  readonly file?: string | undefined
  /** In the second run, where it has another path there. */
  readonly fileAfter?: string | undefined
  /** One column of numbers, or of slices, alone. */
  readonly metric?: string | undefined
  readonly slice?: string | undefined
  /** How many newly wrong examples to list; at most 50. */
  readonly errors?: number
}

/** A run and the file of it that was read. */
export interface ExamplesSide {
  readonly id: RunId
  readonly name: string
  readonly path: string
  /** What was left out of the file or taken otherwise. */
  readonly notes: readonly string[]
}

export interface ExamplesCompared {
  readonly before: ExamplesSide
  readonly after: ExamplesSide
  readonly comparison: ExamplesComparison
  readonly hints: readonly string[]
}

/**
 * Two runs on the same examples, from the predictions that they kept. Throws FILE_NOT_FOUND where there are none, or several to choose
 * from, or no such column; BAD_ARTIFACT for a file that cannot be read or is of other examples; and as `artifactBytes` does.
 */
export async function compareRunExamples(
  ports: ShowPorts & BytesPorts,
  input: ExamplesInput,
): Promise<ExamplesCompared> {
  const head = await readHead(ports.objects, ports.ref)
  const runs = await Promise.all([showAt(ports, head, input.before), showAt(ports, head, input.after)])
  const entries = entriesOf(runs, input)
  const {compareExamples} = await import('../compare/examples/compare-examples')
  // One after the other: of two files that cannot be read, it is always the first that is told.
  const before = await predictionsOf(ports, runs[0], entries[0])
  const after = await predictionsOf(ports, runs[1], entries[1])
  checkColumns([before, after], input)
  const {directions} = head.settings
  const keys = runs.map(({id}, i) => `${id} ${entries[i]!.path}`) as unknown as [string, string]
  const {metric, slice, errors} = input
  const asked = {...(metric !== undefined && {metric}), ...(slice !== undefined && {slice}), ...(errors && {errors})}
  const comparison = compareExamples(before, after, {keys, directions, ...asked})
  if ('problem' in comparison) throw notTheSame(comparison, runs, entries)
  checkAnswers(comparison, input)
  return {
    before: sideOf(runs[0], entries[0], before),
    after: sideOf(runs[1], entries[1], after),
    comparison,
    hints: runs.flatMap(({hints}) => hints),
  }
}

type Runs = readonly [Shown, Shown]
type Entries = readonly [ArtifactEntry, ArtifactEntry]

const sideOf = ({id, name}: Shown, {path}: ArtifactEntry, {notes}: Predictions): ExamplesSide => ({
  id,
  name,
  path,
  notes,
})

function entriesOf([before, after]: Runs, input: ExamplesInput): Entries {
  const {file, fileAfter = file} = input
  if (file !== undefined && fileAfter !== undefined) return [named(before, file, input), named(after, fileAfter, input)]
  const [ofBefore, ofAfter] = [predictionsIn(before), predictionsIn(after)]
  for (const [run, found] of [
    [before, ofBefore],
    [after, ofAfter],
  ] as const)
    if (found.length === 0) throw hasNone(run)
  const shared = ofBefore.flatMap(one =>
    ofAfter.filter(other => other.path === one.path).map(other => [one, other] as const),
  )
  // Each run may write below a folder of its own.
  if (ofBefore.length === 1 && ofAfter.length === 1) return [ofBefore[0]!, ofAfter[0]!]
  return shared.length === 1 ? shared[0]! : ambiguous([before, after], [ofBefore, ofAfter], shared.length)
}

function artifactsOf({record}: Shown): ArtifactEntry[] {
  const entries = at(record, 'artifacts')
  const objects = Array.isArray(entries) ? entries.filter(isObject) : []
  return (objects as unknown as ArtifactEntry[]).filter(({path}) => typeof path === 'string')
}

function predictionsIn(run: Shown): ArtifactEntry[] {
  return artifactsOf(run).filter(({path, role, absent}) => !absent && (role ?? roleOf(path)) === 'predictions')
}

function named(run: Shown, path: string, input: ExamplesInput): ArtifactEntry {
  const entries = artifactsOf(run)
  const entry = entries.find(each => each.path === path)
  if (entry && !entry.absent) return entry
  const near = nearest(
    path,
    entries.map(each => each.path),
  )
  const candidates = predictionsIn(run).map(each => each.path)
  throw new ExpError('FILE_NOT_FOUND', `${run.name} (${run.id}) keeps no artifact "${path}"${listed(candidates)}`, {
    hints: near === undefined ? [`what it has: git exp show ${run.id}`] : [again(input, `--file ${shellWord(near)}`)],
    data: {run: run.id, path, candidates},
  })
}

const listed = (paths: readonly string[]) =>
  paths.length === 0 ? '' : `; its predictions: ${paths.map(path => `"${path}"`).join(', ')}`

function hasNone(run: Shown): ExpError {
  const message = `${run.name} (${run.id}) keeps no predictions; expected an artifact of that role, one row an example: id, label, prediction`
  return new ExpError('FILE_NOT_FOUND', message, {
    hints: [`git exp artifact add ${run.id} predictions.csv`, 'the next time: git exp run --keep predictions.csv -- …'],
    data: {run: run.id, candidates: []},
  })
}

function ambiguous(runs: Runs, found: readonly [ArtifactEntry[], ArtifactEntry[]], shared: number): never {
  const candidates = found.map(entries => entries.map(({path}) => path)) as [string[], string[]]
  const lists = candidates
    .map((paths, i) => `${runs[i]!.name}: ${paths.map(path => `"${path}"`).join(', ')}`)
    .join('; ')
  const what =
    shared === 0 ? 'no predictions under one path in both runs' : `${shared} files of predictions in both runs`
  const both = candidates[0].find(path => candidates[1].includes(path))
  const files = both === undefined ? [candidates[0][0]!, candidates[1][0]!] : [both]
  const flags = files.map(path => `--file ${shellWord(path)}`).join(' ')
  throw new ExpError('FILE_NOT_FOUND', `${what}; ${lists}`, {
    hints: [`git exp examples ${runs[0].id} ${runs[1].id} ${flags}`],
    data: {before: candidates[0], after: candidates[1]},
  })
}

async function predictionsOf(ports: BytesPorts, run: Shown, entry: ArtifactEntry): Promise<Predictions> {
  const {MAX_PREDICTIONS, readPredictions} = await import('../importers/predictions')
  const bytes = await artifactBytes(ports, run, entry, MAX_PREDICTIONS)
  const read = readPredictions(entry.path, bytes)
  if (!('problem' in read)) return read
  throw new ExpError('BAD_ARTIFACT', `"${entry.path}" of ${run.name} ${read.problem}`, {
    hints: [`git exp show ${run.id}`],
    data: {run: run.id, path: entry.path, problem: read.problem},
  })
}

/** A column that was asked for by name must be there, in both files where numbers are compared. */
function checkColumns([before, after]: readonly [Predictions, Predictions], input: ExamplesInput): void {
  const {metric, slice} = input
  const [left, right] = [[...before.numbers.keys()], [...after.numbers.keys()]]
  const shared = left.filter(name => right.includes(name))
  if (metric !== undefined && !shared.includes(metric)) throw noColumn(input, 'metric', shared)
  const groups = [...new Set([...before.groups.keys(), ...after.groups.keys()])]
  if (slice !== undefined && ![...groups, ...left, ...right].includes(slice)) throw noColumn(input, 'slice', groups)
}

function noColumn(input: ExamplesInput, flag: 'metric' | 'slice', columns: readonly string[]): ExpError {
  const name = input[flag]!
  const expected = flag === 'metric' ? 'a column of numbers in both files' : 'a column of few values'
  const there = columns.length === 0 ? 'there is none' : columns.map(each => `"${each}"`).join(', ')
  const near = nearest(name, columns) ?? columns[0]
  return new ExpError('FILE_NOT_FOUND', `there is no column "${name}"; expected ${expected}: ${there}`, {
    hints: near === undefined ? [] : [again(input, `--${flag} ${shellWord(near)}`)],
    data: {column: name, columns},
  })
}

/** The command again, with these flags. */
const again = ({before, after}: ExamplesInput, flags: string) =>
  `git exp examples ${shellWord(before)} ${shellWord(after)} ${flags}`.trim()

function checkAnswers({labels, numbers, slices}: ExamplesComparison, input: ExamplesInput): void {
  if (!labels && numbers.length === 0) {
    throw new ExpError(
      'BAD_ARTIFACT',
      'there is nothing to compare: no gold labels with predictions, and no numbers that differ',
      {
        hints: ['write both files with the columns id, label, prediction'],
      },
    )
  }
  if (input.slice === undefined || slices.length > 0) return
  const why = labels
    ? 'the files differ in it, or it has more than 50 values'
    : 'there are no gold labels with predictions'
  throw new ExpError('BAD_ARTIFACT', `"${input.slice}" parts the examples into no slices: ${why}`, {
    hints: [again(input, '')],
    data: {column: input.slice},
  })
}

function notTheSame(
  {problem, ...data}: {readonly problem: string; readonly otherGold?: unknown},
  runs: Runs,
  entries: Entries,
): ExpError {
  const files = entries.map(({path}, i) => `"${path}" of ${runs[i]!.name}`).join(' and ')
  return new ExpError('BAD_ARTIFACT', `${files} are not of the same examples: ${problem}`, {
    hints: [`git exp diff ${runs[0].id} ${runs[1].id}`],
    data: {before: runs[0].id, after: runs[1].id, ...data},
  })
}
