import {type Column, KIND, type Table} from '../model/columns'
import type {Oid} from '../model/ids'
import type {GitObjects} from '../ports/git-objects'

/** What the index says of the code of a run. Only hex ids: a record may hold any word, and `HEAD` would be somebody else's code. */
export interface CodeOfRun {
  readonly row: number
  /** In full, or short where its repository did not have it. */
  readonly commit?: string
  /** What ran: the snapshot, else the commit. */
  readonly ran?: string
  readonly tree?: string
  readonly branch?: string
  /** The files were not those of the commit. */
  readonly changed: boolean
  /** They were not, and nobody kept them. */
  readonly unkept: boolean
}

const HEX = /^[0-9a-f]{7,64}$/
const FULL = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/

/** In the order of the rows. */
export function codeOfRuns(table: Table, rows: ArrayLike<number>): CodeOfRun[] {
  const text = (path: string) => textAt(table.column(path))
  const [commits, snapshots, trees, branches] = ['commit', 'snapshot', 'tree', 'branch'].map(key => text(`code.${key}`))
  const dirty = table.column('code.dirty')
  return Array.from(rows, row => {
    const commit = matching(commits!(row), HEX)
    const snapshot = matching(snapshots!(row), FULL)
    const tree = matching(trees!(row), FULL)
    const branch = branches!(row)
    const isDirty = dirty?.kind[row] === KIND.bool && dirty.num[row] === 1
    const ran = snapshot ?? commit
    return {
      row,
      ...(commit !== undefined && {commit}),
      ...(ran !== undefined && {ran}),
      ...(tree !== undefined && {tree}),
      ...(branch !== undefined && {branch}),
      changed: isDirty || snapshot !== undefined,
      unkept: isDirty && snapshot === undefined,
    }
  })
}

const textAt = (column: Column | undefined) => (row: number) =>
  column?.kind[row] === KIND.text ? column.word(column.num[row]!) : undefined

const matching = (text: string | undefined, pattern: RegExp) =>
  text !== undefined && pattern.test(text) ? text : undefined

/** What each commit holds at these paths, as one word: equal where all of it is; undefined where the commit is not here. None: its tree. */
export async function contentsAt(
  objects: GitObjects,
  commits: Iterable<string>,
  paths: readonly string[],
): Promise<Map<string, Content>> {
  const distinct = [...new Set(commits)]
  const trees = await objects.ids(distinct.map(commit => `${commit}^{tree}`))
  const here = distinct.flatMap((commit, i) => (trees[i] ? [[commit, trees[i].oid] as const] : []))
  // Many commits have one tree, and most paths are asked of none but those.
  const roots = [...new Set(here.map(([, tree]) => tree))]
  const found = await objects.ids(roots.flatMap(tree => paths.map(path => `${tree}:${path}`)))
  const contents = new Map(
    roots.map((tree, i) => {
      const oids = paths.map((_, j) => found[i * paths.length + j]?.oid)
      return [tree, paths.length === 0 ? contentOf([tree]) : contentOf(oids)] as const
    }),
  )
  return new Map(here.map(([commit, tree]) => [commit, contents.get(tree)!]))
}

/** What lies at some paths. */
export interface Content {
  readonly key: string
  /** undefined: nothing lies there. */
  readonly oids: readonly (Oid | undefined)[]
  /** There is nothing at any of them. */
  readonly empty: boolean
}

const contentOf = (oids: readonly (Oid | undefined)[]): Content => ({
  key: oids.map(oid => oid ?? '-').join(' '),
  oids,
  empty: oids.every(oid => oid === undefined),
})
