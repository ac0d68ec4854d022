import {dirname} from 'node:path'
import {ExpError} from '../base/errors'
import {safe, shellWord} from '../base/text'
import {wantsColor} from './color'
import type {Host, Shell} from './host'
import {warning} from './report'
import {terminalScreen} from './screen'
import type {CommandIo, LooseInput, Screen} from './spec'
import {writeErr, writeOut} from './streams'

const USUAL_WIDTH = 80

/** Goes to each `-C` in turn, as git does. Throws FILE_NOT_FOUND. */
export function enter(directories: readonly string[]): void {
  for (const directory of directories) {
    try {
      if (directory !== '') process.chdir(directory)
    } catch (error) {
      const {code, message} = error as NodeJS.ErrnoException
      const why = code === 'ENOENT' ? 'there is no such folder' : code === 'ENOTDIR' ? 'it is no folder' : message
      throw new ExpError('FILE_NOT_FOUND', `cannot change to '${directory}': ${why}`, {
        hints: [`what is there: ls ${shellWord(dirname(directory))}`],
        cause: error,
      })
    }
  }
}

/** A person reads stdout: on a terminal, or through the pager that git has started for us. */
export function readByPerson(): boolean {
  return process.stdout.isTTY === true || process.env['GIT_PAGER_IN_USE'] === 'true'
}

/** What a command learns of its surroundings; colour is asked for only when it is read. */
export function commandIo(input: LooseInput, shell: Shell, machine: Host | undefined): CommandIo {
  const {env} = process
  const terminal = readByPerson()
  let color: boolean | undefined
  let screen: Screen | undefined
  return {
    cwd: currentFolder,
    env,
    json: input.flags['json'] === true,
    get color() {
      const flag = input.flags['color'] as string | undefined
      color ??= wantsColor({flag, terminal, env}, () => machine?.wantsColor() === true)
      return color
    },
    width: terminal ? process.stdout.columns || Number(env['COLUMNS']) || USUAL_WIDTH : Number.POSITIVE_INFINITY,
    isTerminal: terminal,
    get screen() {
      const able = process.stdout.isTTY === true && env['TERM'] !== 'dumb' && input.flags['json'] !== true
      screen ??= able ? terminalScreen() : undefined
      return screen
    },
    commands: shell.commands,
    warn: message => writeErr(warning(message)),
    print: text => void writeOut(text),
    pour: async pieces => {
      for await (const piece of pieces) await writeOut(piece)
    },
    launch: async (program, file) => (await shell.host()).launch(program, file, input.flags['json'] === true),
    tell: message => writeErr(`${safe(message)}\n`),
    confirm:
      process.stdin.isTTY && process.stderr.isTTY
        ? async question => (await shell.host()).confirm(safe(question))
        : undefined,
    place: async (path, text) => (await shell.host()).place(path, text),
  }
}

function currentFolder(): string {
  try {
    return process.cwd()
  } catch (cause) {
    throw new ExpError('FILE_NOT_FOUND', 'the current folder is gone', {hints: ['cd to a folder that exists'], cause})
  }
}
