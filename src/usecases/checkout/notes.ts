import {plural, someOf} from '../../base/text'
import {formatBytes} from '../../base/units'
import type {MadeCheckout} from '../../ports/checkouts'
import type {CodeNeed} from './code-need'
import type {FoundCode} from './find-code'

/** So many files are named. */
const NAMED = 10

const WHY: Readonly<Record<string, string>> = {
  pattern: 'no source by its name',
  size: 'over the cap for one file',
  total: 'over the cap for all',
  count: 'over the cap of files',
  secret: 'looks like a key',
  unreadable: 'could not be read',
  special: 'no ordinary file',
}

/** What a checkout of this code lacks, in words. Pure. */
export function codeNotes(code: CodeNeed, {how}: Pick<FoundCode, 'how'>): string[] {
  const {state, excluded, excludedMore, incomplete, submodules} = code
  const isTold = (path: string) => incomplete.some(said => said.includes(path))
  const untold = excluded.filter(({path}) => !isTold(path))
  const named = untold.slice(0, NAMED).map(({path, why, bytes}) => {
    const facts = [bytes === undefined ? '' : formatBytes(bytes), WHY[why] ?? why].filter(Boolean)
    return `not in the snapshot: ${path}${facts.length > 0 ? ` (${facts.join(', ')})` : ''}`
  })
  const more = untold.length - named.length + excludedMore
  const dirty = submodules.filter(each => each.dirty && !isTold(each.path))
  return [
    ...(how === 'base' && state === 'changed'
      ? ['it ran with changes to tracked files that were not kept: this is the commit without them']
      : []),
    ...(how === 'base' && state === 'snapshot' ? ['this is the commit without the changes that ran'] : []),
    ...(how === 'assumed' ? ['the record names no tree: the commit is taken at its word'] : []),
    ...incomplete.map(said => `the snapshot is incomplete: ${said}`),
    ...named,
    ...(more > 0 ? [`not in the snapshot: ${plural(more, 'more file')}`] : []),
    ...dirty.map(({path}) => `submodule ${path} had changes; those that were captured are files of the snapshot`),
  ]
}

/** What became of the files of a checkout, in words. Pure. */
export function filesNotes(made: MadeCheckout): string[] {
  const {submodules, pointers, failedFilters, differing} = made
  return [
    ...submodules.flatMap(({path, commit, problem}) =>
      problem === undefined ? [] : [`submodule ${path} at ${commit.slice(0, 12)} is empty: ${problem}`],
    ),
    ...(pointers.length > 0 ? [`still a pointer of Git LFS: ${someOf(pointers, NAMED)}`] : []),
    ...failedFilters.map(name => `the filter "${name}" failed, and its files are as they were committed`),
    ...(differing.length > 0 ? [`not as in the tree: ${someOf(differing, NAMED)}`] : []),
  ]
}
