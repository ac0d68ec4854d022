/** `known`: recorded, and can be checked. `assumed`: a guess, or a word that nobody can check. `missing`: nobody knows. */
export type Certainty = 'known' | 'assumed' | 'missing'

/** One thing that a step needs. */
export interface PlanItem {
  readonly what: string
  readonly value?: string
  readonly state: Certainty
  /** Why it is not known, or what to do, in a clause. */
  readonly note?: string
}

/** What a step does, for whoever spells it. Words are from the record and not to be trusted. */
export type PlanAction =
  | {readonly do: 'check-file'; readonly path: string; readonly digest: string}
  | {readonly do: 'bring-file'; readonly path: string}
  | {readonly do: 'checkout'; readonly commit: string; readonly tree?: string; readonly submodules?: true}
  | {readonly do: 'packages'; readonly list: string}
  | {readonly do: 'install'; readonly pins: readonly string[]}
  | {readonly do: 'set'; readonly name: string; readonly value: string}
  | {readonly do: 'run'; readonly argv: readonly string[]; readonly folder?: string; readonly said: readonly SaidWord[]}
  | {readonly do: 'no-command'; readonly guess: readonly string[]}
  | {readonly do: 'compare'}

/** `--data train=data/train.csv`; that of an input starts at the top of the repository. */
export interface SaidWord {
  readonly flag: 'data' | 'input' | 'param' | 'artifact'
  /** Before the `=`; undefined: there is none. */
  readonly name?: string
  readonly value: string
  readonly isPath: boolean
}

export const STEP_TITLES = {
  data: 'Have the data, and check its hashes',
  code: 'Check out the code',
  environment: 'Build the environment',
  settings: 'Set the seed and what decides how numbers are computed',
  params: 'Use the tokenizer and the params of the run',
  train: 'Train',
  evaluate: 'Evaluate',
  compare: 'Compare with what was recorded',
} as const
export type StepName = keyof typeof STEP_TITLES

export interface PlanStep {
  readonly name: StepName
  readonly items: readonly PlanItem[]
  readonly actions: readonly PlanAction[]
}

/** What the record alone does not tell. */
export interface PlanFacts {
  /** Whether the repository has the commit that ran. */
  readonly codeHere: boolean
  /** Where the list of packages lies, as `<ref>:<path>`; undefined: there is none. */
  readonly packages?: string | undefined
  /** Variables that may be set from a record. */
  readonly variables: ReadonlySet<string>
}

export const item = (what: string, value: string | undefined, state: Certainty, note?: string): PlanItem => ({
  what,
  ...(value !== undefined && {value}),
  state,
  ...(note !== undefined && {note}),
})

/** What a secret was taken out of cannot be run as it stands. */
export const isRedacted = (word: string): boolean => /\[redacted:[\w-]+\]/.test(word)
