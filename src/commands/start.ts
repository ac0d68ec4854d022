import {runContextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'
import {runWords, WORD_FLAGS} from './run-words'

export const command = defineCommand({
  id: 'start',
  summary: 'Record a run that begins later: in a job, by hand, on another machine',
  description: `The code, the data and the machine are recorded as they are now. The run begins with git exp run --in ID, or is carried
by hand: git exp put, then git exp finish. What is said at its beginning is laid over what is said here. In a job's script:

  git exp run --in "$ID" -- python train.py`,
  examples: [
    {command: 'ID=$(git exp start --print-id --name ner_subword -- python train.py)', says: 'at submission'},
    {command: 'git exp start --hypothesis "longer context helps" --tag ner', says: 'without a command yet'},
  ],
  args: [
    {
      name: 'command',
      summary: 'the command that will run, after --',
      multiple: true,
      verbatim: true,
      completes: 'file',
    },
  ],
  flags: {...WORD_FLAGS, 'print-id': {kind: 'boolean', summary: 'print the id alone'}},
  async run({args, flags}, io) {
    const [context, {startRun}] = await Promise.all([runContextOf(io), import('../usecases/run/start-run')])
    const {'print-id': idAlone, ...words} = flags
    const tell = ({text}: {text: string}) => io.warn(text)
    const started = await startRun(context, {words: runWords(words), argv: args.command, tell})
    return {data: started, text: idAlone ? `${started.id}\n` : `${started.id}  ${started.name}\n`}
  },
})
