import {showsBraille} from '../cli/braille'
import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'
import {groupedBy, WHICH, whichOf} from './which-runs'

/** Curves that have a letter of their own. */
const DRAWN_MAX = 52

export const command = defineCommand({
  id: 'curves',
  summary: 'Draw metrics over the steps of training, several runs in one picture',
  description: `Without runs or filters: the newest of this worktree. The curves that most of the runs have are drawn, the primary metric and losses
first, at most four; --metric chooses others. Values that are not finite are gaps; ▲ marks the step where a resumed run went on.

--mean draws runs that differ only in seed as one line, their mean at each step that all seeds measured, in a band of one standard
deviation to either side; --group-by puts runs together by a field instead. Both as compare does, with the same names.

--smooth N draws the exponential moving average over N points above the values, weights normalized (pandas: ewm(span=N).mean()); what is
told of a curve is of its values.`,
  examples: [
    {command: 'git exp curves', says: 'the newest run, also while it goes on'},
    {command: `git exp curves baseline latest --metric '*loss' --smooth 20`, says: 'losses of two runs'},
    {
      command: 'git exp curves --tag ablation --group-by params.tokenizer',
      says: 'an ablation, a line for each tokenizer',
    },
    {command: 'git exp curves --tag ablation --mean --format svg > curves.svg', says: 'for a pull request'},
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
    ...WHICH,
    'group-by': {
      ...WHICH['group-by'],
      summary: 'one line for each value of this field, as params.tokenizer: mean and sd over seeds',
    },
    mean: {kind: 'boolean', summary: 'runs that differ only in seed are one line: mean and sd over seeds'},
    smooth: {kind: 'integer', summary: 'average over so many points', default: 0, helpValue: '<n>'},
    log: {kind: 'boolean', summary: 'logarithmic values'},
    limit: {kind: 'integer', summary: 'so many runs or groups at most; 0 is all', default: 12, helpValue: '<n>'},
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
    const grouping = {mean: flags.mean, ...groupedBy(flags['group-by'])}
    const which = {...whichOf(args.run, flags), ...grouping}
    const {hints, ...view} = await curvesOfRuns(context, {...which, metrics, every, limit})
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
