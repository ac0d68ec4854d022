import type {Context} from '../compose'
import type {CommandIo} from './spec'

/** The repository and its ledger, as the use cases want them. Loaded when asked for: `help` needs none of it. */
export async function contextOf(io: CommandIo): Promise<Context> {
  const {openContext, progressOf} = await import('../compose')
  return openContext({cwd: io.cwd(), env: io.env as NodeJS.ProcessEnv, progress: progressOf(io.json)})
}
