import type {CommandTable} from './spec'

/** What the shell asks of the machine beyond streams; loaded only when it is needed. */
export interface Host {
  /** git's own settings `color.exp` and `color.ui`, for a terminal. */
  wantsColor(): boolean
  /** Shows text in git's pager; false, with nothing shown, where git is set to use none. */
  page(text: string): Promise<boolean>
  /**
   * Runs a program on a file, without a shell, on the streams that are ours (`quiet`: its stdout is our stderr); its exit code. Throws
   * FILE_NOT_FOUND, UNREADABLE_FILE where it cannot be started.
   */
  launch(program: string, file: string, quiet: boolean): Promise<number>
  /** Whether a person says yes to a question, written to stderr; anything but `y` or `yes` is no. */
  confirm(question: string): Promise<boolean>
  /** Writes a file, making its folders. Throws ExpError where it cannot. */
  place(path: string, text: string): Promise<void>
}

/** One call of the program. */
export interface Shell {
  /** What was typed after the program's name. */
  readonly argv: readonly string[]
  readonly commands: CommandTable
  readonly host: () => Promise<Host>
}
