import {isExpError} from '../../../base/errors'
import type {GitProgram} from '../program'
import type {Place} from './place'
import {joinNul, type RawPath, splitNul} from './raw-path'

/** So many filters may fail before the failure is the answer. */
const MOST = 8

/**
 * Works with every clean filter git needs; then without those that fail, as Git LFS where it is not installed. `attempt` is given
 * their names, and leaves alone the files they are for.
 */
export async function withoutBrokenFilters<T>(attempt: (broken: readonly string[]) => Promise<T>): Promise<T> {
  const broken: string[] = []
  for (;;) {
    try {
      return await attempt(broken)
    } catch (error) {
      const filter = isExpError(error, 'GIT_FAILED') ? failedFilter(String(error.data['git'])) : undefined
      if (filter === undefined || broken.includes(filter) || broken.length >= MOST) throw error
      broken.push(filter)
    }
  }
}

/** The filter that git says it needs and could not run. */
export function failedFilter(stderr: string): string | undefined {
  return /clean filter '(.+)' failed/.exec(stderr)?.[1]
}

/** Options with which git goes on where these filters fail. */
export const lenient = (broken: readonly string[]) => broken.flatMap(name => ['-c', `filter.${name}.required=false`])

/** Those of the paths that one of the filters is for. */
export async function filteredPaths(
  git: GitProgram,
  place: Place,
  broken: readonly string[],
  paths: readonly RawPath[],
): Promise<ReadonlySet<RawPath>> {
  if (broken.length === 0 || paths.length === 0) return new Set()
  const {stdout} = await git.run(['check-attr', '-z', '--stdin', 'filter'], {...place, input: joinNul(paths)})
  // Three items a path: the path, the name of the attribute, its value.
  const items = splitNul(stdout)
  return new Set(items.filter((_, i) => i % 3 === 0 && broken.includes(items[i + 2] ?? '')))
}
