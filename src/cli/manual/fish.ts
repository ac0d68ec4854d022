import {type CommandOutline, type FlagOutline, flagText, globalFlags, lastCompletes} from './outline'

/** fish completion; fish's completion of git hands `git exp` on to `git-exp`. */
export function fishScript(commands: readonly CommandOutline[]): string {
  return [
    HEAD,
    ...verbLines(commands),
    ...commands.flatMap(commandLines),
    ...globalFlags().map(flag => flagLine('true', flag)),
    '',
  ].join('\n')
}

const HEAD = `# fish completion for git exp; made by git exp completion
function __git_exp_words
    set -l words (commandline -opc)
    set -e words[1]
    string match -v -- '-*' $words
end
function __git_exp_at
    test "$(__git_exp_words | string join ' ')" = "$argv"
end
function __git_exp_in
    string match -q -- "$argv *" "$(__git_exp_words | string join ' ') "
end
function __git_exp_runs
    echo latest
    set -l ref (git config exp.ledger; or echo exp-ledger)
    git log -n 200 --format=%s $ref -- 2>/dev/null | string match -rg '^record: (.*)' | sort -u
end
function __git_exp_looked_up
    set -l typed (commandline -ct | string replace -r '^--[a-z-]+=' '' | string replace -r '^["\\']' '')
    git-exp complete $argv[1] -- "$typed" 2>/dev/null
end
complete -c git-exp -f`

function verbLines(commands: readonly CommandOutline[]): string[] {
  const groups = [...new Set(commands.filter(({id}) => id.includes(' ')).map(({id}) => id.split(' ')[0]!))]
  const under = (group: string) =>
    commands.filter(({id}) => id.startsWith(`${group} `)).map(({id}) => id.slice(group.length + 1))
  return [
    ...groups.map(group => verbLine('', group, under(group).join(', '))),
    ...commands.map(({id, summary}) => verbLine(id.split(' ').slice(0, -1).join(' '), id.split(' ').at(-1)!, summary)),
  ]
}

function verbLine(before: string, verb: string, says: string): string {
  return `complete -c git-exp -n ${quoted(`__git_exp_at ${before}`.trim())} -a ${quoted(verb)} -d ${quoted(says)}`
}

function commandLines({id, args, flags}: CommandOutline): string[] {
  const inside = `__git_exp_in ${id}`
  const completes = lastCompletes(args)
  return [
    ...(completes === undefined
      ? []
      : [`complete -c git-exp -n ${quoted(inside)} ${source(completes).replace(/^-[xr] /, '')}`]),
    ...flags.map(flag => flagLine(inside, flag)),
  ]
}

function flagLine(condition: string, flag: FlagOutline): string {
  const value =
    flag.name === 'directory' ? " -x -a '(__fish_complete_directories)'" : ` ${source(flag.options ?? flag.completes)}`
  const char = flag.char ? ` -s ${flag.char}` : ''
  return `complete -c git-exp -n ${quoted(condition)} -l ${flag.name}${char}${flag.value ? value : ''} -d ${quoted(flagText(flag))}`
}

/** -x: a value, and no files. */
function source(completes: FlagOutline['completes']): string {
  if (completes === 'file') return '-r -F'
  if (completes === 'run') return "-x -a '(__git_exp_runs)'"
  if (typeof completes === 'string') return `-x -a '(__git_exp_looked_up ${completes})'`
  return completes === undefined ? '-x' : `-x -a ${quoted(completes.join(' '))}`
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}
