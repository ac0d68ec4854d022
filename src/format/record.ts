import type {JsonObject} from '../base/json'
import {RECORD_FIELDS} from '../model/record'
import {writeYaml} from './canonical-yaml'
import {damaged, readStored, readStoredFast} from './stored'

/** The bytes of run.yaml: the record's one spelling. Throws BAD_RECORD for what no reader could give back. */
export function writeRecord(run: JsonObject): Uint8Array {
  return Buffer.from(writeYaml(run, RECORD_FIELDS))
}

/**
 * A record as it is stored, of this format or a newer one; unknown keys are kept. Throws DAMAGED_RECORD with the place of every
 * problem where the bytes are no record.
 */
export async function readRecord(bytes: Uint8Array, file: string): Promise<JsonObject> {
  const record = await readStored(bytes, file)
  if (hasFormat(record)) return record
  throw damaged(file, `${file} has no format; expected format: 1`)
}

/** The same at once for a record in our own spelling; undefined for any other. */
export function readRecordFast(bytes: Uint8Array): JsonObject | undefined {
  const record = readStoredFast(bytes)
  return record !== undefined && hasFormat(record) ? record : undefined
}

function hasFormat({format}: JsonObject): boolean {
  return Number.isSafeInteger(format) && (format as number) >= 1
}
