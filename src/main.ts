import {runShell} from './cli/run'
import {COMMANDS} from './commands/registry'

/** Runs what was typed; the launcher calls it. */
export function main(): Promise<void> {
  // With nothing left to do, Node takes itself apart piece by piece for 2 ms; leaving at once is the same, sooner.
  process.once('beforeExit', () => process.exit())
  return runShell({
    argv: process.argv.slice(2),
    commands: COMMANDS,
    host: async () => (await import('./adapters/node/terminal')).terminal,
  })
}
