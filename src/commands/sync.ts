import {defineCommand} from '../cli/spec'
import {REMOTE_ARG, SHARING_FLAGS, share} from './sharing'

export const command = defineCommand({
  id: 'sync',
  summary: 'Share the ledger with a remote, both ways',
  description: `Fetches the ledger and the code that its records name, merges, and pushes. Runs and events of both sides stay; settings are merged key
by key. Nothing is ever forced. Where both changed the same thing, nothing moves, and it is said; --take decides.

Where the remote has all of ours by other commits (a squash-merged review), ours takes its history over and keeps the old one under
refs/exp/backup/. Plain git push and git fetch of exp-ledger and refs/exp/code do as well.`,
  examples: [
    {command: 'git exp sync', says: 'with origin, or the only remote'},
    {command: 'git exp sync upstream --dry-run', says: 'what would come and go'},
  ],
  args: REMOTE_ARG,
  flags: SHARING_FLAGS,
  run: (said, io) => share(io, said, {takeUp: true, push: true}),
})
