import {ExpError} from './base/errors'
import type {JsonObject} from './base/json'
import {openContext, progressOf} from './compose/context'
import type {Summary} from './model/summary'
import type {ListInput} from './usecases/list-runs'
import type {RecordInput} from './usecases/record/recording'
import type {RecordedRun} from './usecases/record-runs'

export type {JsonObject, ListInput, RecordedRun, RecordInput, Summary}
export {ExpError}

/** A repository's ledger, for programs. Nothing here is not also in the command line. */
export interface Ledger {
  /**
   * Records one run in the plain template, durable and on the ledger branch when it answers.
   * Throws BAD_RECORD with every problem, LEDGER_LOCKED when others keep the ledger too long (the record then waits in the spool).
   */
  record(draft: JsonObject, options?: Partial<RecordInput>): Promise<RecordedRun>
  /** Runs that match, sorted; `total` counts all that match. */
  list(options?: Partial<ListInput>): Promise<{readonly runs: readonly Summary[]; readonly total: number}>
  /** The record of one run with its later events folded in. */
  show(run: string): Promise<JsonObject>
}

export interface OpenOptions {
  /** A folder in the repository; default: the working directory. */
  readonly dir?: string
  readonly env?: Readonly<Record<string, string | undefined>>
}

/** Opens the ledger of the repository at `dir`. Throws NOT_A_REPOSITORY, NO_GIT, GIT_TOO_OLD. */
export async function openLedger(options: OpenOptions = {}): Promise<Ledger> {
  const cwd = options.dir ?? process.cwd()
  const context = await openContext({cwd, env: options.env ?? process.env, progress: progressOf(true)})
  return {
    record: async (draft, input = {}) => {
      const {recordDocuments} = await import('./usecases/record-runs')
      const document = {draft, line: 1, place: async () => undefined}
      const {runs} = await recordDocuments(context, {...RECORD_DEFAULTS, ...input}, [document])
      return runs[0]!
    },
    list: async (input = {}) => {
      const {listRuns} = await import('./usecases/list-runs')
      return listRuns(context, {...LIST_DEFAULTS, ...input})
    },
    show: async run => {
      const {showRun} = await import('./usecases/show-run')
      return (await showRun(context, run)).record
    },
  }
}

const RECORD_DEFAULTS: RecordInput = {
  source: '-',
  message: undefined,
  tags: [],
  notes: [],
  template: undefined,
  artifacts: undefined,
  strict: false,
  dryRun: false,
}

const LIST_DEFAULTS: ListInput = {
  where: undefined,
  tags: [],
  group: undefined,
  since: undefined,
  until: undefined,
  sort: [],
  descending: false,
  columns: undefined,
  limit: 0,
}
