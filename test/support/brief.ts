import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {JsonObject} from '../../src/base/json'

/** A worked example of the brief as a record: `sentiment-baseline`, `domain-shift`, `ner-subword`, `ner-charpiece`. */
export function briefRecord(name: string): JsonObject {
  return JSON.parse(readFileSync(join(__dirname, '../fixtures/brief', `${name}.json`), 'utf8')) as JsonObject
}
