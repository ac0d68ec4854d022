import type {Json, JsonObject} from '../base/json'
import type {Content} from '../ports/hashing'

/** An input as it was declared: a file or folder, absolute or from where the command was typed, or an address. */
export interface DeclaredInput {
  /** `train`, `dev`, `test`, `base_model`, `tokenizer`, `checkpoint`, `prompt`, `config`, `data` or another word. */
  readonly role: string
  /** A path, or a URI such as `hf://…` or `s3://…`. */
  readonly path: string
  /** The dataset split that it belongs to; undefined: its role says it, or it belongs to none. */
  readonly split?: string
  /** Nobody declared it: the run was heard reading it. */
  readonly found?: true
}

/** When the bytes were read: before the command started, while it ran, or after it ended. */
export type Digested = 'before' | 'during' | 'after'

/** What is known of one declared input. JSON-able. */
export interface InputState {
  readonly role: string
  readonly split?: string
  readonly kind: 'file' | 'folder' | 'address' | 'unusable'
  /** Relative to the top of the repository; undefined: it lies outside, and `uri` says where. */
  readonly path?: string
  readonly uri?: string
  /** Absolute path; undefined: an address. */
  readonly at?: string
  /** What tells whether the bytes are still the same; undefined: a folder too large to be walked at once. */
  readonly stamp?: string
  /** Bytes, as surveyed. */
  readonly size?: number
  readonly revision?: string
  readonly content?: Content
  readonly digested?: Digested
  /** It was written to between the survey and the last look. */
  readonly changed?: true
  /** Nobody declared it: the run was heard reading it. */
  readonly found?: true
  /** Of a table, as the program that read it counted. */
  readonly rows?: number
  /** Why there is no digest, or what is wrong with the input, in one clause. */
  readonly problem?: string
}

/** What is known of all declared inputs. */
export interface Survey {
  /** When the survey began, in ms since 1970. */
  readonly since: number
  readonly states: readonly InputState[]
}

/** Its bytes are still to be read. */
export function isPending(state: InputState): boolean {
  return state.at !== undefined && state.content === undefined && state.problem === undefined
}

/** For a file that outlives the process; `surveyOf` reads it back. */
export function surveyJson({since, states}: Survey): JsonObject {
  return {since, states: states as unknown as Json}
}

/** The survey that `surveyJson` wrote; undefined where the value is something else. */
export function surveyOf(value: Json | undefined): Survey | undefined {
  const survey = value as unknown as Partial<Survey> | null | undefined
  return typeof survey?.since === 'number' && Array.isArray(survey.states) ? (survey as Survey) : undefined
}
