import type {Oid} from '../model/ids'
import type {Cache} from '../ports/cache'

const FILE = 'chained'
const MAX = 5_000

/**
 * Code commits known to be on the chain, remembered with the chain's tip: thousands of runs from one commit pin it once.
 * Any other tip means nothing is known.
 */
export function readChained(cache: Cache, tip: Oid | undefined): ReadonlySet<string> {
  if (!tip) return new Set()
  const bytes = cache.read(FILE)
  const [known, ...oids] = bytes ? Buffer.from(bytes).toString().split('\n') : []
  return known === tip ? new Set(oids) : new Set()
}

export function writeChained(cache: Cache, tip: Oid, oids: Iterable<string>): void {
  cache.write(FILE, Buffer.from([tip, ...[...oids].slice(-MAX)].join('\n')))
}
