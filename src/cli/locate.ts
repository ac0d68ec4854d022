import {GLOBAL_FLAGS} from './globals'
import type {CommandTable} from './spec'

export interface Located {
  /** The command typed; undefined where the first words name none. */
  readonly id: string | undefined
  /** What follows the command, flags that stood in front of it first; without a command, all but those flags. */
  readonly argv: readonly string[]
  /** The words where a command should stand, up to the first flag. */
  readonly words: readonly string[]
}

const LONGEST_ID = 3

/** Finds the command in what was typed. Never throws. */
export function locate(typed: readonly string[], commands: CommandTable): Located {
  const start = lengthOfGlobals(typed)
  const globals = typed.slice(0, start)
  const rest = typed.slice(start)
  if (rest[0] === '--version' || rest[0] === '-v')
    return {id: 'version', argv: [...globals, ...rest.slice(1)], words: []}
  const words = leadingWords(rest)
  for (let n = Math.min(LONGEST_ID, words.length); n > 0; n--) {
    const id = words.slice(0, n).join(' ')
    if (Object.hasOwn(commands, id)) return {id, argv: [...globals, ...rest.slice(n)], words}
  }
  return {id: undefined, argv: rest, words}
}

/** True where help is asked for: before `--`, which ends our own flags. */
export function asksForHelp(argv: readonly string[]): boolean {
  return ours(argv).some(word => word === '-h' || word === '--help')
}

/** True where `--json` stands among our own flags, however wrong the rest is. */
export function asksForJson(argv: readonly string[]): boolean {
  return ours(argv).includes('--json')
}

function ours(argv: readonly string[]): readonly string[] {
  const end = argv.indexOf('--')
  return end === -1 ? argv : argv.slice(0, end)
}

function leadingWords(argv: readonly string[]): readonly string[] {
  const end = argv.findIndex(word => word.startsWith('-'))
  return end === -1 ? argv : argv.slice(0, end)
}

function lengthOfGlobals(typed: readonly string[]): number {
  let i = 0
  for (;;) {
    const length = globalAt(typed[i])
    if (length === 0 || i + length > typed.length) return i
    i += length
  }
}

/** How many words the global flag takes that starts here; 0 where none does. */
function globalAt(word: string | undefined): 0 | 1 | 2 {
  if (word === undefined) return 0
  if (word === '-C') return 2
  if (/^-C./.test(word)) return 1
  const name = /^--([a-z-]+)(=.*)?$/s.exec(word)
  if (!name || !Object.hasOwn(GLOBAL_FLAGS, name[1]!)) return 0
  const boolean = GLOBAL_FLAGS[name[1] as keyof typeof GLOBAL_FLAGS].kind === 'boolean'
  return boolean || name[2] !== undefined ? 1 : 2
}
