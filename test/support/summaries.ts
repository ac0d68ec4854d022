import type {Json, JsonObject} from '../../src/base/json'
import {memoryPart} from '../../src/ledger/index/segment'
import {tableOf} from '../../src/ledger/index/table'
import type {Table} from '../../src/model/columns'
import {CROCKFORD} from '../../src/model/ids'

/** The id with number `n`: all zeros but the end. */
export function idOf(n: number): string {
  let id = ''
  for (let rest = n; id.length < 12; rest = Math.floor(rest / 32)) id = CROCKFORD[rest % 32] + id
  return id
}

/** A summary with what every summary has, and `fields` over it. */
export function summaryOf(n: number, fields: JsonObject = {}): JsonObject {
  return {
    id: idOf(n),
    name: `run-${n}`,
    status: 'finished',
    created: new Date(Date.UTC(2026, 0, 1) + n * 60_000).toISOString(),
    tags: [],
    template: 'plain',
    params: {},
    metrics: {},
    path: `runs/2026-01/01/00/run-${n}-${idOf(n)}`,
    ...fields,
  }
}

/** A table over summaries, cut in parts of `size` rows, so that what spans parts is tested as well. */
export function tableFrom(
  summaries: readonly JsonObject[],
  options: {size?: number; dead?: readonly number[]} = {},
): Table {
  const {size = summaries.length || 1, dead = []} = options
  const parts = []
  for (let from = 0; from < summaries.length; from += size) {
    parts.push(memoryPart(summaries.slice(from, from + size).map(document => ({document}))))
  }
  return tableOf(
    parts,
    Uint8Array.from({length: summaries.length}, (_, row) => (dead.includes(row) ? 1 : 0)),
  )
}

/** A table of runs that differ in params. */
export function tableOfParams(params: readonly {readonly [key: string]: Json}[]): Table {
  return tableFrom(params.map((values, n) => summaryOf(n, {params: values})))
}
