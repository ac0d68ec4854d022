import {isExpError} from '../base/errors'
import {dotted} from '../base/problem'
import {type InputDocument, readDocuments} from '../format/input'
import {append, expectAppend} from '../ledger/append'
import {readChained} from '../ledger/chained'
import {recordEntry} from '../ledger/change'
import {type LedgerHead, mustBeWritable} from '../ledger/head'
import type {Oid, RunId} from '../model/ids'
import {pinRef} from '../model/refs'
import {type DraftRun, draftRuns, type MissingKind} from './record/draft-runs'
import {type Finished, finishRuns} from './record/finish-runs'
import {checkNamesFree} from './record/free-names'
import type {RecordInput, RecordPorts} from './record/recording'

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
  /** A line a run that names what nobody has. */
  readonly warnings: readonly string[]
  /** A line a run that lacks what its template advises. */
  readonly hints: readonly string[]
  /** The records as they are, or would be, committed. */
  readonly records: readonly string[]
}

/** Input is read whole; more than this is no record. */
const MAX_INPUT = 32 * 1024 * 1024

/**
 * Records every run of a document: all of them, one commit each, or none where any is wrong.
 * Throws BAD_DOCUMENT, BAD_RECORD (all problems at once, with places), TEMPLATE_NOT_FOUND, NAME_TAKEN, and what `append` throws.
 */
export async function recordRuns(ports: RecordPorts, input: RecordInput): Promise<RecordResult> {
  const stdin = input.source === '-'
  const bytes = stdin ? await ports.files.readStdin(MAX_INPUT) : await ports.files.read(input.source, MAX_INPUT)
  const documents = await readDocuments(bytes, stdin ? 'standard input' : input.source)
  return recordDocuments(ports, input, documents)
}

/** The same for documents that have been read already. */
export async function recordDocuments(
  ports: RecordPorts,
  input: RecordInput,
  documents: readonly InputDocument[],
): Promise<RecordResult> {
  const drafted = await draftRuns(ports, input, documents)
  mustBeWritable(drafted.head)
  if (drafted.head.settings.naming.unique) await checkNamesFree(ports, drafted)
  if (!input.dryRun) expectAppend(ports)
  const finished = await finishRuns(ports, input, drafted).catch(async error => {
    await ports.writer.release()
    throw error
  })
  const commits = input.dryRun ? [] : await commit(ports, input, drafted.head, finished)
  return {
    runs: finished.map((run, i) => summary(run, commits[i])),
    warnings: drafted.drafts.filter(({missing}) => missing.length > 0).map(absence),
    hints: finished.filter(({advice}) => advice.length > 0).map(advised),
    records: finished.map(({bytes}) => Buffer.from(bytes).toString()),
  }
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
  split: 'only a word where a hash of the split belongs',
}

/** One line, kinds together: `weights.pt, tokenizer.json (not on disk); abc1234 (no commit of this repository)`. */
function absence({name, missing}: DraftRun): string {
  const kinds = [...new Set(missing.map(({kind}) => kind))]
  const words = (kind: string) => missing.filter(item => item.kind === kind).map(({word}) => word)
  const said = kinds.map(kind => `${words(kind).join(', ')} (${ABSENT[kind]})`)
  return `${name}: recorded as said, though nobody has it: ${said.join('; ')}`
}

const advised = ({run, advice}: Finished) =>
  `${run.name}: its template also advises ${advice.map(({pointer}) => dotted(pointer)).join(', ')}`
