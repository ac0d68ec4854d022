import {manPages} from '../src/cli/manual/man'
import {outline} from '../src/cli/manual/outline'
import {referencePage} from '../src/cli/manual/reference'
import {completionScript, SCRIPT_NAMES, SHELLS} from '../src/cli/manual/shells'
import {VERSION} from '../src/cli/version'
import {COMMANDS} from '../src/commands/registry'

/** Everything that is made from the specifications of the commands: file name → text. */
export async function pages() {
  const commands = await outline(COMMANDS)
  return {
    man: manPages(commands, VERSION),
    completions: new Map(SHELLS.map(shell => [SCRIPT_NAMES[shell], completionScript(shell, commands)])),
    reference: referencePage(commands),
  }
}
