import {GLOBAL_FLAGS} from '../globals'
import type {AnyCommand, ArgSpec, CommandTable, Completes, FlagSpec} from '../spec'
import {usageLine, valueName} from '../usage'

export interface FlagOutline {
  readonly name: string
  readonly char?: string
  readonly kind: FlagSpec['kind']
  /** How its value is called: `<n>`, `always|auto|never`; absent for booleans. */
  readonly value?: string
  /** How a value that may be left out is called; to completion such a flag is a boolean. */
  readonly maybe?: string
  readonly summary: string
  readonly options?: readonly string[]
  readonly default?: string | number
  readonly multiple: boolean
  readonly negatable: boolean
  readonly completes?: Completes
}

/** All that help, manual and completion say of a command; `git exp help --json` prints it. */
export interface CommandOutline {
  readonly id: string
  readonly summary: string
  readonly usage: string
  readonly description?: string
  readonly args: readonly ArgSpec[]
  readonly flags: readonly FlagOutline[]
  readonly examples: readonly {readonly command: string; readonly says: string}[]
  /** What exit 1 means. */
  readonly no?: string
}

/** Every command that is not hidden, by id. Loads all of them. */
export async function outline(table: CommandTable): Promise<CommandOutline[]> {
  const loaded = await Promise.all(Object.values(table).map(load => load()))
  return loaded
    .map(({command}) => command)
    .filter(command => !command.hidden)
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map(outlineCommand)
}

/** What words are completed with by shells that do not count them: as the last argument that has any. */
export const lastCompletes = (args: readonly ArgSpec[]): Completes | undefined =>
  args.findLast(({completes, behind}) => completes !== undefined && !behind)?.completes

export function globalFlags(): FlagOutline[] {
  return flagOutlines(GLOBAL_FLAGS)
}

/** `-C, --directory=<dir>`, `--[no-]code`. */
export function flagLabel(flag: FlagOutline): string {
  const char = flag.char ? `-${flag.char}, ` : ''
  return `${char}--${flag.negatable ? '[no-]' : ''}${flag.name}${flag.value ? `=${flag.value}` : flag.maybe ? `[=${flag.maybe}]` : ''}`
}

/** The summary, and the default and whether it may be repeated. */
export function flagText(flag: FlagOutline): string {
  const facts = [
    flag.default === undefined ? [] : [`default: ${flag.default}`],
    flag.multiple ? ['may be repeated'] : [],
  ].flat()
  const said = facts.length === 0 || flag.summary.includes('may be repeated') ? '' : ` (${facts.join('; ')})`
  return `${flag.summary}${said}`
}

function outlineCommand(command: AnyCommand): CommandOutline {
  const {id, summary, description, args, examples, no} = command
  return {
    id,
    summary,
    usage: `git exp ${usageLine(command)}`,
    ...(description === undefined ? {} : {description}),
    args,
    flags: flagOutlines(command.flags),
    examples,
    ...(no === undefined ? {} : {no}),
  }
}

function flagOutlines(flags: Readonly<Record<string, FlagSpec>>): FlagOutline[] {
  return Object.entries(flags)
    .filter(([, flag]) => !flag.hidden)
    .map(([name, flag]) => flagOutline(name, flag))
}

function flagOutline(name: string, flag: FlagSpec): FlagOutline {
  const facts = {name, kind: flag.kind, summary: flag.summary, ...(flag.char ? {char: flag.char} : {})}
  if (flag.kind === 'boolean') return {...facts, multiple: false, negatable: flag.negatable === true}
  return {
    ...facts,
    ...(flag.kind === 'integer' && flag.bare !== undefined ? {maybe: valueName(flag)} : {value: valueName(flag)}),
    ...(flag.kind === 'option' ? {options: flag.options} : {}),
    ...(flag.default === undefined ? {} : {default: flag.default}),
    ...(flag.kind === 'string' && flag.completes ? {completes: flag.completes} : {}),
    multiple: flag.multiple === true,
    negatable: false,
  }
}
