import {safe} from '../base/text'
import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'

export const command = defineCommand({
  id: 'note',
  summary: 'Add a note to a run',
  description:
    'A note is an event beside the record, with its author and time. With - the text is read from standard input.',
  examples: [{command: 'git exp note latest "neutral collapsed on support emails"', says: 'say what you noticed'}],
  args: [
    {name: 'run', summary: 'id, unique prefix, name, latest, latest~2, tag:NAME', required: true, completes: 'run'},
    {name: 'text', summary: 'the note; - for standard input', required: true},
  ],
  flags: {'dry-run': {kind: 'boolean', char: 'n', summary: 'say what would be done'}},
  async run({args, flags}, io) {
    const [context, {noteRun}] = await Promise.all([contextOf(io), import('../usecases/note-run')])
    const text = args.text === '-' ? Buffer.from(await context.files.readStdin(1024 * 1024)).toString() : args.text
    const dryRun = flags['dry-run']
    const {id, name, commit, event, warnings, hints} = await noteRun(context, {run: args.run, text, dryRun})
    return {data: {id, name, commit, event}, text: `${id}  ${safe(name)}  noted\n`, warnings, hints}
  },
})
