import {at, isObject, type Json, listOf, textOf} from '../../base/json'

/**
 * How well the code that ran is known. `snapshot`: as a commit of its own; `commit`: the tree was clean; `changed`: it had changes that were
 * not kept; `none`: no commit is named.
 */
export type CodeState = 'snapshot' | 'commit' | 'changed' | 'none'

/** The code of a run, as its record says. Names of objects are hex; whether they are here has not been looked at. */
export interface CodeNeed {
  readonly state: CodeState
  readonly commit?: string
  readonly snapshot?: string
  /** Of what ran. */
  readonly tree?: string
  readonly repo?: string
  readonly branch?: string
  /** What the snapshot lacks; `bytes` where known. */
  readonly excluded: readonly {readonly path: string; readonly why: string; readonly bytes?: number}[]
  /** Left out and not named. */
  readonly excludedMore: number
  /** In words. */
  readonly incomplete: readonly string[]
  readonly submodules: readonly {readonly path: string; readonly commit: string; readonly dirty: boolean}[]
}

/** What is to be checked out: the snapshot, else the commit. */
export const codeObject = ({snapshot, commit}: CodeNeed): string | undefined => snapshot ?? commit

/** Reads `code` of a record. Pure. */
export function codeNeed(code: Json | undefined): CodeNeed {
  const hex = (key: string, least: number) => {
    const value = at(code, key)
    const found = typeof value === 'string' ? value.toLowerCase() : ''
    return /^[0-9a-f]+$/.test(found) && found.length >= least && found.length <= 64 ? found : undefined
  }
  const [commit, snapshot, tree] = [hex('commit', 7), hex('snapshot', 40), hex('tree', 40)]
  const text = (key: string) => textOf(at(code, key))
  const [repo, branch] = [text('repo'), text('branch')]
  const excluded = listOf(at(code, 'excluded')).flatMap(excludedFile)
  const counted = at(code, 'files', 'excluded')
  return {
    state: snapshot ? 'snapshot' : !commit ? 'none' : at(code, 'dirty') === true ? 'changed' : 'commit',
    ...(commit && {commit}),
    ...(snapshot && {snapshot}),
    ...(tree && {tree}),
    ...(repo !== undefined && {repo}),
    ...(branch !== undefined && {branch}),
    excluded,
    excludedMore: typeof counted === 'number' ? Math.max(0, counted - excluded.length) : 0,
    incomplete: listOf(at(code, 'incomplete')).flatMap(item => textOf(item) ?? []),
    submodules: listOf(at(code, 'submodules')).flatMap(submodule),
  }
}

function excludedFile(item: Json): CodeNeed['excluded'] {
  const [path, bytes] = [textOf(at(item, 'path')), at(item, 'bytes')]
  if (path === undefined) return []
  return [{path, why: textOf(at(item, 'why')) ?? '', ...(typeof bytes === 'number' && {bytes})}]
}

function submodule(item: Json): CodeNeed['submodules'] {
  const [path, commit] = [textOf(at(item, 'path')), textOf(at(item, 'commit'))]
  if (!isObject(item) || path === undefined || commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return []
  return [{path, commit, dirty: item['dirty'] === true}]
}
