import {nearest} from '../base/text'
import type {Table} from '../model/columns'

/** What a filter may begin with: the fields of a summary. */
export const SUMMARY_FIELDS = [
  'id',
  'name',
  'status',
  'created',
  'tags',
  'task',
  'group',
  'owner',
  'hypothesis',
  'parent',
  'reproduces',
  'started',
  'finished',
  'template',
  'seed',
  'params',
  'metrics',
  'dataset',
  'code',
  'env',
  'resources',
  'lineage',
  'path',
  'problem',
] as const

/** Some run has the field, or fields below it, or it is one that every ledger knows. */
export function isField(table: Table, path: string): boolean {
  if ((SUMMARY_FIELDS as readonly string[]).includes(path)) return true
  return table.paths().some(known => known === path || known.startsWith(`${path}.`))
}

/**
 * The field that a mistyped path most likely means: the only one that ends so (`f1` → `metrics.f1`), near by spelling, or one whose
 * last part is (`test.mcro_f1` → `metrics.test.macro_f1`).
 */
export function nearestField(table: Pick<Table, 'paths'>, path: string): string | undefined {
  const paths = table.paths()
  const ending = paths.filter(known => known.endsWith(`.${path}`))
  return ending.length === 1 ? ending[0] : (nearest(path, [...paths, ...SUMMARY_FIELDS]) ?? nearestEnding(paths, path))
}

/** As many of the last parts are compared as the path has. */
function nearestEnding(paths: readonly string[], path: string): string | undefined {
  const parts = path.split('.').length
  const endings = new Map<string, string>()
  for (const known of paths) {
    const ending = known.split('.').slice(-parts).join('.')
    if (!endings.has(ending)) endings.set(ending, known)
  }
  const near = nearest(path, endings.keys())
  return near === undefined ? undefined : endings.get(near)
}

/** So many are named where none is near. */
const SHOWN = 5

/** A hint for a field that no run has, with the nearest that some run has, or else some; undefined when some run has it. */
export function unknownField(table: Table, path: string): string | undefined {
  if (isField(table, path)) return undefined
  const near = nearestField(table, path)
  if (near !== undefined) return `no run has a field "${path}"; did you mean ${near}?`
  const own = table.paths().filter(known => /^(?:params|metrics)\./.test(known))
  return `no run has a field "${path}"; there are ${[...own.slice(0, SHOWN), 'name', 'status', 'tags'].join(', ')} …`
}
