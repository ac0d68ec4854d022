/** What an error is about; decides the exit code (docs/errors.md). */
export type ErrorKind = 'usage' | 'input' | 'lookup' | 'state' | 'integrity' | 'remote' | 'interrupted'

export const EXIT = {
  done: 0,
  no: 1,
  usage: 2,
  input: 3,
  lookup: 4,
  state: 5,
  integrity: 6,
  remote: 7,
  bug: 70,
  interrupted: 130,
} as const

/** Every code the tool can answer with, and its kind. One table; docs/errors.md lists the same. */
export const ERROR_CODES = {
  USAGE: 'usage',
  BAD_SETTING: 'input',
  BAD_DOCUMENT: 'input',
  BAD_RECORD: 'input',
  BAD_FILTER: 'input',
  BAD_TEMPLATE: 'input',
  BAD_ARTIFACT: 'input',
  BAD_LEDGER_FILE: 'input',
  NAME_TAKEN: 'input',
  ENTRY_REJECTED: 'input',
  TOO_BIG: 'input',
  UNREADABLE_FILE: 'input',
  NO_IDENTITY: 'input',
  NOT_A_REPOSITORY: 'lookup',
  NO_LEDGER: 'lookup',
  NO_GIT: 'lookup',
  RUN_NOT_FOUND: 'lookup',
  RUN_AMBIGUOUS: 'lookup',
  COMMIT_NOT_FOUND: 'lookup',
  CODE_NOT_FOUND: 'lookup',
  TEMPLATE_NOT_FOUND: 'lookup',
  FILE_NOT_FOUND: 'lookup',
  FILE_AMBIGUOUS: 'lookup',
  NO_REMOTE: 'lookup',
  RUN_FINAL: 'state',
  RUN_BUSY: 'state',
  INPUT_CHANGED: 'state',
  ENV_FAILED: 'state',
  FILE_EXISTS: 'state',
  CHECKOUT_USED: 'state',
  LEDGER_EXISTS: 'state',
  LEDGER_LOCKED: 'state',
  LEDGER_MOVED: 'state',
  REF_CONFLICT: 'state',
  MERGE_CONFLICT: 'state',
  NEWER_FORMAT: 'state',
  GIT_TOO_OLD: 'state',
  DUBIOUS_OWNERSHIP: 'state',
  READ_ONLY: 'state',
  DISK_FULL: 'state',
  GIT_FAILED: 'state',
  UNSUPPORTED_REPOSITORY: 'state',
  DAMAGED_RECORD: 'integrity',
  REMOTE_FAILED: 'remote',
  REMOTE_REFUSED: 'remote',
  INTERRUPTED: 'interrupted',
} as const satisfies Record<string, ErrorKind>

export type ErrorCode = keyof typeof ERROR_CODES

/** The facts of an error; JSON-able. */
export type ErrorData = Readonly<Record<string, unknown>>

export interface ErrorDetails {
  readonly hints?: readonly string[]
  readonly data?: ErrorData
  readonly cause?: unknown
}

/**
 * The one error a user sees: what was found and expected, in `message`; what to type next, in `hints`.
 * Anything else that is thrown is our bug (exit 70).
 */
export class ExpError extends Error {
  readonly code: ErrorCode
  readonly hints: readonly string[]
  readonly data: ErrorData

  constructor(code: ErrorCode, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : {cause: details.cause})
    this.name = 'ExpError'
    this.code = code
    this.hints = details.hints ?? []
    this.data = details.data ?? {}
  }

  get kind(): ErrorKind {
    return ERROR_CODES[this.code]
  }

  get exitCode(): number {
    return EXIT[this.kind]
  }

  toJSON(): object {
    return {
      code: this.code,
      kind: this.kind,
      exit: this.exitCode,
      message: this.message,
      hints: this.hints,
      data: this.data,
    }
  }
}

/** The same error with more to type next, where it has this code; any other as it is. */
export function withHints(error: unknown, code: ErrorCode, hints: readonly string[]): unknown {
  if (!isExpError(error, code)) return error
  const {message, data, cause} = error
  return new ExpError(code, message, {hints: [...error.hints, ...hints], data, cause})
}

export function isExpError(error: unknown, code?: ErrorCode): error is ExpError {
  return error instanceof ExpError && (code === undefined || error.code === code)
}
