import {ExpError} from '../base/errors'
import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'

export const command = defineCommand({
  id: 'examples',
  summary: 'Compare two runs example by example',
  description: `Reads the predictions that both runs kept (csv, tsv, jsonl or json with a row an example: an id, the gold label, the
prediction, numbers such as a loss, groups such as a language) and says what the second run does better or worse on the same examples:
accuracy and macro-F1, each class, each column of numbers, each slice; with intervals, corrected p-values and what could not be decided.

An example whose gold label differs between the files refuses the comparison: the files are then of other examples.`,
  examples: [
    {command: 'git exp examples baseline latest', says: 'where the new model got worse'},
    {command: 'git exp examples baseline latest --errors 20', says: 'and the examples that it newly gets wrong'},
    {command: 'git exp examples k3v9 p7wd --file out/test_preds.jsonl --slice lang', says: 'by language'},
  ],
  args: [
    {name: 'before', summary: 'run to compare with', required: true, completes: 'run'},
    {name: 'after', summary: 'run that is compared', required: true, completes: 'run'},
  ],
  flags: {
    file: {
      kind: 'string',
      multiple: true,
      summary: "artifact to read; said twice, the first run's and the second's",
      helpValue: '<path>',
    },
    slice: {kind: 'string', summary: 'only the slices of this column', helpValue: '<column>'},
    metric: {kind: 'string', summary: 'only this column of numbers', helpValue: '<column>'},
    errors: {kind: 'integer', summary: 'list so many newly wrong examples, at most 50', helpValue: '<n>', default: 0},
    format: {
      kind: 'option',
      char: 'f',
      summary: 'how to print',
      options: ['terminal', 'md', 'json'],
      default: 'terminal',
    },
  },
  pager: true,
  async run({args, flags: {file: files, format, ...asked}}, io) {
    const [context, {compareRunExamples}, view, {toJson}] = await Promise.all([
      contextOf(io),
      import('../usecases/compare-examples'),
      import('../render/examples-view'),
      import('../render/json'),
    ])
    if (files.length > 2) {
      throw new ExpError('USAGE', `--file is said ${files.length} times; expected once or twice`, {
        hints: ['see: git exp help examples'],
      })
    }
    const [file, fileAfter] = files
    const {before, after, comparison, hints} = await compareRunExamples(context, {...args, ...asked, file, fileAfter})
    const data = {before, after, ...comparison}
    const print = {
      terminal: () => view.renderExamples({before, after, comparison}, {color: io.color, width: io.width}),
      md: () => view.examplesMarkdown({before, after, comparison}),
      json: () => `${toJson(data)}\n`,
    }
    return {data, text: print[format], hints}
  },
})
