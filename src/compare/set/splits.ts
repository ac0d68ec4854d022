import {at, isObject, type Json, type JsonObject} from '../../base/json'
import {SPLIT_WORDS, splitNamed} from '../../model/split-words'

const FIRST = new RegExp(`^(${Object.keys(SPLIT_WORDS).join('|')})(?=[._/]|$)`, 'i')

/** The split that a metric's path begins with (`eval_loss` → dev); undefined where it names none that is known. */
export function splitOfMetric(path: string, known: ReadonlySet<string>): string | undefined {
  const word = FIRST.exec(path)?.[1]
  if (word !== undefined) return splitNamed(word)
  const [first] = path.split('.', 1)
  return first !== path && known.has(first!) ? first : undefined
}

/** Split → what it holds, as text: its hash, or the digests of the inputs that its name stands for. Those that nobody hashed are absent. */
export function splitsOf(record: JsonObject): Map<string, string> {
  const found = new Map<string, string>()
  for (const [name, digests] of inputsBySplit(record)) found.set(name, digests.sort().join(' '))
  const splits = at(record, 'dataset', 'splits')
  for (const [name, split] of isObject(splits) ? Object.entries(splits) : []) {
    const hash = at(split, 'hash')
    if (typeof hash === 'string' && hash !== '') found.set(splitNamed(name), hash)
  }
  return found
}

/** Rows of each split, where they were counted. */
export function rowsOf(record: JsonObject): Map<string, number> {
  const splits = at(record, 'dataset', 'splits')
  const counted = (isObject(splits) ? Object.entries(splits) : []).flatMap(([name, split]) => {
    const rows = at(split, 'rows')
    return typeof rows === 'number' ? [[splitNamed(name), rows] as const] : []
  })
  return new Map(counted)
}

/** The split that an input is, by its role or, where that is only `data`, by the name of its file. */
export function splitOfInput(input: Json): string | undefined {
  const role = at(input, 'role')
  return role === 'data' ? splitOfFile(at(input, 'path') ?? at(input, 'uri')) : SPLIT_WORDS[String(role).toLowerCase()]
}

function inputsBySplit(record: JsonObject): Map<string, string[]> {
  const found = new Map<string, string[]>()
  const inputs = at(record, 'inputs')
  for (const input of Array.isArray(inputs) ? inputs : []) {
    const [name, digest] = [splitOfInput(input), at(input, 'digest')]
    if (name !== undefined && typeof digest === 'string') found.set(name, [...(found.get(name) ?? []), digest])
  }
  return found
}

/** `data/dev.csv` → dev, where the file's name speaks of one split only. */
function splitOfFile(path: unknown): string | undefined {
  if (typeof path !== 'string') return undefined
  const words = path.slice(path.lastIndexOf('/') + 1).split(/[^A-Za-z]+/)
  const found = new Set(words.flatMap(word => SPLIT_WORDS[word.toLowerCase()] ?? []))
  return found.size === 1 ? [...found][0] : undefined
}
