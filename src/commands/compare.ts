import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'
import {ACROSS, groupedBy, WHICH, whichOf} from './which-runs'

export const command = defineCommand({
  id: 'compare',
  summary: 'Compare runs: may they be compared, what differs, which is better',
  description: `First the verdict: comparable, comparable with notes or not comparable, with the reasons (another dev split, other numbers of
examples, one seed against three, …). Then what differs between the runs and what they measured, each change against the baseline.
What a reason bars is shown and not compared; --across says of such a reason that it is meant.

Runs that differ only in seed are one, with mean and standard deviation over the seeds; --group-by puts runs together by a field instead
("id": each by itself). Where so few seeds cannot decide, no claim is made.`,
  examples: [
    {command: 'git exp compare baseline latest', says: 'two runs'},
    {command: 'git exp compare --tag ner_tokenizer_ablation --group-by params.tokenizer', says: 'an ablation'},
    {command: `git exp compare --where 'task == "ner"' --baseline k3v9 --format md`, says: 'for a pull request'},
    {command: 'git exp compare baseline emails --across split', says: 'a change of domain, on purpose'},
  ],
  args: [{name: 'run', summary: 'run to compare', multiple: true, completes: 'run'}],
  flags: {
    ...WHICH,
    baseline: {
      kind: 'string',
      char: 'b',
      summary: 'run to compare with; the first is',
      helpValue: '<run>',
      completes: 'run',
    },
    paired: {kind: 'boolean', summary: 'compare equal seeds in pairs'},
    ...ACROSS,
    metric: {
      kind: 'string',
      char: 'm',
      multiple: true,
      summary: 'only these metrics; * is any text',
      helpValue: '<name>',
    },
    classes: {kind: 'boolean', summary: 'also the figures of each class'},
    all: {
      kind: 'boolean',
      char: 'a',
      summary: 'also metrics that are the same in all, and those of runtime and schedule',
    },
    limit: {kind: 'integer', summary: 'show at most so many rows; 0 is all', default: 50, helpValue: '<n>'},
    format: {
      kind: 'option',
      char: 'f',
      summary: 'how to print',
      options: ['terminal', 'md', 'html', 'csv', 'json'],
      default: 'terminal',
    },
    'exit-code': {kind: 'boolean', summary: 'exit 1 when they are not comparable'},
  },
  no: 'the runs are not comparable, with --exit-code',
  pager: true,
  async run({args, flags}, io) {
    const [context, {compareSetOfRuns}, {setData}] = await Promise.all([
      contextOf(io),
      import('../usecases/compare-set'),
      import('../render/set/data'),
    ])
    const which = {...whichOf(args.run, flags), baseline: flags.baseline}
    const {comparison, missing, hints} = await compareSetOfRuns(context, which, {
      across: flags.across,
      paired: flags.paired,
      ...groupedBy(flags['group-by']),
    })
    const {limit, classes, all, metric: metrics} = flags
    const folding = {limit, classes, all, metrics}
    const data = {...setData(comparison), missing}
    const print = {
      terminal: async () =>
        (await import('../render/set/view')).renderSet(comparison, {...folding, color: io.color, width: io.width}),
      md: async () => (await import('../render/set/markdown')).setMarkdown(comparison, folding),
      html: async () => (await import('../render/set/html')).setHtml(comparison, folding),
      csv: async () => (await import('../render/set/csv')).setCsv(comparison),
      json: async () => `${(await import('../render/json')).toJson(data)}\n`,
    }
    const exit = flags['exit-code'] && comparison.verdict === 'not comparable' ? 1 : 0
    return {data, text: print[flags.format], hints, exit}
  },
})
