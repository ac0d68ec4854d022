import {type Command, Config, Plugin} from '@oclif/core'
import type {AnyCommand, ArgSpec, CommandTable} from '../spec'
import {usageLine} from '../usage'
import {VERSION} from '../version'
import {oclifInput} from './input'

/** Our commands as oclif sees them. No manifest: all specs load in 2–3 ms, and none can be stale. */
class Shelf extends Plugin {
  constructor(private readonly table: CommandTable) {
    super({root: '.', isRoot: true, ignoreManifest: true, pjson: ABOUT})
  }

  override async load(): Promise<void> {
    await super.load()
    const loaded = await Promise.all(Object.values(this.table).map(load => load()))
    this.commands = loaded.map(({command}) => ({
      ...cached(command),
      load: () => this.findCommand(command.id, {must: true}),
    }))
  }
}

// `bin` with a space: help shows what people type, and no environment variable has such a name.
const ABOUT = {
  name: 'git-exp',
  version: VERSION,
  description: 'record, find, compare and share experiments in git',
  oclif: {
    bin: 'git exp',
    dirname: 'git-exp',
    topicSeparator: ' ',
    topics: {
      artifact: {description: 'files that belong to runs'},
      template: {description: 'templates that records must satisfy'},
    },
  },
} as const satisfies Plugin['pjson']

/** oclif's view of the commands; help is made from it. */
export async function loadShelf(table: CommandTable): Promise<Config> {
  const shelf = new Shelf(table)
  await shelf.load()
  const plugins = new Map([[shelf.name, shelf as unknown as never]])
  return Config.load({root: '.', pjson: ABOUT, plugins, userPlugins: false, devPlugins: false})
}

function cached(command: AnyCommand): Command.Cached {
  const {flags} = oclifInput(command)
  return {
    id: command.id.replaceAll(' ', ':'),
    aliases: [],
    hiddenAliases: [],
    hidden: command.hidden === true,
    hasDynamicHelp: false,
    strict: true,
    summary: command.summary,
    // Lines of a paragraph flow; paragraphs stay.
    description: (command.description ?? '').replace(/(?<!\n)\n(?!\n)/g, ' '),
    usage: usageLine(command),
    examples: command.examples.map(({command, says}) => ({command, description: says})),
    args: Object.fromEntries(command.args.map(arg => [arg.name, argFacts(arg)])),
    flags: {...flags} as Command.Cached['flags'],
  }
}

function argFacts({name, summary, required, multiple}: ArgSpec): Command.Arg.Cached {
  return {name: multiple ? `${name}...` : name, description: summary, required: required === true}
}
