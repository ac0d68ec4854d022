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

/** An integer that JSON.parse would round, as ids of 64 bits are. */
const LARGE = /(?<![\d.])\d{16}/

/** One JSON document: as fast as JSON.parse where that is exact, with the reasons of the careful reader where it is not JSON. */
export function readAnyJson(text: string): Json {
  if (LARGE.test(text)) return readJson(text)
  try {
    return JSON.parse(text) as Json
  } catch {
    return readJson(text)
  }
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
