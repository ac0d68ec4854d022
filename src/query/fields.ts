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
  'path',
  'problem',
] as const

/** Some run has the field, or fields below it, or it is one that every ledger knows. */
export function isField(table: Table, path: string): boolean {
  if ((SUMMARY_FIELDS as readonly string[]).includes(path)) return true
  return table.paths().some(known => known === path || known.startsWith(`${path}.`))
}

/** The field that a mistyped path most likely means: near by spelling, or the only one that ends so (`f1` → `metrics.f1`). */
export function nearestField(table: Table, path: string): string | undefined {
  const ending = table.paths().filter(known => known.endsWith(`.${path}`))
  return ending.length === 1 ? ending[0] : nearest(path, table.paths())
}

/** A hint for a field that no run has; undefined when some run has it. */
export function unknownField(table: Table, path: string): string | undefined {
  if (isField(table, path)) return undefined
  const near = nearestField(table, path)
  return `no run has a field "${path}"${near ? `; did you mean ${near}?` : ''}`
}
