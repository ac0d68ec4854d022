import {defineCommand} from '../cli/spec'
import {VERSION} from '../cli/version'

export const command = defineCommand({
  id: 'version',
  summary: 'Print the version',
  examples: [{command: 'git exp version', says: 'the version, for a bug report'}],
  args: [],
  flags: {},
  async run() {
    return {
      data: {version: VERSION, node: process.version, platform: process.platform, arch: process.arch},
      text: `git-exp version ${VERSION}`,
    }
  },
})
