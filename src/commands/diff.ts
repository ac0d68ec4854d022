import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'

export const command = defineCommand({
  id: 'diff',
  summary: 'Show what differs between two runs',
  description: `Fields side by side, by section; metrics with their delta and whether that is better; the text of config files both runs
kept. Whether a metric is better higher or lower comes from ledger.yaml, then a registry; where neither knows, nothing is claimed.`,
  examples: [
    {command: 'git exp diff latest~1 latest', says: 'the last two runs of this worktree'},
    {command: 'git exp diff baseline k3v9 --format md', says: 'for a pull request'},
  ],
  args: [
    {name: 'before', summary: 'run to compare with', required: true, completes: 'run'},
    {name: 'after', summary: 'run that is compared', required: true, completes: 'run'},
  ],
  flags: {
    all: {kind: 'boolean', char: 'a', summary: 'also what is the same'},
    format: {
      kind: 'option',
      char: 'f',
      summary: 'how to print',
      options: ['terminal', 'md', 'json'],
      default: 'terminal',
    },
    'exit-code': {kind: 'boolean', summary: 'exit 1 when they differ'},
  },
  no: 'the runs differ, with --exit-code',
  pager: true,
  async run({args, flags}, io) {
    const [context, {diffRuns}, view, {toJson}] = await Promise.all([
      contextOf(io),
      import('../usecases/diff-runs'),
      import('../render/comparison-view'),
      import('../render/json'),
    ])
    const {before, after, comparison, hints} = await diffRuns(context, {...args, all: flags.all})
    const data = {before, after, ...comparison}
    const print = {
      terminal: () => view.renderComparison({before, after, comparison}, {color: io.color, width: io.width}),
      md: () => view.comparisonMarkdown({before, after, comparison}),
      json: () => `${toJson(data)}\n`,
    }
    const differs = comparison.sections.some(({rows}) => rows.some(({kind}) => kind !== 'same'))
    return {data, text: print[flags.format], hints, exit: flags['exit-code'] && differs ? 1 : 0}
  },
})
