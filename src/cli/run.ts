import {withBareValues} from './bare'
import {expressParse, setApart} from './express'
import type {Shell} from './host'
import {commandIo, enter, readByPerson} from './io'
import {asksForHelp, asksForJson, locate} from './locate'
import {printError, printResult} from './print'
import type {AnyCommand, CommandTable, LooseInput} from './spec'
import {noSuchCommand} from './usage'
import {complete, partBehind} from './values'

/** Runs what was typed and sets `process.exitCode`; never throws, never exits before stdout is drained. */
export async function runShell(shell: Shell): Promise<void> {
  const json = asksForJson(shell.argv)
  process.on('uncaughtException', error => {
    void printError(error, json).then(code => process.exit(code))
  })
  try {
    process.exitCode = await answer(shell)
  } catch (error) {
    process.exitCode = await printError(error, json)
  }
}

async function answer(shell: Shell): Promise<number> {
  const {command, input} = await understand(shell.argv, shell.commands)
  enter(input.flags['directory'] as readonly string[])
  const machine = readByPerson() ? await shell.host() : undefined
  const io = commandIo(input, shell, machine)
  const result = await command.run(input, io)
  await printResult(result, io, paged(command, input) ? machine : undefined)
  return result.exit ?? 0
}

interface Understood {
  readonly command: AnyCommand
  readonly input: LooseInput
}

/** The express lane where it is sure; help and everything else goes to oclif, which takes 50 ms to load. */
async function understand(typed: readonly string[], commands: CommandTable): Promise<Understood> {
  const {id, argv, words: named} = locate(typed, commands)
  if (id === undefined && argv.length > 0 && !asksForHelp(argv)) throw noSuchCommand(named, argv, commands)
  if (id === undefined) return helpFor(named, typed, commands)
  const {command} = await commands[id]!()
  const {argv: words, behind} = partBehind(command, withBareValues(command, setApart(command, argv)))
  if (asksForHelp(words)) return helpFor(id.split(' '), typed, commands)
  const {flags, args} =
    expressParse(command, words) ?? (await (await import('./oclif/parse')).oclifParse(command, words))
  return {command, input: {flags, args: {...args, ...behind}}}
}

async function helpFor(
  words: readonly string[],
  typed: readonly string[],
  commands: CommandTable,
): Promise<Understood> {
  const {command} = await commands['help']!()
  return {command, input: complete(command, {json: asksForJson(typed)}, words)}
}

function paged(command: AnyCommand, input: LooseInput): boolean {
  const wanted = command.pager === true && input.flags['no-pager'] !== true
  return wanted && process.stdout.isTTY === true && process.env['GIT_PAGER_IN_USE'] !== 'true'
}
