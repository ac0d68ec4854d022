import {showsBraille} from '../cli/braille'
import {contextOf} from '../cli/context'
import {defineCommand} from '../cli/spec'

/** A terminal shows no deeper tree. */
const DRAWN_DEPTH = 100

export const command = defineCommand({
  id: 'lineage',
  summary: 'Show which runs a run came from, and what came of it',
  description: `Parents and children (parent in the record), reproductions (reproduces), runs whose files it read or that read its files, and
runs that took its place. Who made a file is what the input says (run), else the earliest run before the reader that made the same bytes.

A run that is named and not in the ledger is told, not looked for. Each run is drawn once, where it is nearest.`,
  examples: [
    {command: 'git exp lineage latest', says: 'where it came from, what came of it'},
    {command: 'git exp lineage best_model --up --depth 0', says: 'everything it rests on'},
    {command: 'git exp lineage latest --format mermaid', says: 'for a pull request'},
  ],
  args: [{name: 'run', summary: 'run to ask about', required: true, completes: 'run'}],
  flags: {
    up: {kind: 'boolean', summary: 'only what it came from'},
    down: {kind: 'boolean', summary: 'only what came of it'},
    depth: {kind: 'integer', summary: 'so many steps at most; 0 is all', default: 10, helpValue: '<n>'},
    limit: {
      kind: 'integer',
      char: 'n',
      summary: 'so many runs at most in each direction, the nearest first; 0 is all',
      default: 100,
      helpValue: '<n>',
    },
    ascii: {kind: 'boolean', negatable: true, summary: 'plain characters in place of lines; by the locale'},
    format: {
      kind: 'option',
      char: 'f',
      summary: 'how to print',
      options: ['terminal', 'dot', 'mermaid', 'json'],
      default: 'terminal',
    },
  },
  pager: true,
  async run({args, flags}, io) {
    const [context, {lineageData, lineageOfRun}] = await Promise.all([
      contextOf(io),
      import('../usecases/lineage-of-run'),
    ])
    const {up, down, format, limit} = flags
    const directions = up === down ? (['up', 'down'] as const) : up ? (['up'] as const) : (['down'] as const)
    const drawn = format === 'terminal' && !io.json
    const depth = drawn ? Math.min(flags.depth || DRAWN_DEPTH, DRAWN_DEPTH) : flags.depth
    const found = await lineageOfRun(context, {run: args.run, directions, depth, limit})
    const print = {
      terminal: async () =>
        (await import('../render/lineage/view')).renderLineage(found, {
          color: io.color,
          width: io.width,
          now: context.clock.now(),
          ascii: flags.ascii ?? !showsBraille(io.env),
        }),
      dot: async () => (await import('../render/lineage/graph')).lineageDot(found),
      mermaid: async () => (await import('../render/lineage/graph')).lineageMermaid(found),
      json: async () => `${(await import('../render/json')).toJson(lineageData(found))}\n`,
    }
    return {data: lineageData(found), text: print[format], hints: found.hints}
  },
})
