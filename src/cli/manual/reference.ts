import {exitTable} from './exits'
import {type CommandOutline, type FlagOutline, flagLabel, flagText, globalFlags} from './outline'

/** `docs/reference/commands.md`: everything help says, on one page. */
export function referencePage(commands: readonly CommandOutline[]): string {
  return [
    '# Commands',
    'Made from the specifications of the commands by `npm run build`; do not edit.',
    table(
      ['command', 'does'],
      commands.map(({id, summary}) => [`[\`git exp ${id}\`](#git-exp-${id.replaceAll(' ', '-')})`, summary]),
    ),
    '## Flags of every command',
    flagTable(globalFlags()),
    '## Exit status',
    table(
      ['code', 'meaning'],
      exitTable(undefined, true).map(([code, says]) => [String(code), says]),
    ),
    ...commands.flatMap(commandSection),
  ]
    .join('\n\n')
    .concat('\n')
}

function commandSection(command: CommandOutline): string[] {
  return [
    `## git exp ${command.id}`,
    `${command.summary}.`,
    fence(command.usage),
    ...(command.description === undefined ? [] : [markdown(command.description)]),
    ...(command.args.length === 0
      ? []
      : [
          table(
            ['argument', ''],
            command.args.map(({name, summary}) => [`\`${name.toUpperCase()}\``, summary]),
          ),
        ]),
    ...(command.flags.length === 0 ? [] : [flagTable(command.flags)]),
    ...(command.no === undefined ? [] : [`Exit 1: ${markdown(command.no)}.`]),
    fence(command.examples.map(({command, says}) => `# ${says}\n${command}`).join('\n\n')),
  ]
}

function flagTable(flags: readonly FlagOutline[]): string {
  return table(
    ['flag', ''],
    flags.map(flag => [`\`${flagLabel(flag)}\``, flagText(flag)]),
  )
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map(cell => markdown(cell).replaceAll('|', '\\|')).join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

function fence(text: string): string {
  return `\`\`\`sh\n${text}\n\`\`\``
}

/** Angle brackets and stars outside of code are what they are. */
function markdown(text: string): string {
  return text.replace(/`[^`]*`|[<>*_]/g, part => (part.length > 1 ? part : `\\${part}`))
}
