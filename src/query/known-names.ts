import {nearest} from '../base/text'
import type {Table} from '../model/columns'
import {badFilter, type Place, type Written} from './bad-filter'
import {nearestField, SUMMARY_FIELDS} from './fields'
import {children, macroOf, type Node, pathOf} from './tree'

export interface Names {
  readonly written: Written
  /** What the parser read. */
  readonly text: string
  /** Fields that runs have, for a correction. */
  readonly table: Pick<Table, 'paths'> | undefined
}

/** Every name must be a field of a run, or the variable of a macro. Throws BAD_FILTER under the first that is none. */
export function checkNames(names: Names, node: Node, known: ReadonlySet<string> = new Set(SUMMARY_FIELDS)): void {
  const path = pathOf(node)
  if (path) {
    if (!known.has(path[0]!)) throw unknownName(names, node, path, known)
    return
  }
  const macro = macroOf(node)
  if (!macro) {
    for (const child of children(node)) checkNames(names, child, known)
    return
  }
  checkNames(names, macro.list, known)
  const inner = new Set([...known, macro.variable])
  for (const body of macro.body) checkNames(names, body, inner)
}

/** Words of other languages that are no fields here. */
const WORDS: Readonly<Record<string, string>> = {
  none: '"None" is written null',
  nil: '"nil" is written null',
  null: '"null" is written in small letters',
  undefined: 'what is missing is asked with !has(params.lr)',
  true: 'written true, in small letters',
  false: 'written false, in small letters',
  nan: 'what is not a number differs from itself: metrics.f1 != metrics.f1',
}

function unknownName({written, text, table}: Names, node: Node, path: readonly string[], known: ReadonlySet<string>) {
  const [name] = path as [string]
  const place: Place = {start: node.start, end: node.start + name.length}
  return badFilter(written, place, `a run has no field "${name}"`, hintsFor(name))

  function hintsFor(name: string): string[] {
    const word = path.length === 1 ? WORDS[name.toLowerCase()] : undefined
    if (word !== undefined) return [word]
    const near = nearest(name, known)
    if (near !== undefined) return [`did you mean ${[near, ...path.slice(1)].join('.')}?`]
    const before = text.slice(0, node.start).trimEnd()
    if (/[\w)]\s*[/-]$/.test(before)) {
      return ['a key with such a character is written in brackets: metrics["eval/loss"]']
    }
    const meant = table && nearestField(table, path.join('.'))
    if (meant !== undefined) return [`did you mean ${meant}?`]
    if (path.length === 1 && /(?:[=!]=|[[(,])$/.test(before)) return [`a text stands in quotes: "${name}"`]
    return ['fields begin with params., metrics., dataset., code., env. or are name, status, tags, created …']
  }
}
