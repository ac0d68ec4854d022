import {ExpError} from '../base/errors'
import {say} from './report'

/** What a shell reports for a program that a closed pipe ended. */
const PIPE_CLOSED = 141

/** Writes all of it to stdout; answers when it is written. A closed pipe ends the process quietly. */
export function writeOut(text: string | Uint8Array): Promise<void> {
  if (process.stdout.listenerCount('error') === 0) process.stdout.on('error', stdoutFailed)
  return new Promise(resolve => process.stdout.write(text, () => resolve()))
}

/** Writes to stderr; a stderr that is closed is nobody's loss. */
export function writeErr(text: string): void {
  if (process.stderr.listenerCount('error') === 0) process.stderr.on('error', () => {})
  process.stderr.write(text)
}

// Exits at once: everything else is done when a command prints, and oclif's own listener would throw.
function stdoutFailed(error: NodeJS.ErrnoException): void {
  if (error.code === 'EPIPE') process.exit(PIPE_CLOSED)
  const failure = new ExpError('DISK_FULL', `standard output cannot be written: ${error.message}`, {
    hints: ['free some room, or send it elsewhere'],
    cause: error,
  })
  writeErr(say(failure).text)
  process.exit(failure.exitCode)
}
