import {isExpError, withHints} from '../base/errors'
import {dotted} from '../base/problem'
import {saidOnce} from '../base/said-once'
import {plural, shellWord} from '../base/text'
import {type InputDocument, readDocuments} from '../format/input'
import {append, expectAppend} from '../ledger/append'
import {readChained} from '../ledger/chained'
import {recordEntry} from '../ledger/change'
import {type LedgerHead, mustBeWritable} from '../ledger/head'
import type {Oid, RunId} from '../model/ids'
import {pinRef} from '../model/refs'
import {leftBehind} from './left-behind'
import {type DraftRun, draftRuns, type MissingKind} from './record/draft-runs'
import {type Finished, finishRuns} from './record/finish-runs'
import {checkNamesFree} from './record/free-names'
import type {RecordInput, RecordPorts} from './record/recording'
import {typedWithoutSecrets, withoutSecrets} from './record/without-secrets'

/** A run that is on the ledger; with --dry-run, one that could be. */
export interface RecordedRun {
  readonly id: RunId
  readonly name: string
  /** The run's folder in the ledger tree. */
  readonly path: string
  /** null with --dry-run. */
  readonly commit: Oid | null
  readonly status: string
  readonly template: string
}

export interface RecordResult {
  readonly runs: readonly RecordedRun[]
  /** A line a run that names what nobody has; one where changes lie set aside; one a worktree that has the ledger checked out. */
  readonly warnings: readonly string[]
  /** A line a run that lacks what its template advises; and what brings such a worktree along. */
  readonly hints: readonly string[]
  /** The records as they are, or would be, committed. */
  readonly records: readonly string[]
}

/** Input is read whole; more than this is no record. */
const MAX_INPUT = 32 * 1024 * 1024

async function read({files}: RecordPorts, source: string): Promise<Uint8Array> {
  try {
    return source === '-' ? await files.readStdin(MAX_INPUT) : await files.read(source, MAX_INPUT)
  } catch (error) {
    const file = source === '-' ? 'runs.jsonl' : shellWord(source)
    throw withHints(error, 'TOO_BIG', [
      'of one run: leave long lists in a file, and name it under artifacts',
      `of many, a line each: split -l 1000 ${file} part- && for part in part-*; do git exp record $part; done`,
    ])
  }
}

/**
 * Records every run of a document: all of them, one commit each, or none where any is wrong.
 * Throws BAD_DOCUMENT, BAD_RECORD (all problems at once, with places), TEMPLATE_NOT_FOUND, NAME_TAKEN, and what `append` throws.
 */
export async function recordRuns(ports: RecordPorts, input: RecordInput): Promise<RecordResult> {
  const stdin = input.source === '-'
  const bytes = await read(ports, input.source)
  const documents = await readDocuments(bytes, stdin ? 'standard input' : input.source)
  return recordDocuments(ports, input, documents)
}

/** The same for documents that have been read already. */
export async function recordDocuments(
  ports: RecordPorts,
  asked: RecordInput,
  given: readonly InputDocument[],
): Promise<RecordResult> {
  const [{documents, warnings: secrets}, {input, warnings: typed}] = await Promise.all([
    withoutSecrets(given),
    typedWithoutSecrets(asked),
  ])
  const drafted = await draftRuns(ports, input, documents)
  mustBeWritable(drafted.head)
  if (drafted.head.settings.naming.unique) await checkNamesFree(ports, drafted)
  if (!input.dryRun) expectAppend(ports)
  const finished = await finishRuns(ports, input, drafted).catch(async error => {
    await ports.writer.release()
    throw error
  })
  const commits = input.dryRun ? [] : await commit(ports, input, drafted.head, finished)
  const behind = input.dryRun ? undefined : leftBehind(ports, drafted.head)
  return {
    runs: finished.map((run, i) => summary(run, commits[i])),
    warnings: [
      ...secrets,
      ...typed,
      ...saidOnce(drafted.drafts.filter(({missing}) => missing.length > 0).map(absence)),
      ...setAside(ports),
      ...(behind?.warnings ?? []),
    ],
    hints: [...saidOnce(finished.filter(({advice}) => advice.length > 0).map(advised)), ...(behind?.hints ?? [])],
    records: finished.map(({bytes}) => Buffer.from(bytes).toString()),
  }
}

/** Nobody sees a change that another process had to set aside, unless each record tells of it. */
function setAside({spool}: RecordPorts): string[] {
  const count = spool.rejected().length
  if (count === 0) return []
  return [
    `${plural(count, 'change')} could not be committed and ${count === 1 ? 'lies' : 'lie'} aside: git exp recover says why`,
  ]
}

function summary({run, folder}: Finished, commit: Oid | undefined): RecordedRun {
  const {id, name, status, template} = run
  return {id, name, path: folder, commit: commit ?? null, status, template: template.name}
}

/** False where refs cannot be written: the record must reach the spool all the same. */
async function pin(ports: RecordPorts, id: RunId, code: Oid): Promise<boolean> {
  try {
    await ports.writer.pin(pinRef(id), code)
    return true
  } catch (error) {
    if (isExpError(error, 'READ_ONLY') || isExpError(error, 'DISK_FULL') || isExpError(error, 'GIT_FAILED'))
      return false
    throw error
  }
}

async function commit(
  ports: RecordPorts,
  input: RecordInput,
  head: LedgerHead,
  finished: readonly Finished[],
): Promise<Oid[]> {
  const author = await ports.repository.author()
  const chained = readChained(ports.cache, head.chain)
  const entries = []
  for (const item of finished) {
    const unchained = item.code !== undefined && !chained.has(item.code)
    // Before the spool entry exists: an unpinned commit may be gone after the next gc.
    const pinned = unchained && (await pin(ports, item.run.id, item.code!))
    const {run, folder, bytes, puts, code} = item
    entries.push(
      recordEntry({
        run,
        folder,
        record: bytes,
        puts,
        author,
        unchained,
        pinned,
        freeAt: head.settings.naming.unique ? head.tip : undefined,
        sign: ports.sign,
        code,
        message: input.message,
      }),
    )
  }
  const commits = await append(ports, entries, head)
  ports.recorded.add(finished.map(({run}) => run.id))
  return commits
}

const ABSENT: Readonly<Record<MissingKind, string>> = {
  artifact: 'not on disk',
  commit: 'no commit of this repository',
  code: 'not said, and no commit here to fill in',
  split: 'only a word where a hash of the split belongs',
}

/** One line, kinds together: `weights.pt, tokenizer.json (not on disk); abc1234 (no commit of this repository)`. */
function absence({name, missing}: DraftRun) {
  const kinds = [...new Set(missing.map(({kind}) => kind))]
  const words = (kind: string) => missing.filter(item => item.kind === kind).map(({word}) => word)
  const said = kinds.map(kind => `${words(kind).join(', ')} (${ABSENT[kind]})`)
  return {name, text: `recorded as said, though nobody has it: ${said.join('; ')}`}
}

const advised = ({run, advice}: Finished) => ({
  name: run.name,
  text: `its template also advises ${advice.map(({pointer}) => dotted(pointer)).join(', ')}`,
})
