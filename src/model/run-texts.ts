/** What people wrote in words about a run, each with the field it stands in. */
export interface RunTexts {
  /** The run's folder in the ledger tree. */
  readonly path: string
  /** What was decided last: `promoted`, `rejected`, `archived`, `superseded`. */
  readonly decision?: string
  /** `[field, text]`: `hypothesis`, `tags`, `note`, `rejection.reason` … */
  readonly texts: readonly (readonly [field: string, text: string])[]
}
