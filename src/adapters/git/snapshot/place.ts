/** Where git works, and with which variables besides the program's own. */
export interface Place {
  readonly cwd: string
  readonly env: Readonly<Record<string, string>>
}
