import {outline} from '../cli/manual/outline'
import {defineCommand} from '../cli/spec'

export const command = defineCommand({
  id: 'help',
  summary: 'Show the commands, or all about one',
  description: 'With --json: the commands, arguments and flags as data.',
  examples: [
    {command: 'git exp help', says: 'every command in one line each'},
    {command: 'git exp help template show', says: 'all about one command'},
  ],
  args: [{name: 'command', summary: 'the command to speak about', multiple: true}],
  flags: {},
  pager: true,
  async run({args}, io) {
    const {helpText} = await import('../cli/oclif/help')
    const text = await helpText(args.command, io.commands, io)
    const about = args.command.join(' ')
    const data = {
      commands: (await outline(io.commands)).filter(({id}) => `${id} `.startsWith(about === '' ? '' : `${about} `)),
    }
    return {data, text}
  },
})
