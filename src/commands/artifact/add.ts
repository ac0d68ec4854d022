import {safe} from '../../base/text'
import {formatBytes} from '../../base/units'
import {lookContextOf} from '../../cli/context'
import {defineCommand} from '../../cli/spec'

export const command = defineCommand({
  id: 'artifact add',
  summary: 'Add files to a run that is recorded already',
  description: `Small files go into the ledger, large ones into the artifact store with a pointer in their place. Of two files with one path
the later is the run's.`,
  examples: [{command: 'git exp artifact add latest out/model.safetensors', says: 'keep the weights after all'}],
  args: [
    {name: 'run', summary: 'id, unique prefix, name, latest', required: true, completes: 'run'},
    {name: 'file', summary: 'file, folder or glob', required: true, multiple: true, completes: 'file'},
  ],
  flags: {'dry-run': {kind: 'boolean', char: 'n', summary: 'say what would be added; keep nothing'}},
  async run({args, flags}, io) {
    const [context, {addArtifacts}] = await Promise.all([lookContextOf(io), import('../../usecases/run/add-artifacts')])
    const dryRun = flags['dry-run']
    const added = await addArtifacts(context, {run: args.run, files: args.file, dryRun})
    const lines = added.added.map(
      ({path, size, role}) => `${safe(path)}  ${formatBytes(size ?? 0)}${role ? `  ${role}` : ''}\n`,
    )
    return {data: added, text: lines.join(''), warnings: added.warnings, hints: added.hints}
  },
})
