import {contextOf} from '../cli/context'
import {type CommandIo, defineCommand} from '../cli/spec'
import type {Diffed} from '../usecases/diff-runs'

export const command = defineCommand({
  id: 'diff',
  summary: 'Show what differs between two runs',
  description: `Fields side by side, by section; metrics with their delta and whether that is better; the code that ran (commits between,
files touched, their lines), packages that moved, came or went, and the text of files both runs kept, configs and prompts word by word:
[-old-]{+new+}. Whether a metric is better higher or lower comes from ledger.yaml, then a registry; where neither knows, nothing is claimed.`,
  examples: [
    {command: 'git exp diff latest~1 latest', says: 'the last two runs of this worktree'},
    {command: 'git exp diff baseline k3v9 --format md', says: 'for a pull request'},
    {command: 'git exp diff baseline latest --stat', says: 'how much differs, and where'},
  ],
  args: [
    {name: 'before', summary: 'run to compare with', required: true, completes: 'run'},
    {name: 'after', summary: 'run that is compared', required: true, completes: 'run'},
  ],
  flags: {
    all: {kind: 'boolean', char: 'a', summary: 'also what is the same'},
    stat: {kind: 'boolean', summary: 'a line for each section: how much differs'},
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
    const [context, {diffRuns}] = await Promise.all([contextOf(io), import('../usecases/diff-runs')])
    const {before, after, comparison, stat, differs, hints} = await diffRuns(context, {...args, all: flags.all})
    const {differing, same} = comparison
    const data = {before, after, ...(flags.stat ? {differing, same} : comparison), stat}
    const text = await printed({before, after, comparison, stat, data}, flags, io)
    return {data, text, hints, exit: flags['exit-code'] && differs ? 1 : 0}
  },
})

type Printable = Pick<Diffed, 'before' | 'after' | 'comparison' | 'stat'> & {readonly data: object}

/** Loads the one renderer that is asked for. */
async function printed(
  {data, stat, ...view}: Printable,
  {format, stat: statOnly}: {readonly format: string; readonly stat: boolean},
  io: CommandIo,
): Promise<string> {
  if (format === 'json') return `${(await import('../render/json')).toJson(data)}\n`
  if (statOnly) {
    const {statMarkdown, statText} = await import('../render/stat-view')
    return format === 'md' ? statMarkdown(stat) : statText(stat, io.color)
  }
  if (format === 'md') return (await import('../render/comparison-markdown')).comparisonMarkdown(view)
  return (await import('../render/comparison-view')).renderComparison(view, {color: io.color, width: io.width})
}
