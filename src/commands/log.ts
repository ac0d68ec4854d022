import {ExpError} from '../base/errors'
import {contextOf} from '../cli/context'
import {type CommandIo, defineCommand} from '../cli/spec'
import type {VersionsInput} from '../usecases/code-versions'

export const command = defineCommand({
  id: 'log',
  summary: 'Show the history of the ledger, or of one run',
  description: `One entry a commit, newest first: who changed what, and why.

With paths behind -- it is the history of files over runs: each version that they had in the code of some run, the first run that had it, how
many had it, and until when. Which runs these are, git exp code tells.`,
  examples: [
    {command: 'git exp log', says: 'what happened lately'},
    {command: 'git exp log latest', says: 'the life of one run'},
    {command: 'git exp log -- src/model.py', says: 'which runs ran which version of a file'},
  ],
  args: [
    {name: 'run', summary: 'only the changes of this run', completes: 'run'},
    {
      name: 'path',
      summary: 'versions of these files, or folders, in the code of runs',
      multiple: true,
      behind: true,
      completes: 'file',
    },
  ],
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
    if (args.path.length > 0) return versions(args, flags, io)
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

async function versions(
  {run, path: paths}: {readonly run: string | undefined; readonly path: readonly string[]},
  flags: Omit<VersionsInput, 'paths'>,
  io: CommandIo,
) {
  if (run !== undefined) {
    throw new ExpError('USAGE', 'the versions of a file are those of all runs; found a run too', {
      hints: ['git exp log -- <path>', `git exp code -- <path>`],
    })
  }
  const [context, {codeVersions}, {renderVersions}] = await Promise.all([
    contextOf(io),
    import('../usecases/code-versions'),
    import('../render/versions-view'),
  ])
  const {hints, ...found} = await codeVersions(context, {...flags, paths})
  return {
    data: found,
    text: () => renderVersions(found, {color: io.color, width: io.width, now: context.clock.now()}),
    hints,
  }
}
