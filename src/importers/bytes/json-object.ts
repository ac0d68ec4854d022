import {isObject, type Json, type JsonObject} from '../../base/json'
import {decodeUtf8} from '../../format/decode'
import {JsonReader, JsonSyntaxError} from '../../format/json-reader'
import {unreadable} from '../unreadable'

export function readText(bytes: Uint8Array): string {
  return decodeUtf8(bytes) ?? unreadable('is not UTF-8')
}

/** The one object of a JSON file; NaN and ±Infinity are allowed. */
export function readObject(bytes: Uint8Array): JsonObject {
  const value = readJson(readText(bytes))
  return isObject(value) ? value : unreadable('is no JSON object')
}

function readJson(text: string): Json {
  const reader = new JsonReader(text)
  try {
    const value = reader.read()
    reader.space()
    if (reader.at < text.length) unreadable('goes on after the end of its JSON document')
    const [mistake] = reader.mistakes
    return mistake ? unreadable(mistake.message) : value
  } catch (error) {
    if (error instanceof JsonSyntaxError) return unreadable(error.mistake.message)
    throw error
  }
}
