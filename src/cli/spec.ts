/** What `git exp complete` looks up when TAB is typed: a field of runs, fields parted by commas, the end of a filter. */
export const LOOKED_UP = ['field', 'fields', 'filter'] as const
export type LookedUp = (typeof LOOKED_UP)[number]

/** What completion offers for a value: files, runs of the ledger, what is looked up, or these words. */
export type Completes = 'file' | 'run' | LookedUp | readonly string[]

interface FlagBase {
  /** One clause, lower case, no full stop. */
  readonly summary: string
  /** Letter of the short form. */
  readonly char?: string
  /** Left out of help, man pages and completion. */
  readonly hidden?: true
}

interface ValueFlag extends FlagBase {
  /** May be said more than once; the value is then a list. */
  readonly multiple?: true
  /** How the value is called in help, as `<n>`. */
  readonly helpValue?: string
}

export interface BooleanFlag extends FlagBase {
  readonly kind: 'boolean'
  /** Also has a `--no-` form; undefined when neither is said. */
  readonly negatable?: true
}

export interface StringFlag extends ValueFlag {
  readonly kind: 'string'
  readonly default?: string
  readonly completes?: Completes
}

export interface IntegerFlag extends ValueFlag {
  readonly kind: 'integer'
  /** Least value that is taken; 0 where none is named. */
  readonly min?: number
  readonly default?: number
  /** The value where the flag is said without one, as `--watch`; has no short form. */
  readonly bare?: number
}

export interface OptionFlag extends ValueFlag {
  readonly kind: 'option'
  readonly options: readonly string[]
  readonly default?: string
}

export type FlagSpec = BooleanFlag | StringFlag | IntegerFlag | OptionFlag
export type Flags = Readonly<Record<string, FlagSpec>>

/** A word without a dash. Required ones first; only the last may be `multiple`. */
export interface ArgSpec {
  readonly name: string
  readonly summary: string
  readonly required?: true
  readonly multiple?: true
  /** From its first word on everything is taken as it stands, what looks like a flag too. */
  readonly verbatim?: true
  /** Takes the words behind `--`, and no others; the last argument, and `multiple`. */
  readonly behind?: true
  readonly completes?: Completes
}

type Single<F> = F extends {readonly kind: 'integer'}
  ? number
  : F extends {readonly options: readonly (infer Option)[]}
    ? Option
    : string

export type FlagValue<F> = F extends {readonly kind: 'boolean'}
  ? F extends {readonly negatable: true}
    ? boolean | undefined
    : boolean
  : F extends {readonly multiple: true}
    ? readonly Single<F>[]
    : F extends {readonly default: string | number}
      ? Single<F>
      : Single<F> | undefined

type ArgValue<A> = A extends {readonly multiple: true}
  ? readonly string[]
  : A extends {readonly required: true}
    ? string
    : string | undefined

/** What was typed, checked against the spec; every flag and argument has its key. */
export interface CommandInput<F extends Flags, A extends readonly ArgSpec[]> {
  readonly flags: {readonly [K in keyof F]: FlagValue<F[K]>}
  readonly args: {readonly [K in A[number] as K['name']]: ArgValue<K>}
}

export interface CommandResult {
  /** What `--json` prints. */
  readonly data: unknown
  /** What is printed otherwise; nothing when absent. Names from data must have passed `safe`. */
  readonly text?: string | (() => string | Promise<string>)
  readonly warnings?: readonly string[]
  readonly hints?: readonly string[]
  /** 1: the answer is no. Default 0. A command that runs another gives that one's. */
  readonly exit?: number
}

/** Columns and rows that may be filled. */
export interface Room {
  readonly columns: number
  readonly rows: number
}

/** A terminal that is written over in place. */
export interface Screen {
  /** Shows these lines in the place of those before, and again when the room changes. Lines that do not fit must not be given. */
  show(lines: (room: Room) => readonly string[]): void
}

/** What a command may know about where it was typed. */
export interface CommandIo {
  /** After every `-C`. Throws FILE_NOT_FOUND where that folder is gone. */
  cwd(): string
  readonly env: NodeJS.ProcessEnv
  readonly json: boolean
  readonly color: boolean
  /** Columns of the terminal; Infinity where stdout is none, so that nothing is cut. */
  readonly width: number
  /** A person reads stdout, straight or through a pager. */
  readonly isTerminal: boolean
  /** Every command, for those that speak about the others. */
  readonly commands: CommandTable
  /** Says `warning: …` at once, for work that takes long; otherwise put it into the result. */
  warn(message: string): void
  /** Text on stdout, now, for answers that come bit by bit. */
  print(text: string): void
  /** Bytes on stdout as they are, now; answers when they are written. */
  pour(pieces: AsyncIterable<Uint8Array>): Promise<void>
  /** Runs a program of the user's on a file, without a shell, and waits; its exit code. Throws FILE_NOT_FOUND, UNREADABLE_FILE. */
  launch(program: string, file: string): Promise<number>
  /** Where stdout is a terminal that can be written over, and nobody wants JSON. */
  readonly screen: Screen | undefined
  /** A line on stderr, now. */
  tell(message: string): void
  /** Writes a small file of the user's, making its folders. Throws READ_ONLY. */
  place(path: string, text: string): Promise<void>
}

interface CommandFacts<F extends Flags, A extends readonly ArgSpec[]> {
  /** `ls`, `template show`. */
  readonly id: string
  /** One sentence without its full stop, in the imperative. */
  readonly summary: string
  /** Paragraphs parted by an empty line. */
  readonly description?: string
  readonly examples: readonly {readonly command: string; readonly says: string}[]
  readonly args: A
  readonly flags: F
  /** What exit 1 means here, where the command can answer no. */
  readonly no?: string
  /** Long answers go through git's pager on a terminal. */
  readonly pager?: true
  readonly hidden?: true
}

export interface CommandSpec<F extends Flags, A extends readonly ArgSpec[]> extends CommandFacts<F, A> {
  run(input: CommandInput<F, A>, io: CommandIo): Promise<CommandResult>
}

export type LooseValue = boolean | number | string | readonly string[] | readonly number[] | undefined

/** Input of a command whose spec is not known at compile time. */
export interface LooseInput {
  readonly flags: Readonly<Record<string, LooseValue>>
  readonly args: Readonly<Record<string, string | readonly string[] | undefined>>
}

/** Any command, its flags forgotten. */
export interface AnyCommand extends CommandFacts<Flags, readonly ArgSpec[]> {
  run(input: LooseInput, io: CommandIo): Promise<CommandResult>
}

/** Command id → where it is; loading is left to the moment it is typed. */
export type CommandTable = Readonly<Record<string, () => Promise<{readonly command: AnyCommand}>>>

/** Types `input` from the spec; returns it as it is. */
export function defineCommand<const F extends Flags, const A extends readonly ArgSpec[]>(
  spec: CommandSpec<F, A>,
): CommandSpec<F, A> {
  return spec
}
