import {bashScript} from './bash'
import {fishScript} from './fish'
import type {CommandOutline} from './outline'
import {zshScript} from './zsh'

export const SHELLS = ['bash', 'zsh', 'fish'] as const
export type ShellName = (typeof SHELLS)[number]

/** The name each shell expects its script under. */
export const SCRIPT_NAMES: Readonly<Record<ShellName, string>> = {
  // bash-completion looks for a file of the program's name when `git exp <TAB>` is first typed.
  bash: 'git-exp.bash',
  zsh: '_git-exp',
  fish: 'git-exp.fish',
}

export function completionScript(shell: ShellName, commands: readonly CommandOutline[]): string {
  return {bash: bashScript, zsh: zshScript, fish: fishScript}[shell](commands)
}
