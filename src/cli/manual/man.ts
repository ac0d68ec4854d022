import {exitTable} from './exits'
import {type CommandOutline, type FlagOutline, flagLabel, flagText, globalFlags} from './outline'

const BLURB = `Every training or evaluation run is one YAML record, committed on a branch of its own in the same repository. Artifacts
are kept by content hash; a template (JSON Schema) checks each record; history, review and sharing are git's.`

const ENVIRONMENT = [
  ['GIT_EXP_*', 'settings, as git exp config lists them; they win over git config'],
  ['NO_COLOR, FORCE_COLOR', 'switch colour off or on; --color wins'],
  ['GIT_PAGER, PAGER', "the pager, by git's rules"],
  ['NODE_DISABLE_COMPILE_CACHE', 'keep no compiled code under $XDG_CACHE_HOME/git-exp'],
] as const

/** File name → roff: `git-exp.1` and one page a command. */
export function manPages(commands: readonly CommandOutline[], version: string): ReadonlyMap<string, string> {
  const pages = commands.map(command => [`${pageName(command.id)}.1`, commandPage(command, commands, version)] as const)
  return new Map([['git-exp.1', mainPage(commands, version)], ...pages])
}

function pageName(id: string): string {
  return `git-exp-${id.replaceAll(' ', '-')}`
}

function mainPage(commands: readonly CommandOutline[], version: string): string {
  return page('git-exp', version, [
    name('git-exp', 'record, find and compare experiments in git'),
    section('SYNOPSIS', [
      bold('git exp'),
      roff('[-C <dir>] [--json] [--color=<when>] [--no-pager] <command> [<args>]'),
    ]),
    section('DESCRIPTION', paragraphs(BLURB)),
    section(
      'COMMANDS',
      commands.flatMap(({id, summary}) => item(`git exp ${id}`, summary)),
    ),
    section('OPTIONS OF EVERY COMMAND', flagItems(globalFlags())),
    section(
      'CONFIGURATION',
      paragraphs('Settings are exp.* keys of git config; git exp config lists them with their origin.'),
    ),
    section(
      'ENVIRONMENT',
      ENVIRONMENT.flatMap(([key, says]) => item(key, says)),
    ),
    section(
      'EXIT STATUS',
      exitTable(undefined, true).flatMap(([code, says]) => item(String(code), says)),
    ),
    section('SEE ALSO', [roff([...commands.map(({id}) => `${pageName(id)}(1)`), 'git(1)'].join(', '))]),
  ])
}

function commandPage(command: CommandOutline, all: readonly CommandOutline[], version: string): string {
  const group = command.id.split(' ')[0]!
  const near = all.filter(({id}) => id !== command.id && id.startsWith(`${group} `))
  return page(pageName(command.id), version, [
    name(pageName(command.id), command.summary),
    section('SYNOPSIS', [bold(command.usage)]),
    section('DESCRIPTION', paragraphs(command.description ?? `${command.summary}.`)),
    section(
      'ARGUMENTS',
      command.args.flatMap(arg => item(arg.name.toUpperCase(), arg.summary)),
    ),
    section('OPTIONS', [...flagItems(command.flags), ...flagItems(globalFlags())]),
    section(
      'EXAMPLES',
      command.examples.flatMap(({command, says}) => item(command, says)),
    ),
    section(
      'EXIT STATUS',
      exitTable(command.no).flatMap(([code, says]) => item(String(code), says)),
    ),
    section('SEE ALSO', [roff(['git-exp(1)', ...near.map(({id}) => `${pageName(id)}(1)`)].join(', '))]),
  ])
}

function page(title: string, version: string, sections: readonly string[]): string {
  const head = `.TH "${roff(title.toUpperCase())}" "1" "" "git\\-exp ${roff(version)}" "Git Experiments"\n.nh\n.ad l\n`
  return head + sections.join('')
}

function name(title: string, summary: string): string {
  return section('NAME', [roff(`${title} - ${summary}`)])
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? '' : `.SH ${title}\n${lines.join('\n')}\n`
}

function item(label: string, text: string): string[] {
  return ['.TP', bold(label), roff(text)]
}

function flagItems(flags: readonly FlagOutline[]): string[] {
  return flags.flatMap(flag => item(flagLabel(flag), flagText(flag)))
}

function paragraphs(text: string): string[] {
  return text.split('\n\n').flatMap((paragraph, i) => [...(i === 0 ? [] : ['.PP']), roff(paragraph)])
}

function bold(text: string): string {
  return `\\fB${roff(text)}\\fR`
}

/** Text as roff shows it unchanged: backslash, dash and quotes escaped; a dot or quote at the start of a line is no request. */
function roff(text: string): string {
  return text
    .replaceAll('\\', '\\e')
    .replaceAll('-', '\\-')
    .replaceAll("'", '\\(aq')
    .replaceAll('"', '\\(dq')
    .replaceAll('^', '\\(ha')
    .replaceAll('~', '\\(ti')
    .replaceAll('`', '\\(ga')
    .replace(/^\./gm, '\\&.')
}
