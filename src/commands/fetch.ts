import {defineCommand} from '../cli/spec'
import {REMOTE_ARG, SHARING_FLAGS, share} from './sharing'

export const command = defineCommand({
  id: 'fetch',
  summary: "Fetch a remote's ledger and code, and merge them into ours",
  description: "Nothing is pushed. Where there is no ledger here yet, the remote's is taken up.",
  examples: [{command: 'git exp fetch', says: 'from origin, or the only remote'}],
  args: REMOTE_ARG,
  flags: SHARING_FLAGS,
  run: (said, io) => share(io, said, {takeUp: true, push: false}),
})
