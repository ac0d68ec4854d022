import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'
import {columnsOf, watch} from './watching'

const FORMATS = ['table', 'json', 'jsonl', 'csv', 'md'] as const

export const command = defineCommand({
  id: 'ls',
  summary: 'List runs: filter, sort, choose columns',
  description: `--where takes a CEL expression over a run's fields: id name status created tags task group owner params metrics
dataset code env resources. A comparison with a field that a run lacks is false; how often that happened is said.
@name in it stands for a filter that ledger.yaml keeps under "filters".

--since and --until bound when runs were created: yesterday, "2 weeks ago", 36h, monday, 2026-11-01, "2026-11-01 14:30", in your own
zone. A day counts whole at both ends.

Without --columns the table shows what differs between the runs shown. Without --sort the newest come first.

--watch shows what is running, with its last step and metrics, and what has ended since, over and over until Ctrl-C (exit 130). Where stdout
is no terminal it prints a line when a run begins or ends, or is left by its git exp run; with --json or --format jsonl, a line of JSON.`,
  examples: [
    {command: 'git exp ls', says: 'the newest runs'},
    {command: `git exp ls --where 'metrics.test.macro_f1 > 0.85 && params.lr < 1e-4'`, says: 'those that match'},
    {command: 'git exp ls --since monday', says: 'this week so far'},
    {command: 'git exp ls --watch', says: 'what is running'},
    {
      command: 'git exp ls --tag ner_tokenizer_ablation --sort metrics.dev.micro_f1 --desc',
      says: 'an ablation, best first',
    },
    {
      command: 'git exp ls --columns name,params.lr,metrics.dev.macro_f1 --format csv --limit 0',
      says: 'everything, for a spreadsheet',
    },
  ],
  args: [],
  flags: {
    where: {
      kind: 'string',
      char: 'w',
      summary: 'CEL expression over the fields of a run',
      helpValue: '<expr>',
      completes: 'filter',
    },
    tag: {kind: 'string', char: 't', multiple: true, summary: 'only runs with this tag', helpValue: '<tag>'},
    group: {kind: 'string', char: 'g', summary: 'only runs of this group', helpValue: '<name>'},
    since: {kind: 'string', summary: 'only runs created then or later', helpValue: '<time>'},
    until: {kind: 'string', summary: 'only runs created then or earlier', helpValue: '<time>'},
    sort: {
      kind: 'string',
      char: 's',
      multiple: true,
      summary: 'field to sort by; -field turns it round',
      helpValue: '<field>',
      completes: 'field',
    },
    desc: {kind: 'boolean', summary: 'largest first'},
    columns: {
      kind: 'string',
      char: 'c',
      summary: 'fields to show, parted by commas',
      helpValue: '<fields>',
      completes: 'fields',
    },
    limit: {kind: 'integer', summary: 'show at most so many; 0 is all', default: 50, helpValue: '<n>'},
    watch: {
      kind: 'integer',
      summary: 'what is running, looked at every so many seconds; 2 where none are said',
      helpValue: '<seconds>',
      min: 1,
      bare: 2,
    },
    format: {kind: 'option', char: 'f', summary: 'how to print', options: FORMATS, default: 'table'},
  },
  pager: true,
  async run({flags}, io) {
    if (flags.watch !== undefined) return watch({...flags, watch: flags.watch}, io)
    const [context, {listRuns}, {renderListed}] = await Promise.all([
      contextOf(io),
      import('../usecases/list-runs'),
      import('../render/list-view'),
    ])
    const listed = await listRuns(context, {
      where: flags.where,
      tags: flags.tag,
      group: flags.group,
      since: flags.since,
      until: flags.until,
      sort: flags.sort,
      descending: flags.desc,
      columns: columnsOf(flags.columns),
      limit: flags.limit,
    })
    const data = {runs: listed.runs, total: listed.total, missing: listed.missing}
    const now = context.clock.now()
    return {
      data,
      text: () => renderListed(listed, flags.format, {color: io.color, width: io.width, now}),
      hints: listed.hints,
    }
  },
})
