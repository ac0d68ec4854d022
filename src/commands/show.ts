import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'

export const command = defineCommand({
  id: 'show',
  summary: 'Show one run',
  description: 'The record with its later events folded in. --format yaml prints run.yaml as it was committed.',
  examples: [
    {command: 'git exp show latest', says: 'the newest run of this worktree'},
    {command: 'git exp show k3v9 --format yaml', says: 'the record as it is on the branch'},
  ],
  args: [
    {name: 'run', summary: 'id, unique prefix, name, latest, latest~2, tag:NAME', required: true, completes: 'run'},
  ],
  flags: {
    format: {
      kind: 'option',
      char: 'f',
      summary: 'how to print',
      options: ['terminal', 'json', 'yaml'],
      default: 'terminal',
    },
  },
  pager: true,
  async run({args, flags}, io) {
    const [context, {showRun}, {openingHints}, {renderRun}, {toJson}] = await Promise.all([
      contextOf(io),
      import('../usecases/show-run'),
      import('../usecases/opening-hints'),
      import('../render/run-view'),
      import('../render/json'),
    ])
    const shown = await showRun(context, args.run)
    const print = {
      terminal: () =>
        renderRun(
          {record: shown.record, path: shown.path},
          {color: io.color, width: io.width, now: context.clock.now()},
        ),
      json: () => `${toJson(shown.record)}\n`,
      yaml: () => Buffer.from(shown.run.bytes).toString(),
    }
    const forPeople = flags.format === 'terminal' && !io.json
    const opening = forPeople ? openingHints(shown.id, shown.record) : []
    const curves = forPeople && io.isTerminal && shown.record['series'] !== undefined
    const drawing = curves ? [`its curves: git exp curves ${shown.id}`] : []
    return {data: shown.record, text: print[flags.format], hints: [...shown.hints, ...opening, ...drawing]}
  },
})
