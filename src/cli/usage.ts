import {ExpError} from '../base/errors'
import {nearest} from '../base/text'
import type {AnyCommand, ArgSpec, CommandTable, FlagSpec} from './spec'

/** `ls [flags] [RUN...]`: a command as the usage line of help and man pages spells it, without `git exp`. */
export function usageLine(command: AnyCommand): string {
  return [command.id, '[flags]', ...command.args.map(argLabel)].join(' ')
}

/** `RUN`, `[RUN]`, `RUN...`, `[RUN...]`, `[-- PATH...]`. */
export function argLabel(arg: ArgSpec): string {
  const name = `${arg.name.toUpperCase()}${arg.multiple ? '...' : ''}`
  return arg.required ? name : `[${arg.behind ? '-- ' : ''}${name}]`
}

/** How the value of a flag is called in help. */
export function valueName(flag: Exclude<FlagSpec, {kind: 'boolean'}>): string {
  if (flag.helpValue !== undefined) return flag.helpValue
  if (flag.kind === 'option') return flag.options.join('|')
  return flag.kind === 'integer' ? '<n>' : '<value>'
}

/** For words that name no command: half a command, a slip of the hand, or a flag in front of it. */
export function noSuchCommand(words: readonly string[], argv: readonly string[], commands: CommandTable): ExpError {
  const ids = Object.keys(commands)
  const word = words[0]
  if (word === undefined) {
    const flag = argv.find(each => each.startsWith('-')) ?? ''
    return new ExpError('USAGE', `unknown flag '${flag}' in front of the command`, {hints: ['see: git exp help']})
  }
  const under = ids.filter(id => id.startsWith(`${word} `))
  if (under.length > 0) {
    const verbs = under.map(id => id.slice(word.length + 1))
    return new ExpError(
      'USAGE',
      `'${word}' wants one of: ${verbs.join(', ')}${words[1] ? `; found '${words[1]}'` : ''}`,
      {
        hints: [`git exp ${nearest(words.slice(0, 2).join(' '), under) ?? under[0]!}`],
        data: {commands: under},
      },
    )
  }
  const similar = nearest(word, ids)
  return new ExpError('USAGE', `'${word}' is not a git exp command`, {
    hints: similar === undefined ? ['see: git exp help'] : [`the most similar command is: git exp ${similar}`],
    data: {word, ...(similar === undefined ? {} : {similar})},
  })
}
