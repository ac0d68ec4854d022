import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'
import {ACROSS, groupedBy, WHICH, whichOf} from './which-runs'

export const command = defineCommand({
  id: 'best',
  summary: 'Find the best run by a metric, or the Pareto front over several',
  description: `Without runs or filters among all. Runs that differ only in seed are one rival, by their mean. The answer says among how many and on
which split it was selected, and which others the seeds do not tell from it. Of runs that cannot all be compared (other dev splits, …)
it is the best of the largest part that can; the rest comes last.`,
  examples: [
    {command: 'git exp best', says: "by the ledger's primary metric"},
    {command: 'git exp best --metric dev.macro_f1 --tag ner_tokenizer_ablation', says: 'within an ablation'},
    {command: 'git exp best --objectives macro_f1,latency_ms_p95', says: 'what trades quality for speed'},
  ],
  args: [{name: 'run', summary: 'run to choose from', multiple: true, completes: 'run'}],
  flags: {
    metric: {kind: 'string', char: 'm', summary: 'metric to choose by', helpValue: '<name>'},
    objectives: {kind: 'string', summary: 'two metrics or more, parted by commas', helpValue: '<names>'},
    direction: {kind: 'option', summary: 'for a metric that no registry knows', options: ['higher', 'lower']},
    ...WHICH,
    ...ACROSS,
    limit: {kind: 'integer', summary: 'show at most so many; 0 is all', default: 10, helpValue: '<n>'},
    format: {
      kind: 'option',
      char: 'f',
      summary: 'how to print',
      options: ['terminal', 'md', 'json'],
      default: 'terminal',
    },
  },
  pager: true,
  async run({args, flags}, io) {
    const [context, {bestRuns}, view, {setData}] = await Promise.all([
      contextOf(io),
      import('../usecases/best-runs'),
      import('../render/set/best'),
      import('../render/set/data'),
    ])
    const {metric, direction, limit} = flags
    const objectives = (flags.objectives ?? '').split(',').flatMap(name => name.trim() || [])
    const which = whichOf(args.run, flags)
    const all = {...which, ...(isEverything(which) && {where: 'true'})}
    const how = {...groupedBy(flags['group-by']), across: flags.across}
    const {comparison, answer, hints} = await bestRuns(context, {...all, metric, objectives, direction}, how)
    const data = {...view.bestData(answer), ...setData(comparison)}
    const print = {
      terminal: () => view.renderBest({comparison, answer}, {color: io.color, width: io.width, limit}),
      md: () => view.bestMarkdown({comparison, answer}, limit),
      json: async () => `${(await import('../render/json')).toJson(data)}\n`,
    }
    return {data, text: print[flags.format], hints}
  },
})

const isEverything = ({runs, tags, ...said}: ReturnType<typeof whichOf>) =>
  runs.length === 0 && tags.length === 0 && Object.values(said).every(value => value === undefined)
