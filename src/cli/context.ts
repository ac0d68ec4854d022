import {type Context, openContext, progressOf} from '../compose'
import type {CommandIo} from './spec'

/**
 * The repository and its ledger, as the use cases want them. git has been started when this returns, so that a command loads its
 * use case while git looks around.
 */
export function contextOf(io: CommandIo): Promise<Context> {
  return openContext({cwd: io.cwd(), env: io.env as NodeJS.ProcessEnv, progress: progressOf(io.json)})
}
