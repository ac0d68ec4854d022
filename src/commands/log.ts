import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'

export const command = defineCommand({
  id: 'log',
  summary: 'Show the history of the ledger, or of one run',
  description: 'One entry a commit, newest first: who changed what, and why.',
  examples: [
    {command: 'git exp log', says: 'what happened lately'},
    {command: 'git exp log latest', says: 'the life of one run'},
  ],
  args: [{name: 'run', summary: 'only the changes of this run', completes: 'run'}],
  flags: {
    since: {
      kind: 'string',
      summary: 'only changes made then or later: yesterday, "2 weeks ago", 36h',
      helpValue: '<time>',
    },
    until: {kind: 'string', summary: 'only changes made then or earlier', helpValue: '<time>'},
    limit: {kind: 'integer', char: 'n', summary: 'at most so many; 0 is all', default: 50, helpValue: '<n>'},
  },
  pager: true,
  async run({args, flags}, io) {
    const [context, {ledgerLog}, {renderLog}] = await Promise.all([
      contextOf(io),
      import('../usecases/ledger-log'),
      import('../render/log-view'),
    ])
    const {entries, hints} = await ledgerLog(context, {run: args.run, ...flags})
    return {
      data: {entries},
      text: () => renderLog(entries, {color: io.color, width: io.width, now: context.clock.now()}),
      hints,
    }
  },
})
