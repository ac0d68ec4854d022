import {defineCommand} from '../cli/spec'
import {platformFacts, VERSION} from '../cli/version'

export const command = defineCommand({
  id: 'version',
  summary: 'Print the version',
  examples: [{command: 'git exp version', says: 'the version, for a bug report'}],
  args: [],
  flags: {},
  async run() {
    return {data: platformFacts(), text: `git-exp version ${VERSION}`}
  },
})
