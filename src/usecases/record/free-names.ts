import {ExpError} from '../../base/errors'
import {indexAt} from '../run-index'
import type {Drafted} from './draft-runs'
import type {RecordPorts} from './recording'

/** Where the ledger wants unique names: throws NAME_TAKEN for one that a run has, or that the input uses twice. */
export async function checkNamesFree(ports: RecordPorts, {head, drafts}: Drafted): Promise<void> {
  const index = await indexAt(ports, head)
  const seen = new Set<string>()
  for (const {name} of drafts) {
    const [taken] = index.idsNamed(name)
    if (taken === undefined && !seen.has(name)) {
      seen.add(name)
      continue
    }
    throw new ExpError(
      'NAME_TAKEN',
      `the name "${name}" is taken${taken ? ` by run ${taken}` : ' twice in the input'}`,
      {
        hints: [
          taken ? `git exp show ${taken}` : 'give each run of the input a name of its own',
          'names are unique here: ledger.yaml, naming.unique',
        ],
        data: {name, ...(taken && {run: taken})},
      },
    )
  }
}
