import {join} from 'node:path'
import {ExpError} from '../base/errors'
import {outline} from '../cli/manual/outline'
import {completionScript, SHELLS, type ShellName} from '../cli/manual/shells'
import {type CommandIo, defineCommand} from '../cli/spec'

export const command = defineCommand({
  id: 'completion',
  summary: 'Print the completion script of a shell, or install it',
  description: `bash needs the bash-completion package; the script is loaded when git exp is first completed.
zsh needs the folder of the script on its fpath.`,
  examples: [
    {command: 'git exp completion bash --install', says: 'for your user'},
    {command: 'git exp completion zsh > ~/.zfunc/_git-exp', says: 'wherever you keep them'},
  ],
  args: [{name: 'shell', summary: 'bash, zsh or fish; default: the one of $SHELL', completes: SHELLS}],
  flags: {install: {kind: 'boolean', summary: 'write it where the shell looks for it, in your home folder'}},
  async run({args, flags}, io) {
    const shell = shellName(args.shell, io)
    const script = completionScript(shell, await outline(io.commands))
    if (!flags.install) return {data: {shell, script}, text: script}
    const path = placeOf(shell, io)
    await io.place(path, script)
    const hints = shell === 'zsh' ? [`in ~/.zshrc, before compinit: fpath=(${join(path, '..')} $fpath)`] : []
    return {data: {shell, path}, text: `${path}\n`, hints: [...hints, 'start a new shell']}
  },
})

function shellName(said: string | undefined, io: CommandIo): ShellName {
  const name = said ?? io.env['SHELL']?.split('/').at(-1) ?? ''
  const shell = SHELLS.find(each => each === name)
  if (shell) return shell
  throw new ExpError('USAGE', `there is no completion for '${name}'; expected ${SHELLS.join(', ')}`, {
    hints: ['git exp completion bash'],
  })
}

/** Where the shell looks for scripts of the user's. */
function placeOf(shell: ShellName, {env}: CommandIo): string {
  const home = env['HOME'] ?? '.'
  const data = env['XDG_DATA_HOME'] || join(home, '.local/share')
  const config = env['XDG_CONFIG_HOME'] || join(home, '.config')
  if (shell === 'bash') return join(data, 'bash-completion/completions/git-exp')
  return shell === 'zsh' ? join(data, 'zsh/site-functions/_git-exp') : join(config, 'fish/completions/git-exp.fish')
}
