import {version} from '../../package.json'

/** The version of this tool, as in package.json. */
export const VERSION: string = version
