import {runContextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'
import {WORD_FLAGS} from './run-words'

export const command = defineCommand({
  id: 'finish',
  summary: 'End a run that git exp start began and no git exp run is around',
  description: `Metrics said with git exp put, curves and artifacts become its last record. git exp run ends its own run by itself; one whose
git exp run was killed is ended here, or goes on with git exp run --resume.`,
  examples: [
    {command: 'git exp finish "$ID" --artifact "out/*.json"', says: 'all went well'},
    {command: 'git exp finish k3v9 --status failed --reason "node went down"', says: 'it did not'},
  ],
  args: [{name: 'run', summary: 'id, unique prefix, name', required: true, completes: 'run'}],
  flags: {
    status: {
      kind: 'option',
      summary: 'how it ended',
      options: ['finished', 'failed', 'aborted', 'preempted'],
      default: 'finished',
    },
    reason: {kind: 'string', summary: 'why it did not finish', helpValue: '<text>'},
    artifact: WORD_FLAGS.artifact,
    keep: WORD_FLAGS.keep,
  },
  async run({args, flags}, io) {
    const [context, {finishRun}] = await Promise.all([runContextOf(io), import('../usecases/run/finish-run')])
    const finished = await finishRun(context, {
      run: args.run,
      status: flags.status,
      reason: flags.reason,
      artifacts: flags.artifact,
      keep: flags.keep,
      tell: ({text}) => io.warn(text),
    })
    return {data: finished, text: `${finished.id}  ${finished.name}  ${finished.status}\n`}
  },
})
