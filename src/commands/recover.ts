import {safe, shellWord} from '../base/text'
import {lookContextOf, runContextOf} from '../cli/context'
import {type CommandIo, type CommandResult, defineCommand} from '../cli/spec'

interface Recovered {
  readonly id: string
  readonly name: string
  readonly what: 'artifacts' | 'inputs' | 'lost' | 'cleaned'
  readonly artifacts: number
}

function lineOf({id, name, what, artifacts}: Recovered): string {
  const done = {
    artifacts: `its ${artifacts} artifacts are recorded`,
    inputs: 'its inputs have their digests',
    lost: 'nobody runs it any more: judged lost, what it had said is on the ledger',
    cleaned: 'its end was recorded',
  }
  return `${id}  ${safe(name)}  ${done[what]}\n`
}

const BROUGHT = {
  brought: 'is on the ledger now',
  known: 'was on the ledger already',
  going: 'goes on; bring it in when it has ended',
}

async function bringIn(folder: string, io: CommandIo): Promise<CommandResult> {
  const [context, {bringInFolder}, {talk}] = await Promise.all([
    lookContextOf(io),
    import('../usecases/run/bring-in-folder'),
    import('../usecases/run/talk'),
  ])
  const said = talk(() => {})
  const runs = await bringInFolder(context, folder, said)
  const text = runs.map(({id, name, what}) => `${id}  ${safe(name)}  ${BROUGHT[what]}\n`).join('')
  return {
    data: {committed: runs.filter(({what}) => what === 'brought').length, rejected: [], left: 0, runs},
    text,
    warnings: said.warnings,
  }
}

export const command = defineCommand({
  id: 'recover',
  summary: 'Commit what waits in the spool',
  description: `A change waits in the spool when the ledger was locked for too long, the disk was full, or the machine died.
The next record takes it along; this commits it now.

Runs whose git exp run was killed get what is left to do. One that had ended gets its artifacts, and digests for inputs. One that was going on gets what
it had said, and the judgement that it is lost; git exp run --resume goes on with it, git exp finish ends it, and either counts
more than the judgement.

What the ledger can never take is set aside under exp/rejected, and told here until it is removed.`,
  examples: [
    {command: 'git exp recover', says: 'commit everything that waits'},
    {command: 'git exp recover .gitexp', says: 'bring in what python -m gitexp run recorded where there was no git'},
  ],
  args: [
    {
      name: 'folder',
      summary: 'where runs recorded themselves without git or Node, as .gitexp; each becomes a run, once',
      completes: 'file',
    },
  ],
  flags: {},
  no: 'an entry is set aside, with the reason',
  async run({args}, io) {
    if (args.folder !== undefined) return bringIn(args.folder, io)
    const [context, {recoverSpool}, {recoverRuns}] = await Promise.all([
      runContextOf(io),
      import('../usecases/recover-spool'),
      import('../usecases/run/recover-runs'),
    ])
    const result = await recoverSpool(context)
    const {runs, warnings} = await recoverRuns(context)
    const set = result.rejected.map(({path, reason}) => `set aside: ${path}: ${safe(reason)}`)
    return {
      data: {...result, runs},
      text: `${result.committed} committed\n${runs.map(lineOf).join('')}`,
      warnings: [...set, ...warnings],
      hints: result.rejected.slice(0, 1).map(({path}) => `to forget one that is dealt with: rm ${shellWord(path)}*`),
      exit: result.rejected.length > 0 ? 1 : 0,
    }
  },
})
