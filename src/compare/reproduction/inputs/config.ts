import {at, type Json, type JsonObject} from '../../../base/json'
import {fieldsOf} from '../../flatten'
import {sameValue} from '../../same-value'
import {isSeed, isVolatile} from '../../set/volatile'
import {digestsOf} from '../artifacts'
import {type Fields, fieldChanges, type InputChange, type Known, known} from './change'
import type {Evidence} from './evidence'
import {seedChanges} from './seed'

export function configChanges(
  before: JsonObject,
  after: JsonObject,
  {configs = []}: Evidence,
  volatile: readonly string[],
): Known {
  const words = commandChanges(before, after)
  const params = fieldChanges(paramsOf(before, volatile), paramsOf(after, volatile), words.length === 0)
  const told = new Set(configs.map(({what}) => what.replace(/:.*$/, '')))
  const digests = (record: JsonObject): Fields =>
    new Map(
      [...digestsOf(record, role => role === 'config'), ...configInputs(record)].filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      ),
    )
  const files = fieldChanges(digests(before), digests(after), true).filter(({what}) => !told.has(what))
  return known([...params, ...configs, ...files, ...(params.length > 0 ? [] : words)])
}

/** Config files that the run was heard reading. */
function configInputs(record: JsonObject): [string, string | undefined][] {
  const inputs = at(record, 'inputs')
  return (Array.isArray(inputs) ? inputs : []).flatMap(input => {
    const [path, digest] = [at(input, 'path'), at(input, 'digest')]
    if (at(input, 'role') !== 'config' || typeof path !== 'string' || typeof digest !== 'string') return []
    return [[path, digest] as [string, string]]
  })
}

function paramsOf(record: JsonObject, volatile: readonly string[]): Fields {
  const params = fieldsOf(record, 'params')
  return new Map([...params].filter(([path, value]) => !isSeed(path) && !isVolatile(path, volatile, value)))
}

/** Where words of the command differ in more than where its program lies, and in what no param or seed tells already. */
function commandChanges(before: JsonObject, after: JsonObject): InputChange[] {
  const [a, b] = [commandOf(before), commandOf(after)]
  if (!a || !b || sameValue(a, b)) return []
  const told = [...fieldChanges(fieldsOf(before, 'params'), fieldsOf(after, 'params')), ...seedChanges(before, after)]
  const isTold = (old: string, now: string) =>
    told.some(change => saysSo(old, change.before) && saysSo(now, change.after))
  if (a.length === b.length && a.every((word, i) => word === b[i] || isTold(word, b[i]!))) return []
  return [{what: 'command', before: a.join(' '), after: b.join(' ')}]
}

/** `--lr=0.1` and `0.1` say 0.1. */
function saysSo(word: string, value: Json | undefined): boolean {
  const text = word.replace(/^[^=]*=/, '')
  return typeof value === 'number' ? Number(text) === value : text === String(value)
}

function commandOf(record: JsonObject): string[] | undefined {
  const words = at(record, 'command')
  if (!Array.isArray(words)) return undefined
  return words.map((word, i) => (i === 0 ? String(word).replace(/^.*[\\/]/, '') : String(word)))
}
