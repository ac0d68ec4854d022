import {ExpError, isExpError} from '../base/errors'
import {isObject, type JsonObject} from '../base/json'
import {decodeUtf8} from './decode'
import {readFast} from './read-fast'
import {readYaml} from './read-yaml'

/** A file of the ledger in our own spelling, at once; undefined for any other. */
export function readStoredFast(bytes: Uint8Array): JsonObject | undefined {
  const text = decodeUtf8(bytes)
  const value = text === undefined ? undefined : readFast(text)
  return isObject(value) ? value : undefined
}

/** A file of the ledger that holds an object, by whomever it was written. Throws DAMAGED_RECORD with the place of every problem. */
export async function readStored(bytes: Uint8Array, file: string): Promise<JsonObject> {
  const fast = readStoredFast(bytes)
  if (fast !== undefined) return fast
  const text = decodeUtf8(bytes)
  if (text === undefined) throw damaged(file, `${file} is not UTF-8`)
  if (text.trim() === '') throw damaged(file, `${file} is empty`)
  try {
    const value = await readYaml(text, file)
    if (isObject(value)) return value
  } catch (error) {
    throw isExpError(error, 'BAD_DOCUMENT') ? damaged(file, error.message, error) : error
  }
  throw damaged(file, `${file} holds no fields; expected an object`)
}

/** DAMAGED_RECORD with the command that tells who wrote the file so. */
export function damaged(file: string, message: string, cause?: ExpError): ExpError {
  const hints = [`see who wrote it so: git log -p exp-ledger -- '${file}'`]
  return new ExpError('DAMAGED_RECORD', message, {hints, data: {file, ...cause?.data}, cause})
}
