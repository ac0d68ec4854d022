import {defineCommand} from '../cli/spec'
import {REMOTE_ARG, SHARING_FLAGS, share} from './sharing'

export const command = defineCommand({
  id: 'push',
  summary: 'Push the ledger and the code that its records name',
  description: `What the remote has and we lack is fetched and merged first, as git exp sync does. Ledger and code move together or not at all, never by
force; where others push at the same time, it is tried again.`,
  examples: [{command: 'git exp push', says: 'to origin, or the only remote'}],
  args: REMOTE_ARG,
  flags: SHARING_FLAGS,
  run: (said, io) => share(io, said, {takeUp: false, push: true}),
})
