import {type Context, openContext, progressOf} from '../compose/context'
import {type LookContext, lookContext, type RunContext, runContext, runContextAt} from '../compose/run-context'
import {type ShareContext, shareContext} from '../compose/share-context'
import type {CommandIo} from './spec'

/**
 * The repository and its ledger, as the use cases want them. git has been started when this returns, so that a command loads its
 * use case while git looks around.
 */
export function contextOf(io: CommandIo): Promise<Context> {
  return openContext({cwd: io.cwd(), env: io.env as NodeJS.ProcessEnv, progress: progressOf(io.json)})
}

/** The same, with what looking at runs that go on asks besides. */
export async function lookContextOf(io: CommandIo): Promise<LookContext> {
  return lookContext(await contextOf(io), io.env)
}

/** The same, with what sharing the ledger asks besides. */
export async function shareContextOf(io: CommandIo): Promise<ShareContext> {
  return shareContext(await contextOf(io))
}

/** The same, with what running commands asks besides. */
export async function runContextOf(io: CommandIo): Promise<RunContext> {
  return runContext(await contextOf(io), io.env)
}

/** The same in another folder. */
export function runContextIn(
  io: CommandIo,
  cwd: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<RunContext> {
  return runContextAt({cwd, env: io.env as NodeJS.ProcessEnv, progress: progressOf(io.json)}, cwd, variables)
}
