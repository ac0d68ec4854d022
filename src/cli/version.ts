import {version} from '../../package.json'

/** The version of this tool, as in package.json. */
export const VERSION: string = version

/** What a bug report should name. */
export function platformFacts() {
  return {version: VERSION, node: process.version, platform: process.platform, arch: process.arch}
}
