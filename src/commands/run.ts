import {runContextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'
import {runWords, WORD_FLAGS} from './run-words'

export const command = defineCommand({
  id: 'run',
  summary: 'Run a command and record it: code, data, environment before it starts; results after',
  description: `Before the command starts one commit records the exact code (a dirty tree as a snapshot), the data and the machine, with the
status running. When it has ended a second one has the outcome: finished, failed with the last lines of stderr, aborted or
preempted. Files named by --artifact follow as an event.

The command has its own stdin, stdout and stderr; signals are passed on; its exit code is ours. Whatever becomes of the record
(the ledger locked, the disk full, git gone), the command is not disturbed, and what could not be committed waits: git exp recover.`,
  examples: [
    {command: 'git exp run -- python train.py --lr 1e-4', says: 'record a training'},
    {
      command: 'git exp run --data train=data/train.csv --artifact "out/*.pt" -- make train',
      says: 'with its data and what it leaves',
    },
  ],
  args: [
    {
      name: 'command',
      summary: 'the command and its words, after --',
      required: true,
      multiple: true,
      verbatim: true,
      completes: 'file',
    },
  ],
  flags: {
    ...WORD_FLAGS,
    in: {kind: 'string', summary: 'begin this submitted run', helpValue: '<run>', completes: 'run'},
    resume: {kind: 'string', summary: 'another attempt of this run', helpValue: '<run>', completes: 'run'},
    'at-snapshot': {
      kind: 'boolean',
      summary: 'with --in or --resume: at the code as it was recorded, in a folder of its own',
    },
    each: {kind: 'boolean', summary: 'each task of a job step is a run of its own'},
    'id-file': {
      kind: 'string',
      summary: 'write the id there before the command starts',
      helpValue: '<file>',
      completes: 'file',
    },
  },
  async run({args, flags}, io) {
    const [context, {runCommand}] = await Promise.all([runContextOf(io), import('../usecases/run/run-command')])
    const {in: submitted, resume, each, 'at-snapshot': atSnapshot, 'id-file': idFile, ...words} = flags
    const ran = await runCommand(context, {
      words: runWords(words),
      argv: args.command,
      ...(submitted !== undefined && {in: submitted}),
      ...(resume !== undefined && {resume}),
      each,
      atSnapshot,
      ...(idFile !== undefined && {opened: (id: string) => io.place(idFile, `${id}\n`)}),
      tell: ({kind, text}) =>
        kind === 'warning' ? io.warn(text) : io.tell(kind === 'hint' ? `hint: ${text}` : `git exp: run ${text}`),
    })
    return {data: ran, exit: ran.exit}
  },
})
