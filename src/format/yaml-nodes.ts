import type {Node, Pair, Scalar, YAMLMap} from 'yaml'
import type {Json, JsonObject} from '../base/json'
import {type Problem, pointerOf} from '../base/problem'
import {cut, safe} from '../base/text'
import {MAX_DEPTH, MAX_DIGITS} from './limits'
import type {Place} from './place'

type Library = typeof import('yaml')
type Path = readonly (string | number)[]

const CORE = 'tag:yaml.org,2002:'
const SCALAR_TAGS: Readonly<Record<string, string>> = {string: 'str', bigint: 'int', number: 'float', boolean: 'bool'}
/** Values that aliases may stand for, all together: enough for what PyYAML writes, too few for a bomb. */
const MAX_ALIASED = 1000

/** The library's nodes → a value; everything that has no place in one becomes a problem. */
export class NodeReader {
  readonly #anchors = new Map<string, Node>()
  #aliased = 0
  #inAlias = 0

  constructor(
    readonly library: Library,
    readonly placeOf: (offset: number) => Place,
    readonly problems: Problem[],
  ) {}

  read(node: Node | null, path: Path = []): Json {
    if (node === null) return null
    if (this.#inAlias > 0 && ++this.#aliased > MAX_ALIASED) return this.#tooManyAliased(node, path)
    const {isAlias, isCollection, isMap, isSeq, isScalar} = this.library
    if (isCollection(node) && path.length >= MAX_DEPTH) {
      return this.#problem(node, [], `is nested more than ${MAX_DEPTH} levels deep`)
    }
    if (isAlias(node)) return this.#alias(node.source, node, path)
    if ('anchor' in node && typeof node.anchor === 'string') this.#anchors.set(node.anchor, node)
    if (node.tag !== undefined && node.tag !== this.#tagOf(node)) {
      return this.#problem(node, path, `has the tag ${quoted(node.tag)}`, 'a plain value')
    }
    if (isMap(node)) return this.#map(node, path)
    if (isSeq(node)) return node.items.map((item, i) => this.read(item as Node | null, [...path, i]))
    return isScalar(node) ? this.#scalar(node, path) : null
  }

  #alias(name: string, node: Node, path: Path): Json {
    const target = this.#anchors.get(name)
    if (!target)
      return this.#problem(node, path, `is an alias of ${quoted(name)}, which nothing before it has as its anchor`)
    if (this.#aliased > MAX_ALIASED) return null
    this.#inAlias++
    const value = this.read(target, path)
    this.#inAlias--
    return value
  }

  #tooManyAliased(node: Node, path: Path): null {
    if (this.#aliased === MAX_ALIASED + 1)
      this.#problem(node, path, `has aliases that stand for more than ${MAX_ALIASED} values`)
    return null
  }

  /** The only tag that changes nothing: the library takes a value that does not fit its tag for text. */
  #tagOf(node: Node): string {
    if (this.library.isMap(node)) return `${CORE}map`
    if (this.library.isSeq(node)) return `${CORE}seq`
    return `${CORE}${SCALAR_TAGS[typeof (node as Scalar).value] ?? 'null'}`
  }

  #map(map: YAMLMap, path: Path): JsonObject {
    const object: Record<string, Json> = {}
    for (const pair of map.items) {
      const key = this.#key(pair, map, path)
      if (key === undefined) continue
      if (Object.hasOwn(object, key))
        this.#problem(pair.key as Node, path, `has the key ${quoted(key)} twice`, 'each key once')
      else object[key] = this.read(pair.value as Node | null, [...path, key])
    }
    return object
  }

  /** undefined where the key is refused. */
  #key({key}: Pair, map: YAMLMap, path: Path): string | undefined {
    const node = key as Scalar | null
    const value = this.library.isScalar(node) ? node.value : node
    const at = node ?? map
    if (!this.library.isScalar(node)) this.#problem(at, path, 'has a list, an object or an alias as a key', 'text')
    else if (typeof value !== 'string') {
      this.#problem(at, path, `has the key ${quoted(node.source ?? '')}, which is no text`, 'it in quotes')
    } else if (value === '__proto__')
      this.#problem(at, path, 'has the key "__proto__"', 'a name that JavaScript does not reserve')
    else if (value === '<<' && node?.type === 'PLAIN')
      this.#problem(at, path, 'has a merge key "<<"', 'its fields written out')
    else if (!value.isWellFormed()) this.#problem(at, path, 'has a key with half of a surrogate pair', 'valid Unicode')
    else return value
    return undefined
  }

  #scalar(node: Scalar, path: Path): Json {
    const {value} = node
    if (typeof value === 'bigint') return this.#integer(value, node, path)
    if (typeof value === 'number') return this.#float(value, node, path)
    if (typeof value !== 'string') return typeof value === 'boolean' ? value : null
    if (value.isWellFormed()) return value
    return this.#problem(node, path, 'holds half of a surrogate pair', 'valid Unicode')
  }

  #integer(value: bigint, node: Scalar, path: Path): Json {
    const source = node.source ?? ''
    if (source.length > MAX_DIGITS)
      return this.#problem(node, path, `has ${source.length} digits`, `at most ${MAX_DIGITS}`)
    if (/^[-+]?0\d/.test(source)) {
      const meant = 'text in quotes, or a number without a zero at its front'
      return this.#problem(node, path, `is ${source}, which readers of YAML take for different numbers`, meant)
    }
    const number = Number(value)
    if (!Number.isSafeInteger(number)) return value
    return value === 0n && source.startsWith('-') ? -0 : number
  }

  #float(value: number, node: Scalar, path: Path): Json {
    const source = node.source ?? ''
    if (Number.isFinite(value) || /^[-+]?\.(?:inf|nan)$/i.test(source)) return value
    return this.#problem(node, path, `is ${cut(source, 40)}, too big for a number`, 'text, if it is one, in quotes')
  }

  #problem(node: Node, path: Path, message: string, expected?: string): null {
    const place = this.placeOf(node.range?.[0] ?? 0)
    this.problems.push({pointer: pointerOf(path), message, ...(expected !== undefined && {expected}), ...place})
    return null
  }
}

const quoted = (text: string) => `"${cut(safe(text), 60)}"`

/** Offset of the key or item that a path names, or of its nearest ancestor. */
export function findInYaml(library: Library, root: Node, path: readonly string[]): number {
  const {isMap, isSeq, isScalar} = library
  let found = root.range?.[0] ?? 0
  let here: unknown = root
  for (const name of path) {
    if (isMap(here)) {
      const pair = here.items.find(({key}) => isScalar(key) && key.value === name)
      found = (pair?.key as Node | undefined)?.range?.[0] ?? found
      here = pair?.value
    } else if (isSeq(here)) {
      here = here.items[Number(name)]
      found = (here as Node | undefined)?.range?.[0] ?? found
    } else break
  }
  return found
}
