import type {Json} from '../base/json'
import type {SchemaError} from '../ports/template-sandbox'

/** What an ajv validator leaves behind; spelled out here so that nothing has to load ajv for its types. */
export interface RawError {
  readonly instancePath: string
  readonly schemaPath: string
  readonly keyword: string
  readonly params: Record<string, unknown>
  readonly propertyName?: string
}

/** A function as ajv makes them: answers whether the value is valid, and keeps the errors of its last call. */
export interface Validator {
  (value: unknown): boolean
  errors?: readonly RawError[] | null
}

/** Answers whether the value is valid, and no more. */
export type Accepts = (value: unknown) => boolean

/** Precompiled code for one schema; what tells the errors is loaded where there are any. */
export interface Checker {
  readonly accepts: () => Promise<{readonly accepts: Accepts}>
  readonly validate: () => Promise<{readonly validate: Validator}>
}

/** What a precompiled schema has against a value; at most 1,000 errors. */
export async function errorsOf(checker: Checker, value: Json): Promise<SchemaError[]> {
  const {accepts} = await checker.accepts()
  return accepts(value) ? [] : runValidator((await checker.validate()).validate, value)
}

/** A hostile template could make a list as long as memory. */
const MAX_ERRORS = 1000

/** Runs a validator over one value; at most 1,000 errors. */
export function runValidator(validate: Validator, value: Json): SchemaError[] {
  if (validate(value)) return []
  return (validate.errors ?? []).slice(0, MAX_ERRORS).map(error => ({
    pointer: error.instancePath,
    schemaPath: error.schemaPath,
    keyword: error.keyword,
    params: {
      ...error.params,
      ...(error.propertyName !== undefined && {name: error.propertyName}),
    } as SchemaError['params'],
  }))
}
