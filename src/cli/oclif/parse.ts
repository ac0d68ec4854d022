import {Parser} from '@oclif/core'
import {ExpError} from '../../base/errors'
import {nearest} from '../../base/text'
import {withGlobals} from '../globals'
import type {AnyCommand, LooseInput, LooseValue} from '../spec'
import {argLabel} from '../usage'
import {arity, complete} from '../values'
import {oclifInput} from './input'

/** Reads what was typed after a command with oclif; throws USAGE that says what was found and expected. */
export async function oclifParse(command: AnyCommand, argv: readonly string[]): Promise<LooseInput> {
  refuseTraps(command, argv)
  const parsed = await Parser.parse([...argv], oclifInput(command)).catch(error => {
    throw explain(command, error)
  })
  // Not `parsed.argv`: it is sorted by the first place where an equal word stands.
  const words = parsed.raw.flatMap(token => (token.type === 'arg' ? [token.input] : []))
  checkWords(command, words)
  return complete(command, parsed.flags as Record<string, LooseValue>, words)
}

/** What oclif would take for something else: `--json=false` for `--json` and the word `false`; `--constructor` for a flag. */
function refuseTraps(command: AnyCommand, argv: readonly string[]): void {
  const flags = withGlobals(command.flags)
  for (const word of argv) {
    if (word === '--') return
    const name = /^--(?:no-)?([^=]+)/s.exec(word)?.[1] ?? ''
    if (Object.hasOwn(Object.prototype, name)) throw unknownFlag(command, word)
    if (word.includes('=') && Object.hasOwn(flags, name) && flags[name]!.kind === 'boolean') {
      throw usage(command, `--${name} takes no value; found '${word}'`)
    }
  }
}

function checkWords(command: AnyCommand, words: readonly string[]): void {
  const {least, most} = arity(command)
  if (words.length < least) {
    const missing = command.args.slice(words.length, least).map(argLabel)
    throw usage(command, `missing ${missing.join(' ')}: ${command.args[words.length]!.summary}`)
  }
  if (words.length > most) {
    const extra = words.slice(most).map(word => `'${word}'`)
    throw usage(
      command,
      `unexpected ${extra.join(' ')}; ${command.id} takes ${most === 0 ? 'no arguments' : command.args.map(argLabel).join(' ')}`,
    )
  }
}

/** oclif's error in our words; any other comes back as it is. Told apart by fields: class names do not outlive the bundler. */
function explain(command: AnyCommand, error: unknown): unknown {
  const {flags, message, oclif} = error as {flags?: readonly string[]; message: string; oclif?: object}
  if (oclif === undefined && !message.startsWith('Parsing --')) return error
  return flags?.[0] === undefined ? usage(command, plain(message)) : unknownFlag(command, flags[0])
}

function unknownFlag(command: AnyCommand, word: string): ExpError {
  const name = word.replace(/^--?/, '').replace(/=.*$/s, '')
  const similar = word.startsWith('--') ? nearest(name, Object.keys(withGlobals(command.flags))) : undefined
  const guess = similar === undefined ? [] : [`did you mean: --${similar}`]
  return usage(command, `unknown flag '${word}' for git exp ${command.id}`, guess)
}

/** `Parsing --limit \n\tis 'x'; expected …\nSee more help with --help` → `--limit is 'x'; expected …`. */
function plain(message: string): string {
  const text = message
    .replace(/\nSee more help with --help/g, '')
    .replace(/^Parsing (\S+) \n\t/, '$1 ')
    .replace(/^Flag (--\S+) can only be specified once$/, '$1 is said twice; it takes one value')
    .replace(/^Flag (--\S+) expects/, '$1 expects')
    .replace(/^Expected (--\S+?)=(.*) to be one of: /s, "$1 is '$2'; expected one of: ")
  return text.slice(0, 1).toLowerCase() + text.slice(1)
}

function usage(command: AnyCommand, message: string, guess: readonly string[] = []): ExpError {
  return new ExpError('USAGE', message, {
    hints: [...guess, `see: git exp ${command.id} -h`],
    data: {command: command.id},
  })
}
