import type {Json} from '../base/json'

/** One thing a JSON Schema validator found wrong, in its own words. */
export interface SchemaError {
  /** JSON pointer into the value. */
  readonly pointer: string
  /** JSON pointer into the schema, with the keyword at its end. */
  readonly schemaPath: string
  readonly keyword: string
  readonly params: {readonly [name: string]: Json}
}

export interface TemplateRequest {
  /** The JSON text of a template; checked for size, depth and forbidden keywords before it is sent. */
  readonly template: string
  /** What to validate: anything that structured clone takes. None: only whether the template compiles. */
  readonly values: readonly Json[]
}

export type TemplateAnswer =
  /** One list for each value, in order; an empty one: valid. */
  | {readonly kind: 'checked'; readonly errors: readonly (readonly SchemaError[])[]}
  /** The template is no JSON Schema; `pointer` leads to the place in it. */
  | {readonly kind: 'refused'; readonly pointer: string; readonly reason: string}
  /** It took longer than it may, and was stopped. */
  | {readonly kind: 'overran'; readonly limitMs: number}
  /** It ended for another reason, as being out of memory. */
  | {readonly kind: 'died'; readonly reason: string}

/** Runs templates of strangers where they can be stopped: limits on time and memory, no access to the environment. */
export interface TemplateSandbox {
  /** Never rejects because of what a template does. */
  check(request: TemplateRequest): Promise<TemplateAnswer>
}
