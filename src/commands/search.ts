import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'

export const command = defineCommand({
  id: 'search',
  summary: 'Find runs by what people wrote about them',
  description: `Has anyone tried it? Looks in names, hypotheses, notes, tags, task, group, and what events say: notes made later, reasons of decisions.
All words must be found, in whichever of these, also within longer words; case and accents do not matter. What stands in quotes is a phrase.

The best come first: names and hypotheses before notes, whole words before parts; then the newest.`,
  examples: [
    {command: 'git exp search label smoothing', says: 'has anyone tried it?'},
    {command: `git exp search 'catastrophic forgetting' --since 'last year'`, says: 'a phrase'},
    {command: `git exp search warmup --where 'status == "failed"'`, says: 'where it went wrong'},
  ],
  args: [{name: 'words', summary: 'what to look for', required: true, multiple: true}],
  flags: {
    where: {
      kind: 'string',
      char: 'w',
      summary: 'only runs that match this CEL expression',
      helpValue: '<expr>',
      completes: 'filter',
    },
    since: {kind: 'string', summary: 'only runs created then or later', helpValue: '<time>'},
    until: {kind: 'string', summary: 'only runs created then or earlier', helpValue: '<time>'},
    limit: {kind: 'integer', char: 'n', summary: 'show at most so many; 0 is all', default: 20, helpValue: '<n>'},
    format: {
      kind: 'option',
      char: 'f',
      summary: 'how to print',
      options: ['terminal', 'md', 'json'],
      default: 'terminal',
    },
    'exit-code': {kind: 'boolean', summary: 'exit 1 when nothing is found'},
  },
  no: 'nothing is found, with --exit-code',
  pager: true,
  async run({args, flags}, io) {
    const [context, {searchRuns}, view, {toJson}] = await Promise.all([
      contextOf(io),
      import('../usecases/search-runs'),
      import('../render/search-view'),
      import('../render/json'),
    ])
    const {hints, ...found} = await searchRuns(context, {...args, ...flags})
    const print = {
      terminal: () => view.renderSearch(found, {color: io.color, width: io.width, now: context.clock.now()}),
      md: () => view.searchMarkdown(found),
      json: () => `${toJson(found)}\n`,
    }
    return {data: found, text: print[flags.format], hints, exit: flags['exit-code'] && found.total === 0 ? 1 : 0}
  },
})
