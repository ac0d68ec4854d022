import {lookContextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'
import {formatPoint} from '../render/point-text'

export const command = defineCommand({
  id: 'put',
  summary: 'Add metric values to a run that goes on',
  description: `Values wait beside the ledger until the run ends, and are shown meanwhile. With --step they are points of a curve. RUN may be
- for the run around this command, as in a script under git exp run.`,
  examples: [
    {command: 'git exp put - dev.macro_f1=0.81 --step 300', says: 'from a script inside a run'},
    {command: 'git exp put k3v9 --follow', says: 'look on while it says more'},
  ],
  args: [
    {name: 'run', summary: 'the run; - is the one around this command', required: true, completes: 'run'},
    {name: 'value', summary: 'metric=number', multiple: true},
  ],
  flags: {
    step: {kind: 'integer', char: 's', summary: 'step of the training that they belong to', helpValue: '<n>'},
    follow: {kind: 'boolean', char: 'f', summary: 'print what the run says until it ends'},
  },
  async run({args, flags}, io) {
    const [context, {putPoints}, {followRun}] = await Promise.all([
      lookContextOf(io),
      import('../usecases/run/put-points'),
      import('../usecases/run/follow-run'),
    ])
    const run = args.run === '-' ? undefined : args.run
    if (flags.follow) {
      // One document is what --json promises.
      const followed = await followRun(context, run, point => io.json || io.print(`${formatPoint(point)}\n`))
      return {data: followed}
    }
    const put = await putPoints(context, {run, values: args.value, step: flags.step})
    return {data: put, text: put.points.map(point => `${formatPoint(point)}\n`).join('')}
  },
})
