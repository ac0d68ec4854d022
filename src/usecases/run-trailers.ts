import {readHead} from '../ledger/head'
import {resolveRun} from '../ledger/resolve'
import type {Recorded} from '../ports/recorded'
import {type IndexPorts, indexAt} from './run-index'

/** For each word the line that names its run in the message of a code commit. Throws RUN_NOT_FOUND, RUN_AMBIGUOUS. */
export async function runTrailers(
  ports: IndexPorts & {readonly ref: string; readonly recorded: Recorded},
  words: readonly string[],
): Promise<{readonly trailers: readonly string[]; readonly hints: readonly string[]}> {
  const index = await indexAt(ports, await readHead(ports.objects, ports.ref))
  const found = words.map(word => resolveRun(word, index, ports.recorded.newest()))
  return {
    trailers: [...new Set(found.map(({id}) => `Exp-Run: ${id}`))],
    hints: found.flatMap(({hint}) => hint ?? []),
  }
}
