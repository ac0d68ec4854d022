import type {Flags, FlagValue} from '../cli/spec'

/** What can be said of a run before it starts; `run` and `start` share it. */
export const WORD_FLAGS = {
  name: {
    kind: 'string',
    summary: 'how people call the run; made by the naming rule where not said',
    helpValue: '<name>',
  },
  task: {kind: 'string', summary: 'the task, as text_classification', helpValue: '<task>'},
  group: {kind: 'string', char: 'g', summary: 'the experiment it belongs to', helpValue: '<name>'},
  tag: {kind: 'string', char: 't', multiple: true, summary: 'tag the run', helpValue: '<tag>'},
  hypothesis: {kind: 'string', summary: 'what it is to show', helpValue: '<text>'},
  note: {kind: 'string', multiple: true, summary: 'add to its notes', helpValue: '<text>'},
  parent: {kind: 'string', summary: 'the run it belongs to or goes on from', helpValue: '<run>', completes: 'run'},
  seed: {kind: 'integer', summary: 'the seed it is given', helpValue: '<n>'},
  dataset: {kind: 'string', summary: 'name of the data set', helpValue: '<name>'},
  data: {
    kind: 'string',
    multiple: true,
    summary: 'file or folder of a split, hashed',
    helpValue: '<split>=<path>',
    completes: 'file',
  },
  input: {
    kind: 'string',
    multiple: true,
    summary: 'another input by its role: base_model, tokenizer, checkpoint, prompt …',
    helpValue: '<role>=<path>',
    completes: 'file',
  },
  config: {
    kind: 'string',
    multiple: true,
    summary: 'config file to keep with the run',
    helpValue: '<file>',
    completes: 'file',
  },
  artifact: {
    kind: 'string',
    char: 'a',
    multiple: true,
    summary: 'files it leaves, by digest; small ones whole',
    helpValue: '<glob>',
  },
  keep: {
    kind: 'string',
    multiple: true,
    summary: 'files it leaves, with their bytes whatever their size',
    helpValue: '<glob>',
  },
  param: {kind: 'string', char: 'p', multiple: true, summary: 'a parameter', helpValue: '<key>=<value>'},
  template: {kind: 'string', summary: "template of the record; the ledger's where not said", helpValue: '<name>'},
  hook: {kind: 'boolean', negatable: true, summary: 'listen inside the Python that the command starts (the default)'},
  ingest: {
    kind: 'string',
    multiple: true,
    summary: 'result files to read metrics from, although nobody was heard writing them',
    helpValue: '<glob>',
  },
  hash: {
    kind: 'option',
    summary: 'when declared data is hashed',
    options: ['before', 'during', 'after', 'never'],
    default: 'during',
  },
} as const satisfies Flags

/** The same, as the use cases take it. */
export function runWords(flags: {readonly [K in keyof typeof WORD_FLAGS]: FlagValue<(typeof WORD_FLAGS)[K]>}) {
  const {tag, note, input, config, artifact, param, hook, ...same} = flags
  const lists = {tags: tag, notes: note, inputs: input, configs: config, artifacts: artifact, params: param}
  return {...same, ...lists, hook: hook !== false, splits: {}}
}
