import {contextOf} from '../cli/context'
import {type CommandIo, defineCommand} from '../cli/spec'

const FORMATS = ['table', 'json', 'jsonl', 'csv', 'md'] as const

export const command = defineCommand({
  id: 'code',
  summary: 'List the runs that were made from a commit, a branch or a file',
  description: `Without REV: HEAD. A branch and a range (A..B) stand for all their commits, any other name for the one. The column match says why a run is
here, the surest first: commit, it ran this commit; changes, this commit and changes; trailer, a commit names it (Exp-Run: <id>); files, it ran the same
files, whatever commit they came from (a squash, a rebase); branch, it was recorded on a branch of this name.

With paths: the runs whose code holds there what REV holds.

--trailer prints the line that names a run in a commit: git commit --trailer "$(git exp code --trailer latest)".`,
  examples: [
    {command: 'git exp code', says: 'runs of what is checked out'},
    {command: 'git exp code main..longer-context', says: 'runs of a branch'},
    {command: 'git exp code v1.2 -- src/model.py', says: 'runs with the model as it was then'},
  ],
  args: [
    {name: 'rev', summary: 'commit, branch or range A..B; default: HEAD'},
    {name: 'path', summary: 'only runs with the same file or folder', multiple: true, behind: true, completes: 'file'},
  ],
  flags: {
    trailer: {
      kind: 'string',
      multiple: true,
      summary: 'print the line that names this run in a commit message, and nothing else',
      helpValue: '<run>',
      completes: 'run',
    },
    limit: {kind: 'integer', char: 'n', summary: 'show at most so many; 0 is all', default: 50, helpValue: '<n>'},
    format: {kind: 'option', char: 'f', summary: 'how to print', options: FORMATS, default: 'table'},
    'exit-code': {kind: 'boolean', summary: 'exit 1 when there is none'},
  },
  no: 'there is no such run, with --exit-code',
  pager: true,
  async run({args, flags}, io) {
    if (flags.trailer.length > 0) return trailers(flags.trailer, io)
    const [context, {codeRuns}, {renderListed}] = await Promise.all([
      contextOf(io),
      import('../usecases/code-of-runs'),
      import('../render/list-view'),
    ])
    const {hints, ...listed} = await codeRuns(context, {revision: args.rev, paths: args.path, limit: flags.limit})
    const now = context.clock.now()
    return {
      data: {runs: listed.runs, total: listed.total},
      text: () => renderListed(listed, flags.format, {color: io.color, width: io.width, now}),
      hints,
      exit: flags['exit-code'] && listed.total === 0 ? 1 : 0,
    }
  },
})

async function trailers(words: readonly string[], io: CommandIo) {
  const [context, {runTrailers}] = await Promise.all([contextOf(io), import('../usecases/run-trailers')])
  const {trailers, hints} = await runTrailers(context, words)
  return {data: {trailers}, text: trailers.map(line => `${line}\n`).join(''), hints}
}
