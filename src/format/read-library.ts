import {type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseAllDocuments, type Scalar, visit} from 'yaml'
import {ExpError} from '../base/errors'
import type {Json} from '../base/json'

const MAX_DEPTH = 64
const MAX_ALIASES = 100
const SHOWN_ERRORS = 50

export interface YamlDocument {
  readonly value: Json
  /** 1-based first line of the document in the file. */
  readonly line: number
  /** Place of the node at a path of keys, or of the nearest one above it. */
  place(path: readonly string[]): {line: number; column: number}
}

/**
 * Every document of a YAML text, by the library: YAML 1.2 core schema, unique keys, no tags of one's own, no merge keys.
 * Throws BAD_DOCUMENT with all problems and their places.
 */
export function readYamlDocuments(text: string, file: string): YamlDocument[] {
  const lines = new LineCounter()
  checkDepth(text, file)
  const parsed = parseAllDocuments(text, {
    lineCounter: lines,
    schema: 'core',
    merge: false,
    uniqueKeys: true,
    intAsBigInt: true,
    prettyErrors: false,
    logLevel: 'error',
  })
  const documents = Array.isArray(parsed) ? (parsed as Document.Parsed[]) : []
  const problems = documents.flatMap(document => problemsOf(document, lines))
  if (problems.length > 0) throw refusal(problems, file)
  return documents
    .filter(document => document.contents !== null)
    .map(document => ({
      value: toJson(document.contents as Node, file, lines, document),
      line: lines.linePos(firstOffset(document)).line,
      place: path => lineColumn(lines, nodeAt(document, path)),
    }))
}

interface Found {
  readonly line: number
  readonly column: number
  readonly message: string
}

function problemsOf(document: Document.Parsed, lines: LineCounter): Found[] {
  const found: Found[] = [...document.errors, ...document.warnings].map(error => {
    const {line, col} = lines.linePos(error.pos[0])
    return {line, column: col, message: firstLine(error.message)}
  })
  let aliases = 0
  visit(document, {
    Alias: () => {
      aliases++
    },
    Pair: (_, pair) => {
      const key = pair.key as Node | null
      const place = lineColumn(lines, key)
      if (!isScalar(key)) found.push({...place, message: 'a key that is no plain text'})
      else if (key.value === '__proto__') found.push({...place, message: 'the key "__proto__" is not allowed'})
    },
  })
  if (aliases > MAX_ALIASES) found.push({line: 1, column: 1, message: `${aliases} aliases; at most ${MAX_ALIASES} are read`})
  return found
}

const firstLine = (message: string) => message.split('\n')[0]!

function refusal(problems: readonly Found[], file: string): ExpError {
  const shown = problems.slice(0, SHOWN_ERRORS).map(({line, column, message}) => `${file}:${line}:${column}: ${message}`)
  const more = problems.length > SHOWN_ERRORS ? [`… and ${problems.length - SHOWN_ERRORS} more`] : []
  return new ExpError('BAD_DOCUMENT', `${file} is not valid YAML\n${[...shown, ...more].join('\n')}`, {data: {file, problems}})
}

/** A cheap look before the library recurses: brackets that open deeper than anything a record needs. */
function checkDepth(text: string, file: string): void {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 91 || code === 123) depth++
    else if (code === 93 || code === 125) depth = Math.max(0, depth - 1)
    if (depth > 10 * MAX_DEPTH) throw tooDeep(file, text.slice(0, i).split('\n').length)
  }
  const deepest = /^ {2000}/m.exec(text) ?? /(?:- ){200}/.exec(text)
  if (deepest) throw tooDeep(file, text.slice(0, deepest.index).split('\n').length)
}

const tooDeep = (file: string, line: number) =>
  new ExpError('BAD_DOCUMENT', `${file}:${line}: nested deeper than ${MAX_DEPTH} levels`)

const MAX_NODES = 2_000_000

/** Own walk instead of the library's: own keys only, safe integers as numbers, a bound on what aliases may unfold to. */
function toJson(root: Node, file: string, lines: LineCounter, document: Document.Parsed): Json {
  let nodes = 0
  const walk = (node: Node | null, depth: number): Json => {
    if (++nodes > MAX_NODES) throw new ExpError('BAD_DOCUMENT', `${file}: its aliases unfold to more than ${MAX_NODES} values`)
    if (depth > MAX_DEPTH) throw tooDeep(file, lineColumn(lines, node).line)
    if (node === null) return null
    if (isAlias(node)) return walk(node.resolve(document) ?? null, depth + 1)
    if (isSeq(node)) return node.items.map(item => walk(item as Node | null, depth + 1))
    if (isMap(node)) {
      const pairs = node.items.map(pair => [keyText(pair.key as Scalar), walk(pair.value as Node | null, depth + 1)] as const)
      return Object.fromEntries(pairs)
    }
    return scalarJson((node as Scalar).value)
  }
  return walk(root, 0)
}

/** The text of a key as it was written: `1` stays `1`, `yes` stays `yes`. */
const keyText = (key: Scalar) => (typeof key.value === 'string' ? key.value : (key.source ?? String(key.value)))

function scalarJson(value: unknown): Json {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : value
  }
  if (value === null || typeof value === 'boolean' || typeof value === 'number' || typeof value === 'string') return value
  return String(value)
}

function nodeAt(document: Document.Parsed, path: readonly string[]): Node | null {
  let here = document.contents as Node | null
  let last: Node | null = here
  for (const key of path) {
    if (isAlias(here)) here = here.resolve(document) ?? null
    if (isMap(here)) {
      const pair = here.items.find(item => keyText(item.key as Scalar) === key)
      if (!pair) return last
      last = pair.key as Node
      here = pair.value as Node | null
    } else if (isSeq(here)) {
      here = (here.items[Number(key)] as Node | undefined) ?? null
      if (!here) return last
      last = here
    } else return last
  }
  return last
}

function firstOffset(document: Document.Parsed): number {
  return (document.contents as Node | null)?.range?.[0] ?? document.range?.[0] ?? 0
}

function lineColumn(lines: LineCounter, node: Node | null): {line: number; column: number} {
  const {line, col} = lines.linePos(node?.range?.[0] ?? 0)
  return {line: Math.max(1, line), column: Math.max(1, col)}
}
