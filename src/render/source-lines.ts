import {plural, safe} from '../base/text'
import {formatBytes} from '../base/units'
import type {PackageDiff} from '../compare/packages'
import type {CommitRange, RanCode, SourceDiff, SourceFile} from '../compare/source/diff-source'

/** Commits whose subjects are shown. */
const MAX_SUBJECTS = 10

const short = (oid: string) => safe(oid.slice(0, 7))

/** Where the code of two runs stands: `a1b2c3d..d4e5f60 (3 commits)`, what ran besides, and what cannot be told. No control characters. */
export function sourceHead({before, after, range, compared, files, problems}: SourceDiff): string[] {
  return [
    `${short(before.commit)}${before.commit === after.commit ? '' : `..${short(after.commit)}`}${relationText(before, after, range)}`,
    ...snapshotTexts(before, after),
    ...problems.map(safe),
    ...(compared && files.length === 0 && before.ran !== after.ran ? ['the same files'] : []),
  ]
}

function relationText(before: RanCode, after: RanCode, range: CommitRange | undefined): string {
  if (before.commit === after.commit) return ' (the same commit)'
  if (!range) return ''
  const {relation, more} = range
  const count = (commits: readonly unknown[]) => `${more ? 'more than ' : ''}${plural(commits.length, 'commit')}`
  const texts = {
    ahead: count(range.ahead),
    behind: `back by ${count(range.behind)}`,
    diverged: `diverged: ${count(range.behind)} of the first only, ${count(range.ahead)} of the second only`,
    unrelated: 'no common commit is here',
  }
  return ` (${texts[relation]})`
}

function snapshotTexts(before: RanCode, after: RanCode): string[] {
  const dirty = [before, after].filter(({commit, ran}) => commit !== ran)
  if (dirty.length === 0) return []
  const texts = (
    [
      ['first', before],
      ['second', after],
    ] as const
  ).flatMap(([which, {commit, ran}]) =>
    commit === ran ? [] : [`the ${which} with uncommitted changes, kept as ${short(ran)}`],
  )
  return [texts.join('; ')]
}

/** The commits of one side only, `d4e5f60 subject`, and how many more there are; none where they are unrelated. */
export function subjectLines(range: CommitRange | undefined): {readonly sign: '+' | '-'; readonly text: string}[] {
  if (!range || range.relation === 'unrelated') return []
  return (['behind', 'ahead'] as const).flatMap(side => {
    const sign = side === 'ahead' ? '+' : '-'
    const left = range[side].length - MAX_SUBJECTS
    const said = range[side].slice(0, MAX_SUBJECTS).map(({commit, subject}) => `${short(commit)} ${safe(subject)}`)
    return [...said, ...(left > 0 ? [`${plural(left, 'more commit')}`] : [])].map(text => ({sign, text}) as const)
  })
}

export const LETTERS = {added: 'A', removed: 'D', changed: 'M', renamed: 'R'} as const

export const filePath = ({path, from}: SourceFile): string => (from === undefined ? path : `${from} → ${path}`)

/** What is said of a file beside its path: `+12 -3`, `binary 3.1 KB → 4 KB`, `submodule`. */
export function fileChange(file: SourceFile): string {
  const {what, executable, binary, size, added, removed, truncated} = file
  return [
    ...(what ? [what] : []),
    ...(binary ? [['binary', ...sizeText(size)].join(' ')] : []),
    ...(added !== undefined && added + removed! > 0 ? [countsText(added, removed!)] : []),
    ...(added === undefined && truncated ? [truncated] : []),
    ...(executable === undefined ? [] : [executable ? 'now executable' : 'no longer executable']),
  ].join(', ')
}

export const countsText = (added: number, removed: number) =>
  [...(added > 0 ? [`+${added}`] : []), ...(removed > 0 ? [`-${removed}`] : [])].join(' ')

function sizeText(size: SourceFile['size']): string[] {
  const sizes = [size?.before, size?.after].flatMap(bytes => (bytes === undefined ? [] : [formatBytes(bytes)]))
  return sizes.length > 0 ? [sizes.join(' → ')] : []
}

/** `3 files touched: 1 added, 2 changed; lines +12 -3`. */
export function totalText({total, lines, uncounted}: SourceDiff): string {
  const all = total.added + total.removed + total.changed + total.renamed
  if (all === 0) return ''
  const kinds = (['changed', 'added', 'removed', 'renamed'] as const).flatMap(kind =>
    total[kind] > 0 ? [`${total[kind]} ${kind}`] : [],
  )
  const counts = countsText(lines.added, lines.removed)
  const rest = uncounted > 0 ? `, not counted in ${plural(uncounted, 'file')}` : ''
  return `${plural(all, 'file')}: ${kinds.join(', ')}${counts === '' ? '' : `; lines ${counts}`}${rest}`
}

/** How many files there are beyond those of the list. */
export const unlisted = ({total, files}: SourceDiff, shown = files.length): number =>
  total.added + total.removed + total.changed + total.renamed - shown

export interface PackageLine {
  readonly sign: ' ' | '+' | '-'
  readonly name: string
  readonly text: string
}

/** Moved packages, then those that came, then those that went. */
export function packageLines({moved, added, removed}: PackageDiff): PackageLine[] {
  return [
    ...moved.map(({name, before, after}) => ({sign: ' ' as const, name, text: `${safe(before)} → ${safe(after)}`})),
    ...added.map(({name, version}) => ({sign: '+' as const, name, text: safe(version)})),
    ...removed.map(({name, version}) => ({sign: '-' as const, name, text: safe(version)})),
  ]
}

/** `3 packages moved, 1 added, 1 removed, 40 the same`. */
export function packagesText({moved, added, removed, same}: PackageDiff): string {
  const counts: readonly [number, string][] = [
    [moved.length, 'moved'],
    [added.length, 'added'],
    [removed.length, 'removed'],
  ]
  const said = counts.filter(([count]) => count > 0)
  const texts = said.map(([count, what], i) => (i === 0 ? `${plural(count, 'package')} ${what}` : `${count} ${what}`))
  return [...texts, `${same} the same`].join(', ')
}
