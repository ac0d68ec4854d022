import {showsBraille} from '../cli/braille'
import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'
import {WHICH, whichOf} from './which-runs'

const {'group-by': _, ...RUNS} = WHICH
/** Curves that have a letter of their own. */
const DRAWN_MAX = 52

export const command = defineCommand({
  id: 'curves',
  summary: 'Draw metrics over the steps of training, several runs in one picture',
  description: `Without runs or filters: the newest of this worktree. The curves that most of the runs have are drawn, the primary metric and losses
first, at most four; --metric chooses others. Values that are not finite are gaps; ▲ marks the step where a resumed run went on.

--smooth N draws the exponential moving average over N points above the values, weights normalized (pandas: ewm(span=N).mean()); what is
told of a curve is of its values.`,
  examples: [
    {command: 'git exp curves', says: 'the newest run, also while it goes on'},
    {command: `git exp curves baseline latest --metric '*loss' --smooth 20`, says: 'losses of two runs'},
    {command: 'git exp curves --tag ablation --format svg > curves.svg', says: 'for a pull request'},
  ],
  args: [{name: 'run', summary: 'run to draw', multiple: true, completes: 'run'}],
  flags: {
    metric: {
      kind: 'string',
      char: 'm',
      multiple: true,
      summary: 'these metrics; * is any text',
      helpValue: '<name>',
    },
    ...RUNS,
    smooth: {kind: 'integer', summary: 'average over so many points', default: 0, helpValue: '<n>'},
    log: {kind: 'boolean', summary: 'logarithmic values'},
    limit: {kind: 'integer', summary: 'so many runs at most; 0 is all', default: 12, helpValue: '<n>'},
    ascii: {kind: 'boolean', negatable: true, summary: 'letters in place of Braille dots; by the locale'},
    format: {
      kind: 'option',
      char: 'f',
      summary: 'how to print',
      options: ['terminal', 'svg', 'csv', 'json'],
      default: 'terminal',
    },
  },
  pager: true,
  async run({args, flags}, io) {
    const [context, {curvesOfRuns}] = await Promise.all([contextOf(io), import('../usecases/curves-of-runs')])
    const {format, smooth, log, metric: metrics} = flags
    const every = io.json || format === 'csv' || format === 'json'
    const limit = every ? flags.limit : Math.min(flags.limit || DRAWN_MAX, DRAWN_MAX)
    const {hints, ...view} = await curvesOfRuns(context, {...whichOf(args.run, flags), metrics, every, limit})
    const ascii = flags.ascii ?? !showsBraille(io.env)
    const data = every ? (await import('../render/curves/data')).curvesData(view) : {}
    const print = {
      terminal: async () =>
        (await import('../render/curves/view')).renderCurves(view, {
          smooth,
          log,
          ascii,
          color: io.color,
          width: io.width,
        }),
      svg: async () => (await import('../render/curves/svg')).curvesSvg(view.set, {smooth, log}),
      csv: async () => (await import('../render/curves/csv')).curvesCsv(view.set),
      json: async () => `${(await import('../render/json')).toJson(data)}\n`,
    }
    return {data, text: print[format], hints}
  },
})
