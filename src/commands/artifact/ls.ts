import {contextOf} from '../../cli/context'
import {defineCommand} from '../../cli/spec'

export const command = defineCommand({
  id: 'artifact ls',
  summary: 'List the artifacts of a run, and where their bytes are',
  description: `Bytes are in the ledger (small files), in the store of this repository, not here, or nobody has them: then the record knows the
name alone.`,
  examples: [{command: 'git exp artifact ls latest', says: 'what the last run left'}],
  args: [{name: 'run', summary: 'id, unique prefix, name, latest', required: true, completes: 'run'}],
  flags: {},
  pager: true,
  async run({args}, io) {
    const [context, {listArtifacts}, {renderArtifacts}] = await Promise.all([
      contextOf(io),
      import('../../usecases/list-artifacts'),
      import('../../render/artifact-list'),
    ])
    const {hints, ...listed} = await listArtifacts(context, args.run)
    const text = () =>
      listed.artifacts.length === 0
        ? 'no artifacts\n'
        : renderArtifacts(listed.artifacts, {color: io.color, width: io.width})
    return {data: listed, text, hints}
  },
})
