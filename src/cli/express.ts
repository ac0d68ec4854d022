import {parseArgs} from 'node:util'
import {withGlobals} from './globals'
import type {AnyCommand, FlagSpec, LooseInput, LooseValue} from './spec'
import {arity, complete, integer} from './values'

type Option = {type: 'string' | 'boolean'; short?: string; multiple?: boolean}
type Said = Record<string, LooseValue>

/**
 * Reads what was typed after a command, in under 2 ms, where it is plainly right; undefined where it is not sure.
 * It never explains: the other parser (oclif) does.
 */
export function expressParse(command: AnyCommand, argv: readonly string[]): LooseInput | undefined {
  const flags = withGlobals(command.flags)
  const tokens = tokensOf(flags, argv)
  if (!tokens) return undefined
  const said: Said = {}
  const words: string[] = []
  for (const token of tokens) {
    if (token.kind === 'positional') words.push(token.value)
    if (token.kind === 'option' && !take(said, flags, token)) return undefined
  }
  const {least, most} = arity(command)
  return words.length < least || words.length > most ? undefined : complete(command, said, words)
}

interface OptionToken {
  readonly name: string
  readonly rawName: string
  readonly value?: string | undefined
}

function take(said: Said, flags: Readonly<Record<string, FlagSpec>>, token: OptionToken): boolean {
  const negated = flags[token.name] === undefined
  const name = negated ? token.name.slice('no-'.length) : token.name
  const flag = flags[name]!
  if (flag.kind === 'boolean') {
    said[name] = !negated
    return true
  }
  // `-n=5` means "=5" to one parser and "5" to the other.
  if (!token.rawName.startsWith('--') && token.value?.startsWith('=')) return false
  const value = taken(flag, token.value!)
  if (value === undefined || (said[name] !== undefined && !flag.multiple)) return false
  said[name] = flag.multiple ? ([...((said[name] as string[]) ?? []), value] as string[]) : value
  return true
}

function taken(flag: Exclude<FlagSpec, {kind: 'boolean'}>, text: string): string | number | undefined {
  if (flag.kind === 'integer') return integer(text, flag.min)
  if (flag.kind === 'option') return flag.options.includes(text) ? text : undefined
  return text
}

/** Words of another command are its own: `--` goes before the first where nobody has put it. */
export function setApart(command: AnyCommand, argv: readonly string[]): readonly string[] {
  if (!command.args.some(({verbatim}) => verbatim)) return argv
  const {tokens} = parseArgs({
    args: [...argv],
    options: optionsOf(withGlobals(command.flags)),
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const first = tokens.find(({kind}) => kind === 'positional' || kind === 'option-terminator')
  return first?.kind === 'positional' ? [...argv.slice(0, first.index), '--', ...argv.slice(first.index)] : argv
}

function tokensOf(flags: Readonly<Record<string, FlagSpec>>, argv: readonly string[]) {
  const options = optionsOf(flags)
  try {
    return parseArgs({args: [...argv], options, allowPositionals: true, strict: true, tokens: true}).tokens
  } catch {
    return undefined
  }
}

function optionsOf(flags: Readonly<Record<string, FlagSpec>>): Record<string, Option> {
  const options: Record<string, Option> = {}
  for (const [name, flag] of Object.entries(flags)) {
    const boolean = flag.kind === 'boolean'
    options[name] = {type: boolean ? 'boolean' : 'string', multiple: true, ...(flag.char ? {short: flag.char} : {})}
    if (boolean && flag.negatable) options[`no-${name}`] = {type: 'boolean', multiple: true}
  }
  return options
}
