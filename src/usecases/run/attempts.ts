import {at, type Json, type JsonObject} from '../../base/json'
import type {Holder} from '../../ports/live-runs'

/** One start of the command, as the record lists it. */
export function attemptOf({host}: Holder, fields: JsonObject, started: string): JsonObject {
  const job = at(fields, 'env', 'scheduler', 'id')
  return {host, ...(typeof job === 'string' && {job}), started}
}

export function attemptsOf(fields: JsonObject): readonly Json[] {
  const list = fields['attempts']
  return Array.isArray(list) ? list : []
}

/** The attempts with the last one ended. */
export function withEnd(fields: JsonObject, ended: string, exit: number | string | null): Json[] {
  const attempts = attemptsOf(fields)
  const last = attempts.at(-1)
  return [...attempts.slice(0, -1), ...(last === undefined ? [] : [{...(last as JsonObject), ended, exit}])]
}
