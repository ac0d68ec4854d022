import {plural} from '../../../base/text'
import {formatBytes} from '../../../base/units'
import type {ExcludedFile, ExclusionReason, SnapshotCaps} from '../../../ports/code-snapshots'
import {type RawPath, shownPath, statAt} from './raw-path'

/** What a snapshot leaves out, and what of the code it lacks. */
export interface Exclusions {
  exclude(path: RawPath, why: ExclusionReason, more?: {readonly bytes?: number; readonly detail?: string}): void
  /** Says in words what could not be captured. */
  lacks(words: string): void
  report(caps: SnapshotCaps): {
    readonly excluded: readonly ExcludedFile[]
    readonly excludedMore: number
    readonly incomplete: readonly string[]
  }
}

const MOST_NAMED = 100

interface Left {
  readonly path: RawPath
  readonly why: ExclusionReason
  readonly bytes?: number
  readonly detail?: string
}

/** An empty list for the worktree at `top`. */
export function exclusions(top: string): Exclusions {
  const left: Left[] = []
  const lacking: string[] = []
  return {
    exclude: (path, why, more = {}) => left.push({path, why, ...more}),
    lacks: words => lacking.push(words),
    report: caps => {
      // What matches no pattern is seldom missed; it must not crowd out the rest.
      const rank = ({why}: Left) => (why === 'pattern' ? 1 : 0)
      const sorted = left.sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : 1))
      return {
        excluded: sorted.slice(0, MOST_NAMED).map(each => named(top, each)),
        excludedMore: Math.max(0, sorted.length - MOST_NAMED),
        incomplete: [...sentences(sorted, caps), ...lacking],
      }
    },
  }
}

function named(top: string, {path, why, bytes, detail}: Left): ExcludedFile {
  const size = bytes ?? (path.endsWith('/') ? undefined : statAt(top, path)?.size)
  return {path: shownPath(path), why, ...(size !== undefined && {bytes: size}), ...(detail !== undefined && {detail})}
}

/** One for each reason: `"corpus.json" and 2 more: larger than 1.0 MB`. */
function sentences(left: readonly Left[], caps: SnapshotCaps): string[] {
  const words: readonly (readonly [ExclusionReason, string])[] = [
    ['size', `larger than ${formatBytes(caps.fileBytes)}`],
    ['total', `over ${formatBytes(caps.totalBytes)} in all`],
    ['count', `over ${plural(caps.files, 'file')} in all`],
    ['secret', 'may hold a secret'],
    ['unreadable', 'could not be read'],
    ['special', 'neither a file nor a symbolic link'],
  ]
  return words.flatMap(([why, said]) => {
    const some = left.filter(each => each.why === why)
    const more = some.length > 1 ? ` and ${some.length - 1} more` : ''
    return some[0] ? [`"${shownPath(some[0].path)}"${more}: ${said}`] : []
  })
}
