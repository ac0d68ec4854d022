import {safe} from '../base/text'
import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'

export const command = defineCommand({
  id: 'record',
  summary: 'Record runs from JSON or YAML in the plain template',
  description: `Reads one run, or many (YAML documents parted by ---, or JSON lines): all are recorded, one commit each, or none.
What the input does not say is filled from the repository: the code commit and whether the tree is dirty (not where the input
names another repository). Artifacts named in it are looked up beside FILE, hashed and stored: small ones in the ledger, large
ones in the artifact store.

A run is acknowledged only once it is on the ledger branch.`,
  examples: [
    {command: 'git exp record run.json', says: 'record one run'},
    {command: 'python train.py | git exp record -', says: 'from standard input'},
    {command: 'git exp record --tag baseline --note "keep" run.json', says: 'with a tag and a note'},
  ],
  args: [{name: 'file', summary: 'JSON or YAML file; - for standard input', required: true, completes: 'file'}],
  flags: {
    message: {kind: 'string', char: 'm', summary: 'text of the commit, below its subject', helpValue: '<text>'},
    tag: {kind: 'string', char: 't', multiple: true, summary: 'tag the run', helpValue: '<tag>'},
    note: {kind: 'string', multiple: true, summary: 'add to its notes', helpValue: '<text>'},
    template: {kind: 'string', summary: 'template for records that name none', helpValue: '<name>'},
    artifacts: {
      kind: 'string',
      summary: 'folder that artifact names start from',
      helpValue: '<dir>',
      completes: 'file',
    },
    strict: {
      kind: 'boolean',
      summary: 'refuse what nobody has: absent artifacts, unknown commits, hashes that are only a word',
    },
    'dry-run': {kind: 'boolean', char: 'n', summary: 'check it and print the record; write nothing'},
  },
  async run({args, flags}, io) {
    const [context, {recordRuns}] = await Promise.all([contextOf(io), import('../usecases/record-runs')])
    const dryRun = flags['dry-run']
    const {runs, warnings, hints, records} = await recordRuns(context, {
      source: args.file,
      message: flags.message,
      tags: flags.tag,
      notes: flags.note,
      template: flags.template,
      artifacts: flags.artifacts,
      strict: flags.strict,
      dryRun,
    })
    const lines = runs.map(({id, name, commit}) => `${id}  ${safe(name)}${commit ? `  ${commit.slice(0, 10)}` : ''}\n`)
    return {
      data: runs.length === 1 ? {...runs[0], warnings, hints} : {runs, warnings, hints},
      text: dryRun ? records.join('---\n') : lines.join(''),
      warnings,
      hints,
    }
  },
})
