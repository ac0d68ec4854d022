import {EXIT, ExpError} from '../base/errors'
import {safe} from '../base/text'
import {VERSION} from './version'

export interface Said {
  /** Lines for stderr. */
  readonly text: string
  readonly exit: number
  /** What `--json` prints on stdout. */
  readonly json: {readonly error: object}
}

/** An error as people and programs are told. Anything that is no ExpError is our bug. */
export function say(error: unknown): Said {
  if (!(error instanceof ExpError)) return sayBug(error)
  return {text: lines('error', error.message, error.hints), exit: error.exitCode, json: {error: error.toJSON()}}
}

/** `warning: …`, one line a message. */
export function warning(message: string): string {
  return `warning: ${escaped(message)}\n`
}

/** `hint: …` for each. */
export function hintLines(hints: readonly string[]): string {
  return hints.map(hint => `hint: ${escaped(hint).replaceAll('\n', '\nhint: ')}\n`).join('')
}

function lines(word: string, message: string, hints: readonly string[]): string {
  return `${word}: ${escaped(message)}\n${hintLines(hints)}`
}

function sayBug(error: unknown): Said {
  const message = error instanceof Error ? error.message : String(error)
  const stack = error instanceof Error ? (error.stack ?? message) : message
  const hint = `this is a bug in git-exp ${VERSION} (node ${process.version}, ${process.platform}); please report it with the lines above`
  return {
    text: lines('error', `unexpected: ${stack}`, [hint]),
    exit: EXIT.bug,
    json: {error: {code: 'BUG', kind: 'bug', exit: EXIT.bug, message, hints: [hint], data: {stack}}},
  }
}

/** Safe for a terminal, line by line: problems of a file come as one message of many lines. */
function escaped(message: string): string {
  return message.split('\n').map(safe).join('\n')
}
