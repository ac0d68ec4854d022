import {shareContextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'

export const command = defineCommand({
  id: 'init',
  summary: "Make the ledger of this repository, or take up a remote's",
  description: `The ledger is an orphan branch, exp-ledger; nothing of your working tree, index or branches is touched.
Where a remote has one already, it is taken up instead. Where there is one here, nothing changes.

Two equal inits make the same commit, so ledgers begun apart can be merged.`,
  examples: [
    {command: 'git exp init', says: 'make the ledger'},
    {
      command: 'git exp init --template text-classification',
      says: 'with the template for text classifiers as the default',
    },
  ],
  args: [],
  flags: {
    template: {kind: 'string', summary: 'default template of records', helpValue: '<name>'},
    offline: {kind: 'boolean', summary: 'do not ask remotes whether they have a ledger'},
    'dry-run': {kind: 'boolean', char: 'n', summary: 'say what would be done'},
  },
  async run({flags}, io) {
    const [context, {initLedger}] = await Promise.all([shareContextOf(io), import('../usecases/init-ledger')])
    const done = await initLedger(context, {
      template: flags.template,
      askRemotes: !flags.offline,
      dryRun: flags['dry-run'],
    })
    const from = done.remote ? ` from ${done.remote}` : ''
    const hints = done.state === 'created' ? ['git exp record run.json', 'git exp template show'] : []
    return {
      data: {
        ledger: done.ledger,
        commit: done.commit,
        template: done.template,
        state: done.state,
        remote: done.remote ?? null,
      },
      text: `ledger ${done.ledger} ${done.state}${from} (template ${done.template})\n`,
      warnings: done.warnings,
      hints,
    }
  },
})
