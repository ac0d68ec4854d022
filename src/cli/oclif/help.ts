import {CommandHelp, type Config, Help, type Interfaces} from '@oclif/core'
import type {CommandTable} from '../spec'
import {noSuchCommand} from '../usage'
import {loadShelf} from './shelf'

/** Wider lines are hard to read. */
const WIDEST = 100

export interface HelpLook {
  readonly color: boolean
  readonly width: number
}

/** oclif shows but the last line of a description, and examples with more air than text. */
class PlainCommandHelp extends CommandHelp {
  protected override description(): string | undefined {
    const {description} = this.command
    return description ? this.wrap(description) : undefined
  }

  protected override flagHelpLabel(...args: Parameters<CommandHelp['flagHelpLabel']>): string {
    return super.flagHelpLabel(...args).replace('=[=', '[=')
  }

  protected override examples(examples: readonly unknown[] | string | undefined): string | undefined {
    const lines = [examples ?? []].flat().map(each => {
      const {command, description} = each as {command: string; description: string}
      return `# ${description}\n$ ${command}`
    })
    return lines.length === 0 ? undefined : lines.join('\n')
  }
}

/** oclif's help, collected instead of printed. */
class Collected extends Help {
  readonly lines: string[] = []
  protected override CommandHelpClass = PlainCommandHelp

  constructor(config: Config, look: HelpLook) {
    super(config, {
      flagSortOrder: 'none',
      maxWidth: Math.min(look.width, WIDEST),
      stripAnsi: !look.color,
    })
  }

  protected override log(...args: string[]): void {
    this.lines.push(...args)
  }

  override async showRootHelp(): Promise<void> {
    this.log('usage: git exp [-C <dir>] [--json] [--color=<when>] [--no-pager] <command> [<args>]', '')
    this.log(this.formatCommands(this.sortedCommands), '')
    this.log("'git exp help <command>' tells more about one; 'git help exp' opens the manual.")
  }

  override async showTopicHelp(topic: Interfaces.Topic): Promise<void> {
    await super.showTopicHelp(topic)
  }

  text(): string {
    return `${this.lines
      .join('\n')
      .replace(/\n{3,}/g, '\n\n')
      .replace(/[ \t]+$/gm, '')
      .trim()}\n`
  }
}

/** Help for the command or group these words name; all commands where there are none. Throws USAGE for others. */
export async function helpText(words: readonly string[], commands: CommandTable, look: HelpLook): Promise<string> {
  const config = await loadShelf(commands)
  const help = new Collected(config, look)
  const id = words.join(':')
  const command = config.findCommand(id)
  const topic = config.findTopic(id)
  if (words.length === 0) await help.showRootHelp()
  else if (command) await help.showCommandHelp(command)
  else if (topic) await help.showTopicHelp(topic)
  else throw noSuchCommand(words, words, commands)
  return help.text()
}
