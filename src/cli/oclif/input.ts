import {Args, Flags, type Interfaces} from '@oclif/core'
import {GLOBAL_FLAGS, withGlobals} from '../globals'
import type {AnyCommand, FlagSpec} from '../spec'
import {valueName} from '../usage'
import {integer} from '../values'

export interface OclifInput {
  readonly args: Interfaces.ArgInput
  readonly flags: Interfaces.FlagInput
  readonly strict: false
}

/** What oclif's parser needs to know of a command. How many words it may take is checked by us: oclif sorts them. */
export function oclifInput(command: AnyCommand): OclifInput {
  // Without a prototype: oclif looks flags up by bare names, and `--constructor` is none.
  const flags: Interfaces.FlagInput = Object.create(null)
  for (const [name, flag] of Object.entries(withGlobals(command.flags))) flags[name] = oclifFlag(name, flag)
  const args: Interfaces.ArgInput = {}
  for (const {name, summary} of command.args) {
    // Otherwise oclif reads a missing argument from stdin, as the lines git gives to a hook.
    args[name] = Args.string({name, description: summary, ignoreStdin: true})
  }
  return {args, flags, strict: false}
}

function oclifFlag(name: string, flag: FlagSpec): Interfaces.FlagInput[string] {
  const facts = {
    name,
    summary: flag.summary,
    ...(flag.char ? {char: flag.char as 'a'} : {}),
    ...(flag.hidden ? {hidden: true} : {}),
    ...(Object.hasOwn(GLOBAL_FLAGS, name) ? {helpGroup: 'global'} : {}),
  }
  if (flag.kind === 'boolean') return Flags.boolean({...facts, allowNo: flag.negatable === true})
  const value = {
    ...facts,
    // Turned into `--watch[=<n>]` by the help.
    helpValue: flag.kind === 'integer' && flag.bare !== undefined ? `[=${valueName(flag)}]` : valueName(flag),
    ...(flag.kind === 'option' ? {options: [...flag.options]} : {}),
    ...(flag.default === undefined ? {} : {defaultHelp: async () => String(flag.default)}),
  }
  const make = Flags.custom<string | number>({
    parse: async text => (flag.kind === 'integer' ? wholeNumber(text, flag.min ?? 0) : text),
  })
  return flag.multiple ? make({...value, multiple: true, multipleNonGreedy: true}) : make(value)
}

function wholeNumber(text: string, min: number): number {
  const value = integer(text, min)
  if (value === undefined) throw new Error(`is '${text}'; expected a whole number of at least ${min}`)
  return value
}
