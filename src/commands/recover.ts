import {safe} from '../base/text'
import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'

export const command = defineCommand({
  id: 'recover',
  summary: 'Commit what waits in the spool',
  description: `A change waits in the spool when the ledger was locked for too long, the disk was full, or the machine died.
The next record takes it along; this commits it now.`,
  examples: [{command: 'git exp recover', says: 'commit everything that waits'}],
  args: [],
  flags: {},
  no: 'an entry was set aside, with the reason',
  async run(_, io) {
    const [context, {recoverSpool}] = await Promise.all([contextOf(io), import('../usecases/recover-spool')])
    const result = await recoverSpool(context)
    const set = result.rejected.map(({path, reason}) => `set aside: ${path}: ${safe(reason)}`)
    return {
      data: result,
      text: `${result.committed} committed\n`,
      warnings: set,
      exit: result.rejected.length > 0 ? 1 : 0,
    }
  },
})
