import {ExpError} from '../../base/errors'
import {isObject, type Json, type JsonObject} from '../../base/json'
import {isDigest, type Oid} from '../../model/ids'
import type {RunPorts} from './running'

/** Roles of files that runs make for other runs. */
const MADE = new Set(['base_model', 'checkpoint', 'model', 'weights', 'tokenizer', 'adapter'])

/** Inputs with the run that made each (`run`), found by its digest among the artifacts of the ledger; the same object where none is. */
export async function traceInputs(ports: RunPorts, tip: Oid, fields: JsonObject): Promise<JsonObject> {
  const inputs = Array.isArray(fields['inputs']) ? fields['inputs'] : []
  const asked = inputs.flatMap(input => {
    const digest = isObject(input) && MADE.has(String(input['role'])) ? input['digest'] : undefined
    return typeof digest === 'string' && isDigest(digest) ? [digest] : []
  })
  const made = await ports.producers.of(tip, [...new Set(asked)]).catch(error => {
    if (error instanceof ExpError) return new Map<string, string>()
    throw error
  })
  if (made.size === 0) return fields
  const traced = inputs.map((input): Json => {
    const run = isObject(input) ? made.get(String(input['digest']) as never) : undefined
    return run === undefined ? input : {...(input as JsonObject), run}
  })
  return {...fields, inputs: traced}
}
