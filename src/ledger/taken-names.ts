import {readEvent} from '../format/event'
import {readRecord} from '../format/record'
import type {Oid} from '../model/ids'
import type {Cache} from '../ports/cache'
import type {GitObjects} from '../ports/git-objects'
import type {SpoolEntry} from './entry'

/**
 * Of names that must be unique, those that a run has at `tip`, and which. Each was free where its recorder looked; only where the
 * ledger has moved since is the index asked again, by whoever commits.
 */
export async function takenNames(
  ports: {readonly objects: GitObjects; readonly cache: Cache},
  entries: readonly SpoolEntry[],
  tip: Oid,
): Promise<ReadonlyMap<string, string>> {
  const asked = entries.flatMap(({unique}) => (unique && unique.at !== tip ? [unique.name] : []))
  if (asked.length === 0) return new Map()
  const {openIndex} = await import('./index/refresh')
  const index = await openIndex({objects: ports.objects, cache: ports.cache, readRecord, readEvent}, tip)
  try {
    return new Map(
      asked.flatMap(name =>
        index
          .idsNamed(name)
          .slice(0, 1)
          .map(id => [name, id] as const),
      ),
    )
  } finally {
    index.close()
  }
}

const TAKEN = /^the name "([\s\S]*)" is taken by run (\w+)$/

export const takenReason = (name: string, by: string) => `the name "${name}" is taken by run ${by}`

/** The run that has the name, where that is why an entry was set aside. */
export const takenBy = (reason: string): string | undefined => TAKEN.exec(reason)?.[2]
