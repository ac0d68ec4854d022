import type {Node, Pair, Scalar, YAMLMap, YAMLSeq} from 'yaml'
import {at, type Json} from '../base/json'
import {MAX_DEPTH, MAX_DIGITS} from './limits'

type Library = typeof import('yaml')

/** Values, those that aliases stand for counted each time. */
const MAX_NODES = 20_000

/** What is wrong with the document. */
export class Refused extends Error {}

/** The library's nodes → a value, where tags say what Python would make of it. */
export class LooseNodes {
  readonly #anchors = new Map<string, Node>()
  #nodes = 0

  constructor(readonly library: Library) {}

  read(node: Node | null, depth = 0): Json {
    if (++this.#nodes > MAX_NODES) throw new Refused(`stands for more than ${MAX_NODES} values`)
    if (depth > MAX_DEPTH) throw new Refused(`is nested more than ${MAX_DEPTH} levels deep`)
    const {isAlias, isMap, isSeq, isScalar} = this.library
    if (isAlias(node)) return this.read(this.#anchors.get(node.source) ?? null, depth + 1)
    if (node && 'anchor' in node && typeof node.anchor === 'string') this.#anchors.set(node.anchor, node)
    if (isMap(node)) return this.#map(node, depth)
    if (isSeq(node)) return this.#list(node, depth)
    return isScalar(node) ? scalar(node) : null
  }

  #map(map: YAMLMap, depth: number): Json {
    const object: Record<string, Json> = {}
    for (const pair of map.items) {
      const key = this.#key(pair)
      if (Object.hasOwn(object, key)) throw new Refused(`has the key "${key}" twice`)
      object[key] = this.read(pair.value as Node | null, depth + 1)
    }
    return object
  }

  #key({key}: Pair): string {
    const text = this.library.isScalar(key) ? String(key.source ?? key.value) : undefined
    if (text === undefined) throw new Refused('has a list or an object as a key')
    if (text === '__proto__' || !text.isWellFormed()) throw new Refused('has a key that cannot be kept')
    return text
  }

  /** `!!python/object/apply:module.Enum [value]` is that value. */
  #list(list: YAMLSeq, depth: number): Json {
    const items = list.items.map(item => this.read(item as Node | null, depth + 1))
    const tag = list.tag ?? ''
    if (/:numpy\S*\.scalar$/.test(tag)) return numpyScalar(items, (list.items[1] as Scalar | undefined)?.value)
    if (/:pathlib\.\w+Path$/.test(tag)) return items.join('/').replace('//', '/')
    return /python\/object\/(?:apply|new):/.test(tag) && items.length === 1 ? items[0]! : items
  }
}

function scalar(node: Scalar): Json {
  const {value, source = ''} = node
  const name = /python\/\w+:(.+)$/.exec(node.tag ?? '')?.[1]
  if (name !== undefined && source === '') return name
  if (typeof value === 'bigint') return integer(value, source)
  if (typeof value === 'string') return value.toWellFormed()
  if (typeof value === 'number') return Number.isFinite(value) || /inf|nan/i.test(source) ? value : source
  return typeof value === 'boolean' ? value : null
}

/** `08` is text to the programs that wrote it. */
function integer(value: bigint, source: string): Json {
  if (source.length > MAX_DIGITS || /^[-+]?0\d/.test(source)) return source
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** `np.float64(0.5)` is dumped as its type and its bytes; other types stay as they are. */
function numpyScalar(items: readonly Json[], value: unknown): Json {
  const args = at(items[0], 'args')
  const type = Array.isArray(args) ? args[0] : undefined
  const bytes = Buffer.from(value instanceof Uint8Array ? value : [])
  if (bytes.length === 8 && type === 'f8') return bytes.readDoubleLE()
  if (bytes.length === 8 && type === 'i8') return integer(bytes.readBigInt64LE(), '')
  return bytes.length === 4 && type === 'f4' ? bytes.readFloatLE() : items
}
