import {at, isObject, type Json, type JsonObject} from '../../base/json'
import {splitNamed} from '../../model/split-words'
import {fieldsOf} from '../flatten'
import {splitOfInput, splitsOf} from './splits'

/** A field by its path, what identifies it, and what people call that. */
export type Told = readonly [path: string, value: Json, knownAs?: string | undefined]

/**
 * The data of a run: `dataset.dev` for a split, whether it was declared or found by the name of its file, and `<role> <path>` for every
 * other input. How many bytes or rows a split has says nothing beside its hash.
 */
export function dataFields(record: JsonObject): Told[] {
  const hashed = new Map([...splitsOf(record)].filter(([, hash]) => !hash.includes(' ')))
  const declared = [...fieldsOf(record, 'dataset')].filter(([path]) => !hashed.has(splitIn(path) ?? ''))
  const others = inputsOf(record).filter(input => !hashed.has(splitOfInput(input) ?? ''))
  return [
    ...declared,
    ...[...hashed].map(([name, hash]): Told => [`dataset.${name}`, hash, fileOf(record, name)]),
    ...others.flatMap((input): Told[] => {
      const [role, name] = [at(input, 'role'), placeOf(input)]
      if (typeof role !== 'string' || name === undefined) return []
      return [[`${role} ${name}`, at(input, 'digest') ?? at(input, 'revision') ?? 'not hashed']]
    }),
  ]
}

/** `dataset.splits.validation.rows` → dev. */
function splitIn(path: string): string | undefined {
  const name = /^dataset\.splits\.(.*)\.\w+$/.exec(path)?.[1]
  return name === undefined ? undefined : splitNamed(name)
}

function fileOf(record: JsonObject, split: string): string | undefined {
  const splits = at(record, 'dataset', 'splits')
  const declared = (isObject(splits) ? Object.entries(splits) : []).find(([name]) => splitNamed(name) === split)
  return placeOf(inputsOf(record).find(input => splitOfInput(input) === split)) ?? placeOf(declared?.[1])
}

function inputsOf(record: JsonObject): Json[] {
  const inputs = at(record, 'inputs')
  return Array.isArray(inputs) ? inputs : []
}

function placeOf(input: Json | undefined): string | undefined {
  const place = at(input, 'path') ?? at(input, 'uri')
  return typeof place === 'string' ? place : undefined
}
