import type {JsonObject} from '../base/json'
import {RECORD_FIELDS} from '../model/record'
import {writeYaml} from './canonical-yaml'
import {readFast} from './read-fast'
import {readYamlMap} from './read-yaml'

/** The bytes of run.yaml. Throws BAD_RECORD for what no reader could give back. */
export function writeRecord(run: JsonObject): Uint8Array {
  return Buffer.from(writeYaml(run, RECORD_FIELDS))
}

/** A record as anybody may have written it; newer formats are read as far as they go. Throws BAD_DOCUMENT. */
export function readRecord(bytes: Uint8Array, file: string): Promise<JsonObject> {
  return readYamlMap(bytes, file)
}

/** A record in our own spelling, at once; undefined for any other. */
export function readRecordFast(bytes: Uint8Array): JsonObject | undefined {
  const value = readFast(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString())
  return value === undefined ? undefined : (value as JsonObject)
}
