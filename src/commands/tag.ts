import {safe} from '../base/text'
import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'

export const command = defineCommand({
  id: 'tag',
  summary: 'Add tags to a run, or remove them',
  description: 'A tag is an event beside the record, which stays as it is; two people may tag one run at once.',
  examples: [
    {command: 'git exp tag latest baseline', says: 'tag the newest run of this worktree'},
    {command: 'git exp tag k3v9 --remove baseline candidate', says: 'take one away and add another'},
  ],
  args: [
    {name: 'run', summary: 'id, unique prefix, name, latest, latest~2, tag:NAME', required: true, completes: 'run'},
    {name: 'tags', summary: 'tags to add', multiple: true},
  ],
  flags: {
    remove: {kind: 'string', char: 'd', multiple: true, summary: 'tag to remove', helpValue: '<tag>'},
    message: {kind: 'string', char: 'm', summary: 'text of the commit', helpValue: '<text>'},
    'dry-run': {kind: 'boolean', char: 'n', summary: 'say what would be done'},
  },
  async run({args, flags}, io) {
    const [context, {tagRun}] = await Promise.all([contextOf(io), import('../usecases/tag-run')])
    const message = flags.message === undefined ? {} : {message: flags.message}
    const input = {run: args.run, add: args.tags, remove: flags.remove, dryRun: flags['dry-run'], ...message}
    const {id, name, commit, event, warnings, hints} = await tagRun(context, input)
    const signs = (key: 'add' | 'remove', sign: string) =>
      ((event?.[key] as readonly string[] | undefined) ?? []).map(tag => ` ${sign}${safe(tag)}`).join('')
    const said = event ? `${signs('add', '+')}${signs('remove', '-')}` : ' (already so)'
    return {data: {id, name, commit, event}, text: `${id}  ${safe(name)} ${said}\n`, warnings, hints}
  },
})
