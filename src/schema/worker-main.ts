import {isObject, type Json, type JsonObject} from '../base/json'
import {pointerOf} from '../base/problem'
import {nearest} from '../base/text'
import type {TemplateAnswer, TemplateRequest} from '../ports/template-sandbox'
import {makeAjv} from './make-ajv'
import {runValidator, type Validator} from './schema-errors'

/** What the worker does with one message; remembers the template it compiled last. Never throws. */
export function requestHandler(): (request: TemplateRequest) => TemplateAnswer {
  let last: {template: string; compiled: Compiled} | undefined
  return ({template, values}) => {
    if (last?.template !== template) last = {template, compiled: compile(template)}
    const {compiled} = last
    if (typeof compiled !== 'function') return compiled
    try {
      return {kind: 'checked', errors: values.map(value => runValidator(compiled, value))}
    } catch (error) {
      return {kind: 'refused', pointer: '', reason: reasonOf(error)}
    }
  }
}

type Compiled = Validator | (TemplateAnswer & {kind: 'refused'})

function compile(template: string): Compiled {
  let schema: JsonObject = {}
  try {
    const ajv = makeAjv({source: false})
    // Each ajv is fresh and references to other documents are refused before, so a name of its own can only clash.
    const {$id: _, ...rest} = JSON.parse(template)
    schema = rest
    if (ajv.validateSchema(schema)) return ajv.compile(schema) as Validator
    const [first] = ajv.errors ?? []
    return {
      kind: 'refused',
      pointer: first?.instancePath ?? '',
      reason: `breaks the rule "${first?.keyword}" of JSON Schema${wanted(first?.params)}`,
    }
  } catch (error) {
    return refusalOf(error, schema)
  }
}

/** A reference that leads nowhere with its place; anything else as it was said. */
function refusalOf(error: unknown, schema: JsonObject): Compiled {
  const ref = /^can't resolve reference (.*) from id /.exec(error instanceof Error ? error.message : '')?.[1]
  if (ref === undefined) return {kind: 'refused', pointer: '', reason: reasonOf(error)}
  const pointer = placeOf(schema, ref) ?? ''
  // ajv looks for anchors only below the top.
  if (ref === `#${schema['$anchor']}`) {
    return {kind: 'refused', pointer, reason: `refers to the whole template by its anchor "${ref}"; expected "#"`}
  }
  const known = isObject(schema['$defs']) ? Object.keys(schema['$defs']).map(name => `#/$defs/${name}`) : []
  const near = nearest(ref, known) ?? known[0] ?? '#'
  const reason = `refers to "${ref}", which is nowhere in the template; expected a place in it, as "${near}"`
  return {kind: 'refused', pointer, reason}
}

/** The pointer to the first `$ref` of this value. */
function placeOf(value: Json, ref: string): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  for (const [key, item] of Object.entries(value as JsonObject)) {
    const inside = key === '$ref' && item === ref ? '' : placeOf(item, ref)
    if (inside !== undefined) return pointerOf([key]) + inside
  }
  return undefined
}

function wanted(params: Record<string, unknown> | undefined): string {
  if (params?.['type'] !== undefined) return `; expected ${String(params['type']).replaceAll(',', ' or ')}`
  if (Array.isArray(params?.['allowedValues'])) return `; expected one of ${params['allowedValues'].join(', ')}`
  return ''
}

function reasonOf(error: unknown): string {
  if (error instanceof RangeError) return 'refers to itself without end'
  return error instanceof Error ? error.message : String(error)
}
