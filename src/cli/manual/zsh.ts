import {LOOKED_UP} from '../spec'
import {type CommandOutline, type FlagOutline, flagText, globalFlags} from './outline'

/** zsh completion: git's own `_git` finds the function by its name and the file by its second line. */
export function zshScript(commands: readonly CommandOutline[]): string {
  const groups = [...new Set(commands.filter(({id}) => id.includes(' ')).map(({id}) => id.split(' ')[0]!))]
  const first = [...new Set(commands.map(({id}) => id.split(' ')[0]!))]
  return [
    '#compdef git-exp',
    '#description record, find and compare experiments in git',
    '',
    '__git_exp_runs() {',
    '  local -a runs',
    `  runs=(latest \${(f)"$(git log -n 200 --format=%s \${$(git config exp.ledger):-exp-ledger} -- 2>/dev/null | sed -n 's/^record: //p' | sort -u)"})`,
    '  compadd -a runs',
    '}',
    '',
    // Within quotes $PREFIX is what follows the quote.
    '__git_exp_looked_up() {',
    '  local -a found',
    `  found=(\${(f)"$(git-exp complete $1 -- "\${(Q)PREFIX}" 2>/dev/null)"})`,
    "  compadd -S '' -a found",
    '}',
    ...LOOKED_UP.map(kind => `__git_exp_${kind}() { __git_exp_looked_up ${kind} }`),
    '',
    '_git-exp() {',
    '  local curcontext=$curcontext id',
    '  local -a verbs',
    `  while [[ $words[2] == (-C|--directory|--color) && CURRENT -gt 3 ]]; do words=($words[1] \${words[4,-1]}); (( CURRENT -= 2 )); done`,
    '  if (( CURRENT == 2 )); then',
    describe(
      'verbs',
      first.map(word => [word, summaryOf(commands, word)]),
    ),
    '    return',
    '  fi',
    '  id=$words[2]',
    ...(groups.length === 0 ? [] : groupLines(groups, commands)),
    '  shift words; (( CURRENT-- ))',
    '  case $id in',
    ...commands.map(commandCase),
    '  esac',
    '}',
    '',
    '_git-exp "$@"',
    '',
  ].join('\n')
}

function groupLines(groups: readonly string[], commands: readonly CommandOutline[]): string[] {
  const cases = groups.map(group => {
    const under = commands.filter(({id}) => id.startsWith(`${group} `))
    return `      ${group})\n${describe(
      'verbs',
      under.map(({id, summary}) => [id.slice(group.length + 1), summary]),
    )} ;;`
  })
  return [
    `  if [[ $id == (${groups.join('|')}) ]]; then`,
    '    if (( CURRENT == 3 )); then',
    '      case $id in',
    ...cases,
    '      esac',
    '      return',
    '    fi',
    '    shift words; (( CURRENT-- )); id="$id $words[2]"',
    '  fi',
  ]
}

function describe(name: string, entries: readonly (readonly [string, string])[]): string {
  const list = entries.map(([word, says]) => quoted(`${word}:${says.replaceAll(':', '\\:')}`))
  return `    ${name}=(${list.join(' ')})\n    _describe 'git exp command' ${name}`
}

function summaryOf(commands: readonly CommandOutline[], word: string): string {
  const own = commands.find(({id}) => id === word)
  return (
    own?.summary ??
    `${commands
      .filter(({id}) => id.startsWith(`${word} `))
      .map(({id}) => id.slice(word.length + 1))
      .join(', ')}`
  )
}

function commandCase({id, args, flags}: CommandOutline): string {
  const specs = [...flags, ...globalFlags()].flatMap(flagSpecs)
  // The words behind `--` are no business of zsh's: it takes them for more of the same.
  const own = args.filter(({behind}) => !behind)
  const last = own.map((arg, i) =>
    quoted(`${arg.multiple ? '*' : i + 1}:${bare(arg.summary)}:${action(arg.completes)}`),
  )
  return `    ${quoted(id)}) _arguments -s ${[...specs, ...last].join(' ')} ;;`
}

function flagSpecs(flag: FlagOutline): string[] {
  const value = flag.value === undefined ? '' : `:${bare(flag.value)}:${valueAction(flag)}`
  const star = flag.multiple ? '*' : ''
  const text = `[${bare(flagText(flag))}]${value}`
  const long = quoted(`${star}--${flag.name}${flag.value ? '=' : ''}${text}`)
  const char = flag.char ? [quoted(`${star}-${flag.char}${flag.value ? '+' : ''}${text}`)] : []
  return [long, ...char, ...(flag.negatable ? [quoted(`--no-${flag.name}${text}`)] : [])]
}

function valueAction(flag: FlagOutline): string {
  if (flag.name === 'directory') return '_files -/'
  return flag.options ? `(${flag.options.join(' ')})` : action(flag.completes)
}

function action(completes: FlagOutline['completes']): string {
  if (completes === 'file') return '_files'
  if (completes === 'run') return '__git_exp_runs'
  if (typeof completes === 'string') return `__git_exp_${completes}`
  return completes === undefined ? ' ' : `(${completes.join(' ')})`
}

/** Without what _arguments gives a meaning. */
function bare(text: string): string {
  return text.replace(/[[\]:\\]/g, ' ')
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
