import type {Completes} from '../spec'
import {type CommandOutline, type FlagOutline, globalFlags, lastCompletes} from './outline'

/** bash completion for `git exp` (git calls `_git_exp`) and `git-exp`. Starts Node for names of fields alone; run names come from the ledger's subjects. */
export function bashScript(commands: readonly CommandOutline[]): string {
  return [
    '# bash completion for git exp; made by git exp completion',
    table('__git_exp_verbs', verbs(commands)),
    table(
      '__git_exp_flags',
      commands.map(({id, flags}) => [id, [...flags, ...globalFlags()].flatMap(flagWords)]),
    ),
    table(
      '__git_exp_args',
      commands.map(({id, args}) => [id, words(lastCompletes(args))]),
    ),
    table('__git_exp_values', commands.flatMap(valueRows)),
    MACHINE,
  ].join('\n')
}

type Row = readonly [string, readonly string[]]

/** '' → first words; `template` → list show check. */
function verbs(commands: readonly CommandOutline[]): Row[] {
  const under = new Map<string, Set<string>>([['', new Set()]])
  for (const {id} of commands) {
    const [first, ...rest] = id.split(' ')
    under.get('')!.add(first!)
    if (rest.length > 0) under.set(first!, (under.get(first!) ?? new Set()).add(rest.join(' ')))
  }
  return [...under].map(([key, set]) => [key, [...set].sort()])
}

function flagWords(flag: FlagOutline): string[] {
  const long = `--${flag.name}${flag.value ? '=' : ''}`
  return [long, ...(flag.negatable ? [`--no-${flag.name}`] : []), ...(flag.char ? [`-${flag.char}`] : [])]
}

function valueRows({id, flags}: CommandOutline): Row[] {
  const valued = [...flags, ...globalFlags()].filter(({value}) => value !== undefined)
  return valued.flatMap(flag => {
    const values = flag.name === 'directory' ? ['@file'] : (flag.options ?? words(flag.completes))
    const keys = [`--${flag.name}`, ...(flag.char ? [`-${flag.char}`] : [])]
    return keys.map(key => [`${id} ${key}`, values] as const)
  })
}

/** `@file`, `@run`, `@field` … stand for what is looked up when TAB is typed. */
function words(completes: Completes | undefined): readonly string[] {
  return typeof completes === 'string' ? [`@${completes}`] : (completes ?? [])
}

/** A function that prints the words of a key, and fails for keys it does not know. */
function table(name: string, rows: readonly Row[]): string {
  const cases = rows.map(([key, values]) => `    '${key}') echo '${values.join(' ')}' ;;`)
  return `${name}() {\n  case "$1" in\n${cases.join('\n')}\n    *) return 1 ;;\n  esac\n}`
}

const MACHINE = `
# Names of the newest runs: the subjects of the ledger's commits.
__git_exp_runs() {
  local ref
  ref=$(git config exp.ledger 2>/dev/null) || ref=exp-ledger
  echo latest
  git log -n 200 --format=%s "$ref" -- 2>/dev/null | sed -n 's/^record: \\([A-Za-z0-9._/-]*\\)$/\\1/p' | sort -u
}

# Fields and filters of the ledger that go on with $cur; within quotes what follows the quote is replaced.
__git_exp_looked_up() {
  local typed=$cur line
  case "$typed" in \\'*|\\"*) typed=\${typed:1} ;; esac
  while IFS= read -r line; do
    # Not in quotes, a sign behind a field would be a word of its own.
    [[ $cur == [\\'\\"]* ]] || line=\${line%% *}
    echo "$line"
  done < <(git-exp complete "$1" -- "$typed" 2>/dev/null) | uniq
}

# offer PREFIX WORD...: completes $cur; what begins with @ is looked up.
__git_exp_offer() {
  local prefix=$1 list=() word end=' '
  shift
  for word in "$@"; do
    case "$word" in
      @file) compopt -o filenames +o nospace 2>/dev/null; end=''; while IFS= read -r word; do list+=("$word"); done < <(compgen -f -- "$cur") ;;
      @run) list+=($(compgen -W "$(__git_exp_runs)" -- "$cur")) ;;
      @field|@fields|@filter) [[ $word == @field ]] || end=''; while IFS= read -r word; do list+=("$word"); done < <(__git_exp_looked_up "\${word#@}") ;;
      *) [[ $word == "$cur"* ]] && list+=("$word") ;;
    esac
  done
  COMPREPLY=()
  for word in "\${list[@]}"; do
    case "$word" in *=|*.) COMPREPLY+=("$prefix$word") ;; *) COMPREPLY+=("$prefix$word$end") ;; esac
  done
}

# __git_exp_main WORD...: the words after the program, the last is the one being typed.
__git_exp_main() {
  # Readline makes a word of its own of an "@", and takes what is offered with it.
  if [[ $# -gt 1 && \${*: -2:1} == ?(--*=)@ && $COMP_WORDBREAKS == *@* ]]; then set -- "\${@:1:$#-2}" "\${*: -2:1}\${*: -1}"; fi
  local cur=\${*: -1} prev='' id='' first='' word skip='' flag
  local before=("\${@:1:$#-1}")
  for word in "\${before[@]}"; do
    prev=$word
    if [[ $skip ]]; then skip=''; continue; fi
    case "$word" in
      -C|--directory|--color) [[ $id$first ]] || skip=1 ;;
      -*) ;;
      *)
        if [[ ! $id && ! $first ]]; then
          if __git_exp_verbs "$word" >/dev/null; then first=$word; fi
          if __git_exp_flags "$word" >/dev/null; then id=$word; fi
        elif [[ $first && ! ($id == *' '*) ]] && __git_exp_flags "$first $word" >/dev/null; then
          id="$first $word"
        fi ;;
    esac
  done
  if [[ $cur == --*=* ]]; then
    flag=\${cur%%=*} cur=\${cur#*=}
    # Readline has cut the word at "=" already unless COMP_WORDBREAKS lacks it.
    if [[ $COMP_WORDBREAKS == *=* ]]; then __git_exp_offer '' $(__git_exp_values "$id $flag")
    else __git_exp_offer "$flag=" $(__git_exp_values "$id $flag"); fi
  elif [[ $id && $prev == -* && $prev != *=* ]] && __git_exp_values "$id $prev" >/dev/null; then
    __git_exp_offer '' $(__git_exp_values "$id $prev")
  elif [[ $id && $cur == -* ]]; then __git_exp_offer '' $(__git_exp_flags "$id")
  elif [[ $id ]]; then
    if [[ $id == help ]]; then __git_exp_offer '' $(__git_exp_verbs "$first"); else __git_exp_offer '' $(__git_exp_args "$id"); fi
  else __git_exp_offer '' $(__git_exp_verbs "$first"); fi
}

# Called by git's own completion: words and cword are set, __git_cmd_idx is where "exp" stands.
_git_exp() {
  local at=\${__git_cmd_idx:-1}
  __git_exp_main "\${words[@]:$((at + 1)):$((cword - at))}"
}

# For git-exp itself: "--format=md" comes as three words; they are put together again.
__git_exp_direct() {
  local joined=() i word n=0
  for ((i = 1; i <= COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]}
    if [[ $n -gt 0 && ($word == =?(@) || \${COMP_WORDS[i-1]} == =?(@)) && \${joined[n-1]} == --* ]]; then joined[n-1]+=$word
    else joined[n++]=$word; fi
  done
  __git_exp_main "\${joined[@]}"
}

complete -o bashdefault -o default -o nospace -F __git_exp_direct git-exp
`
