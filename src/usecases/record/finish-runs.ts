import {ingestArtifacts} from '../../artifacts/ingest'
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
import {makeRun} from '../../schema/make-run'
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

/** Checks every draft, then stores artifacts; throws BAD_RECORD with the problems of all documents before anything is stored. */
export async function finishRuns(ports: RecordPorts, input: RecordInput, {head, drafts}: Drafted): Promise<Finished[]> {
  const caps = head.settings.caps
  // A millisecond apart, so that runs recorded together keep their order.
  const now = ports.clock.now()
  const dressed = drafts.map((draft, i) => ({draft, fields: dress(ports, draft, now + i)}))
  const checked = await Promise.all(dressed.map(({draft, fields}) => makeRun(fields, draft.template)))
  const names = await Promise.all(drafts.map(({name}) => checkName(name, head.settings.naming, ports.sandbox)))
  const problems = drafts.map((draft, i) => [
    ...draft.problems,
    ...names[i]!,
    ...strict(input, draft),
    ...problemsOf(checked[i]!),
  ])
  await refuse(input, drafts, problems)
  const finished: Finished[] = []
  for (const [i, {draft, fields}] of dressed.entries()) {
    const kept = input.dryRun ? undefined : await ingestArtifacts(ports, draft.found, caps)
    if (kept) await refuse(input, [draft], [kept.problems])
    const artifacts = kept && kept.puts.length > 0 ? {artifacts: kept.entries as unknown as JsonObject[]} : undefined
    const made = artifacts ? await makeRun({...fields, ...artifacts}, draft.template) : checked[i]!
    if (!('run' in made)) throw new Error('a checked draft failed its second check')
    const bytes = writeRecord(made.run)
    if (bytes.length > caps.record) await refuse(input, [draft], [[tooBig(bytes.length, caps.record)]])
    const folder = runFolder(made.run.created, slugOf(made.run.name), made.run.id)
    finished.push({run: made.run, folder, bytes, puts: kept?.puts ?? [], code: draft.code, advice: made.warnings})
  }
  return finished
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

const problemsOf = (result: Awaited<ReturnType<typeof makeRun>>): readonly Problem[] =>
  'problems' in result ? result.problems : []

const STRICT: Readonly<Record<MissingKind, (word: string) => string>> = {
  artifact: word => `is "${word}", which is not on disk`,
  commit: word => `is "${word}", which is no commit of this repository`,
  split: () => 'is only a word; expected a hash',
}

function strict(input: RecordInput, draft: DraftRun): Problem[] {
  if (!input.strict) return []
  return draft.missing.map(({pointer, kind, word}) => ({pointer, message: STRICT[kind](word)}))
}

const tooBig = (size: number, cap: number): Problem => ({
  pointer: '',
  message: `makes a record of ${formatBytes(size)}; the ledger's cap is ${formatBytes(cap)}`,
  expected: 'long lists in an artifact, and curves in a series',
})

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
