import {type Ingested, ingestArtifacts, plannedEntries, weighArtifacts, weighedEntries} from '../../artifacts/ingest'
import {ExpError} from '../../base/errors'
import type {JsonObject} from '../../base/json'
import {formatProblem, type Problem} from '../../base/problem'
import {plural} from '../../base/text'
import {timestamp} from '../../base/time'
import {formatBytes} from '../../base/units'
import {writeRecord} from '../../format/record'
import {type Oid, runIdFrom} from '../../model/ids'
import {runFolder, slugOf} from '../../model/paths'
import type {Run} from '../../model/record'
import type {Caps} from '../../model/settings'
import {type Made, makeRun} from '../../schema/make-run'
import {checkName} from '../../schema/naming'
import type {Drafted, DraftRun, MissingKind} from './draft-runs'
import type {RecordInput, RecordPorts} from './recording'

/** A checked run, its bytes and its files: ready to be committed. */
export interface Finished {
  readonly run: Run
  readonly folder: string
  readonly bytes: Uint8Array
  readonly puts: readonly {readonly path: string; readonly bytes: Uint8Array}[]
  readonly code: Oid | undefined
  /** What the template advises, and the run lacks. */
  readonly advice: readonly Problem[]
}

/**
 * Checks every draft and the bytes of its artifacts, then stores them; throws BAD_RECORD with the problems of all documents before
 * anything is stored. A dry run ends with the records that would be committed.
 */
export async function finishRuns(ports: RecordPorts, input: RecordInput, {head, drafts}: Drafted): Promise<Finished[]> {
  const caps = head.settings.caps
  // A millisecond apart, so that runs recorded together keep their order.
  const now = ports.clock.now()
  const candidates = await Promise.all(drafts.map((draft, i) => candidate(ports, input, draft, now + i)))
  const names = await Promise.all(drafts.map(({name}) => checkName(name, head.settings.naming, ports.sandbox)))
  const problems = candidates.map(({draft, made, spelled, load}, i) => [
    ...draft.problems,
    ...names[i]!,
    ...strict(input, draft),
    ...problemsOf(made),
    ...tooBig(spelled, caps),
    ...load.problems,
  ])
  await refuse(input, drafts, problems)
  const finished: Finished[] = []
  for (const item of candidates) finished.push(await finish(ports, input, item, caps))
  return finished
}

/** A draft that was checked as it would be recorded, nothing stored yet. */
interface Candidate {
  readonly draft: DraftRun
  readonly fields: JsonObject
  readonly load: Load
  readonly made: Made
  /** The record's bytes, but for digests not known yet. */
  readonly spelled: Uint8Array | undefined
}

async function candidate(ports: RecordPorts, input: RecordInput, draft: DraftRun, now: number): Promise<Candidate> {
  const base = dress(ports, draft, now)
  const attempt = async (all: boolean): Promise<Candidate> => {
    const load = await weighArtifacts(ports.files, draft.found, {all})
    const fields = {...base, ...planned(base, draft, load)}
    const made = await makeRun(fields, draft.template)
    return {draft, fields, load, made, spelled: 'run' in made ? writeRecord(made.run) : undefined}
  }
  const first = await attempt(input.dryRun)
  // A template that asks for certain bytes must see their digest.
  const asksForDigest = problemsOf(first.made).some(({pointer}) => /^\/artifacts\/\d+\/digest/.test(pointer))
  return asksForDigest ? attempt(true) : first
}

async function finish(ports: RecordPorts, input: RecordInput, item: Candidate, caps: Caps): Promise<Finished> {
  const {draft, fields} = item
  const {entries, puts} = await load(ports, input, draft, item.load, caps)
  const held = draft.found.some(({file}) => file !== undefined)
  const artifacts = {artifacts: entries as unknown as JsonObject[]}
  const made = held ? await makeRun({...fields, ...artifacts}, draft.template) : item.made
  if (!('run' in made)) throw new Error('a checked draft failed its second check')
  const {run, warnings: advice} = made
  const folder = runFolder(run.created, slugOf(run.name), run.id)
  return {run, folder, bytes: held ? writeRecord(run) : item.spelled!, puts, code: draft.code, advice}
}

type Load = Awaited<ReturnType<typeof weighArtifacts>>

async function load(
  ports: RecordPorts,
  input: RecordInput,
  {found}: DraftRun,
  {weighed}: Load,
  caps: Caps,
): Promise<Ingested> {
  if (input.dryRun) return {entries: weighedEntries(found, weighed), puts: []}
  return ingestArtifacts(ports, found, weighed, caps)
}

/** What only the tool can say. */
function dress(ports: RecordPorts, draft: DraftRun, now: number): JsonObject {
  const {fields, template} = draft
  return {
    status: 'finished',
    created: timestamp(now),
    ...fields,
    format: 1,
    id: runIdFrom(ports.ids.random(8)),
    template: {name: template.name, digest: template.digest},
  }
}

/** Artifacts as they will be recorded, so that what they make wrong is found before they are stored. */
function planned({artifacts}: JsonObject, {found}: DraftRun, {weighed}: Load): JsonObject | undefined {
  if (!Array.isArray(artifacts) || artifacts.length !== found.length) return undefined
  return {artifacts: plannedEntries(found, weighed) as unknown as JsonObject[]}
}

const problemsOf = (result: Made): readonly Problem[] => ('problems' in result ? result.problems : [])

const STRICT: Readonly<Record<MissingKind, (word: string) => string>> = {
  artifact: word => `is "${word}", which is not on disk`,
  commit: word => `is "${word}", which is no commit of this repository`,
  code: () => 'is missing, and there is no commit here to fill in',
  split: () => 'is only a word; expected a hash',
}

function strict(input: RecordInput, draft: DraftRun): Problem[] {
  if (!input.strict) return []
  return draft.missing.map(({pointer, kind, word}) => ({pointer, message: STRICT[kind](word)}))
}

function tooBig(bytes: Uint8Array | undefined, {record: cap}: Caps): Problem[] {
  if (bytes === undefined || bytes.length <= cap) return []
  return [
    {
      pointer: '',
      message: `makes a record of ${formatBytes(bytes.length)}; the ledger's cap is ${formatBytes(cap)}`,
      expected: 'long lists in an artifact, and curves in a series',
    },
  ]
}

interface Placed extends Problem {
  readonly line: number
  readonly column: number
}

async function refuse(
  input: RecordInput,
  drafts: readonly DraftRun[],
  problems: readonly (readonly Problem[])[],
): Promise<void> {
  const placed = await Promise.all(
    drafts.flatMap((draft, i) => errorsOnly(problems[i]!).map(problem => place(draft, problem))),
  )
  if (placed.length === 0) return
  placed.sort((a, b) => a.line - b.line || a.column - b.column)
  const file = input.source === '-' ? 'standard input' : input.source
  const lines = [...new Set(placed.map(problem => formatProblem(problem, file)))]
  const templates = [...new Set(drafts.map(({template}) => template.name))]
  throw new ExpError('BAD_RECORD', `${plural(lines.length, 'problem')}, nothing recorded\n${lines.join('\n')}`, {
    hints: templates.map(name => `what it asks for: git exp template show ${name}`),
    data: {file, problems: placed},
  })
}

const errorsOnly = (problems: readonly Problem[]) => problems.filter(({severity}) => severity !== 'warning')

async function place(draft: DraftRun, problem: Problem): Promise<Placed> {
  const spot = await draft.document.place(draft.place(problem.pointer))
  return {...problem, ...(spot ?? {line: draft.document.line, column: 1})}
}
