import {readHead} from '../ledger/head'
import type {Completed} from '../query/completions'
import {type IndexPorts, indexAt} from './run-index'

/** The words that what is being typed may become, from the fields that runs have and the filters that the ledger keeps. */
export async function completeWord(
  ports: IndexPorts & {readonly ref: string},
  {kind, typed}: {readonly kind: Completed; readonly typed: string},
): Promise<readonly string[]> {
  const head = await readHead(ports.objects, ports.ref)
  const [{table}, {completions}] = await Promise.all([indexAt(ports, head), import('../query/completions')])
  return completions(kind, typed, {fields: table.paths(), filters: Object.keys(head.settings.filters ?? {})})
}
