import {runShell} from './cli/run'
import {COMMANDS} from './commands/registry'

/** Runs what was typed; the launcher calls it. */
export function main(): Promise<void> {
  return runShell({
    argv: process.argv.slice(2),
    commands: COMMANDS,
    host: async () => (await import('./adapters/node/terminal')).terminal,
  })
}
