import {at, isObject, type Json, type JsonObject} from '../base/json'
import {safe} from '../base/text'
import {formatBytes} from '../base/units'
import {linesOf} from './card'
import {renderTable} from './table'
import {shortHash, valueText} from './value-text'

/** The text of a field, made safe; '' where the record says nothing there. */
export function word(value: Json | undefined, ...path: readonly string[]): string {
  const found = at(value, ...path)
  return found === undefined || found === null || found === '' ? '' : valueText(found)
}

const hash = (value: Json | undefined, ...path: readonly string[]) => shortHash(word(value, ...path))
const labelled = (label: string, text: string) => (text === '' ? '' : `${label} ${text}`)
const joined = (parts: readonly string[], by = '  ') => parts.filter(part => part !== '').join(by)

/** Commit, branch and state of the code; script and config below. */
export function codeLines(code: Json | undefined): string[] {
  if (!isObject(code)) return code === undefined || code === null ? [] : [valueText(code)]
  const marks = joined(
    [
      code['dirty'] === true ? 'dirty' : '',
      labelled('snapshot', hash(code, 'snapshot')),
      code['incomplete'] === undefined || code['incomplete'] === false ? '' : 'incomplete',
      code['unresolved'] === true ? unresolved(code) : '',
    ],
    ', ',
  )
  const first = joined([word(code, 'repo'), hash(code, 'commit'), word(code, 'branch'), marks && `(${marks})`])
  const files = joined([labelled('script', word(code, 'script')), labelled('config', word(code, 'config'))])
  return [first, files].filter(line => line !== '')
}

const unresolved = (code: JsonObject) =>
  `unresolved: ${code['commit'] === undefined ? 'no commit was known' : 'the repository did not have this commit'}`

/** Name of the data set, then a line for each split with its hash, rows and size. */
export function datasetLines(dataset: Json | undefined): string[] {
  if (!isObject(dataset)) return dataset === undefined || dataset === null ? [] : [valueText(dataset)]
  const splits = at(dataset, 'splits')
  const rows = isObject(splits) ? Object.entries(splits).map(([name, split]) => splitCells(name, split)) : []
  const columns = [
    {label: 'split'},
    {label: 'hash'},
    {label: 'rows', align: 'right' as const},
    {label: 'size'},
    {label: ''},
  ]
  const name = joined([word(dataset, 'name'), word(dataset, 'version')])
  const table = renderTable(columns, rows, {width: Number.POSITIVE_INFINITY})
  return [...(name === '' ? [] : [name]), ...linesOf(table.text)]
}

function splitCells(name: string, split: Json) {
  const rows = word(split, 'rows')
  const texts = [
    safe(name),
    isObject(split) ? hash(split, 'hash') : shortHash(valueText(split)),
    rows && `${rows} rows`,
    sizeText(at(split, 'bytes')),
    at(split, 'unresolved') === true ? '(unresolved)' : '',
  ]
  return texts.map(text => ({text}))
}

function sizeText(bytes: Json | undefined): string {
  return typeof bytes === 'number' && bytes >= 0 ? formatBytes(bytes) : word(bytes)
}

/** A line for each file or model that the run started from. */
export function inputLines(inputs: Json | undefined): string[] {
  if (!Array.isArray(inputs)) return []
  return inputs.map((input: Json) =>
    isObject(input)
      ? joined([
          word(input, 'role'),
          word(input, 'path') || word(input, 'uri'),
          labelled('at', hash(input, 'revision')),
          hash(input, 'digest'),
          labelled('from run', word(input, 'run')),
        ])
      : valueText(input),
  )
}

/** A line for each artifact: path, size, short digest, and whether anybody has its bytes. */
export function artifactLines(artifacts: Json | undefined): string[] {
  if (!Array.isArray(artifacts)) return []
  const rows = artifacts.map((item: Json) =>
    [
      isObject(item) ? word(item, 'path') : valueText(item),
      sizeText(at(item, 'size')),
      hash(item, 'digest'),
      word(item, 'role'),
      at(item, 'absent') === true ? '(absent: nobody has its bytes)' : '',
    ].map(text => ({text})),
  )
  const columns = [
    {label: 'path'},
    {label: 'size', align: 'right' as const},
    {label: 'digest'},
    {label: 'role'},
    {label: ''},
  ]
  return linesOf(renderTable(columns, rows, {width: Number.POSITIVE_INFINITY}).text)
}

/** Machine and packages in one line; every library that the record names. */
export function envText(env: Json | undefined): string {
  if (!isObject(env)) return word(env)
  const libs = at(env, 'libs')
  const packages = isObject(libs)
    ? Object.entries(libs).map(([name, version]) => `${safe(name)} ${word(version)}`.trim())
    : []
  const facts = (['python', 'cuda', 'cudnn', 'driver', 'gpu', 'cpu', 'platform'] as const).map(key =>
    labelled(key, word(env, key)),
  )
  return joined([facts[0]!, ...packages, ...facts.slice(1)], ' · ')
}

/** What else an object says, one line a leaf, aligned: for params and fields that this version has no view of. */
export function pairLines(values: JsonObject, width: number): string[] {
  const rows = Object.entries(values).map(([name, value]) => [{text: safe(name)}, {text: valueText(value)}])
  const columns = [{label: 'name', priority: 2}, {label: 'value'}]
  return linesOf(renderTable(columns, rows, {width}).text)
}
