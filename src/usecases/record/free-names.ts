import {ExpError} from '../../base/errors'
import {nameTaken} from '../../ledger/append'
import {indexAt} from '../run-index'
import type {Drafted} from './draft-runs'
import type {RecordPorts} from './recording'

/** Where the ledger wants unique names: throws NAME_TAKEN for one that a run has, or that the input uses twice. */
export async function checkNamesFree(ports: RecordPorts, {head, drafts}: Drafted): Promise<void> {
  const index = await indexAt(ports, head)
  const seen = new Set<string>()
  for (const {name} of drafts) {
    const [taken] = index.idsNamed(name)
    if (taken !== undefined) throw nameTaken(name, taken)
    if (seen.has(name)) throw twice(name)
    seen.add(name)
  }
}

const twice = (name: string) =>
  new ExpError('NAME_TAKEN', `the name "${name}" is taken twice in the input`, {
    hints: ['give each run of the input a name of its own', 'names are unique here: ledger.yaml, naming.unique'],
    data: {name},
  })
