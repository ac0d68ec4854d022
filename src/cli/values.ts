import {withGlobals} from './globals'
import type {AnyCommand, FlagSpec, LooseInput, LooseValue} from './spec'

const INTEGER = /^-?\d+$/

/** The number a text is for an integer flag, or undefined where it is none or below the least. */
export function integer(text: string, min = 0): number | undefined {
  const value = Number(text)
  return INTEGER.test(text) && Number.isSafeInteger(value) && value >= min ? value : undefined
}

/** Gives flags that were not said their absent value and spreads the words over the arguments. */
export function complete(
  command: AnyCommand,
  said: Readonly<Record<string, LooseValue>>,
  words: readonly string[],
): LooseInput {
  const flags: Record<string, LooseValue> = {}
  for (const [name, flag] of Object.entries(withGlobals(command.flags))) flags[name] = said[name] ?? absent(flag)
  const args: Record<string, string | readonly string[] | undefined> = {}
  for (const [i, arg] of command.args.entries()) {
    args[arg.name] = arg.behind ? [] : arg.multiple ? words.slice(i) : words[i]
  }
  return {flags, args}
}

/** For a command with an argument for the words behind `--`: what stands before it, and those words. */
export function partBehind(
  command: AnyCommand,
  argv: readonly string[],
): {readonly argv: readonly string[]; readonly behind: Readonly<Record<string, readonly string[]>>} {
  const arg = command.args.find(({behind}) => behind)
  const end = arg ? argv.indexOf('--') : -1
  if (!arg || end < 0) return {argv, behind: {}}
  return {argv: argv.slice(0, end), behind: {[arg.name]: argv.slice(end + 1)}}
}

/** How many words the command takes: the least and the most. */
export function arity(command: AnyCommand): {readonly least: number; readonly most: number} {
  const args = command.args.filter(arg => !arg.behind)
  const least = args.filter(arg => arg.required).length
  return {least, most: args.some(arg => arg.multiple) ? Number.POSITIVE_INFINITY : args.length}
}

function absent(flag: FlagSpec): LooseValue {
  if (flag.kind === 'boolean') return flag.negatable ? undefined : false
  if (flag.default !== undefined) return flag.multiple ? ([flag.default] as LooseValue) : flag.default
  return flag.multiple ? [] : undefined
}
