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
  try {
    const ajv = makeAjv({source: false})
    // Each ajv is fresh and references to other documents are refused before, so a name of its own can only clash.
    const {$id: _, ...schema} = JSON.parse(template)
    if (ajv.validateSchema(schema)) return ajv.compile(schema) as Validator
    const [first] = ajv.errors ?? []
    return {
      kind: 'refused',
      pointer: first?.instancePath ?? '',
      reason: `breaks the rule "${first?.keyword}" of JSON Schema${wanted(first?.params)}`,
    }
  } catch (error) {
    return {kind: 'refused', pointer: '', reason: reasonOf(error)}
  }
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
