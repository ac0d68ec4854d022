import type {AnyCommand} from './spec'

/**
 * Flags whose value may be left out get the one they then have: `--watch` becomes `--watch=2`. A whole number behind one is its value
 * where the command takes no words: `--watch 5`. Neither parser knows such flags.
 */
export function withBareValues(command: AnyCommand, argv: readonly string[]): readonly string[] {
  const bare = bareValues(command)
  if (bare.size === 0) return argv
  const words: string[] = []
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at]!
    if (word === '--') return [...words, ...argv.slice(at)]
    const value = bare.get(word)
    const next = command.args.length === 0 ? /^\d+$/.exec(argv[at + 1] ?? '')?.[0] : undefined
    words.push(value === undefined ? word : `${word}=${next ?? value}`)
    if (value !== undefined && next !== undefined) at++
  }
  return words
}

function bareValues({flags}: AnyCommand): Map<string, number> {
  const found = new Map<string, number>()
  for (const [name, flag] of Object.entries(flags))
    if (flag.kind === 'integer' && flag.bare !== undefined) found.set(`--${name}`, flag.bare)
  return found
}
