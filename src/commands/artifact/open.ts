import {ExpError} from '../../base/errors'
import {safe} from '../../base/text'
import {contextOf} from '../../cli/context'
import {type CommandIo, type CommandResult, defineCommand} from '../../cli/spec'
import type {Context} from '../../compose/context'
import type {Opened, OpenedArtifact} from '../../usecases/open-artifact'

export const command = defineCommand({
  id: 'artifact open',
  summary: 'Look at an artifact of a run: a confusion matrix, a list of errors, a plot',
  description: `WHICH is its path, the end of that, or its role (confusion_matrix, errors, predictions, plot, model). Without it the run's matrices, lists
of errors, texts and pictures are listed; where there is but one, that is opened.

On a terminal a text is shown, a matrix as a table. Of everything else a copy is laid into a folder of your own, and its path printed:
nothing is started unless --with names the program. Where stdout is no terminal it gets the bytes as they are. They are checked against
the digest first.`,
  examples: [
    {command: 'git exp artifact open latest confusion_matrix', says: 'as a table'},
    {command: 'git exp artifact open k3v9 errors.jsonl | jq .text', says: 'the bytes, for another program'},
    {command: 'git exp artifact open k3v9 confusion.png --with xdg-open', says: 'in the viewer of the desktop'},
  ],
  args: [
    {name: 'run', summary: 'id, unique prefix, name, latest', required: true, completes: 'run'},
    {name: 'which', summary: 'path, end of a path, or role'},
  ],
  flags: {
    raw: {kind: 'boolean', summary: 'the bytes as they are, on a terminal too'},
    output: {
      kind: 'string',
      char: 'o',
      summary: 'write it there, a file or a folder; - is stdout',
      helpValue: '<path>',
      completes: 'file',
    },
    force: {kind: 'boolean', summary: 'with --output: in the place of a file that is there'},
    with: {kind: 'string', summary: 'run this program on a copy of it, and wait', helpValue: '<program>'},
  },
  pager: true,
  async run({args, flags}, io) {
    refuseMixed(flags)
    const [context, {openArtifact}] = await Promise.all([contextOf(io), import('../../usecases/open-artifact')])
    const opened = await openArtifact(context, args)
    if (opened.kind !== 'bytes') return told(opened, io)
    const {id, name, artifact, hints} = opened
    const shown = await show(context, opened, flags, io)
    return {hints, ...shown, data: {id, name, artifact, ...shown.data}}
  },
})

interface Flags {
  readonly raw: boolean
  readonly output: string | undefined
  readonly force: boolean
  readonly with: string | undefined
}

type Shown = Omit<CommandResult, 'data'> & {readonly data: object}

function refuseMixed({raw, output, force, with: program}: Flags): void {
  const toFile = output !== undefined && output !== '-'
  const problem =
    force && !toFile
      ? '--force is for --output'
      : raw && (toFile || program !== undefined)
        ? '--raw is for stdout'
        : output === '' || program === ''
          ? `${output === '' ? '--output' : '--with'} is empty`
          : output === '-' && program !== undefined
            ? '--with wants a file, and --output - is none'
            : undefined
  if (problem) throw new ExpError('USAGE', problem, {hints: ['see: git exp artifact open -h']})
}

/** What is no file: the address of one that lies elsewhere, or a choice. */
async function told(opened: Exclude<Opened, OpenedArtifact>, io: CommandIo): Promise<CommandResult> {
  const {kind, hints, ...data} = opened
  if (opened.kind === 'outside') {
    return {
      data,
      text: `${safe(opened.uri)}\n`,
      warnings: ['its bytes lie outside of the ledger; this is their address'],
      hints,
    }
  }
  const {renderArtifacts} = await import('../../render/artifact-list')
  return {data, text: () => renderArtifacts(opened.artifacts, {color: io.color, width: io.width}), hints}
}

async function show(context: Context, opened: OpenedArtifact, flags: Flags, io: CommandIo): Promise<Shown> {
  const look = await import('../../usecases/look-at-artifact')
  const {output, with: program} = flags
  if (output !== undefined && output !== '-') {
    const file = await look.writeArtifact(await context.copies(), opened, output, flags.force)
    return program === undefined
      ? {data: {file}, text: `${safe(file)}\n`}
      : launched(program, context.files.resolve(file), io)
  }
  const lay = async () => look.layArtifact(await context.copies(), opened, program !== undefined)
  if (program !== undefined) return launched(program, await lay(), io)
  if (!io.json && (flags.raw || output === '-' || !io.isTerminal)) {
    await look.checkPieces(opened)
    await io.pour(opened.pieces())
    return {data: {}}
  }
  const read = await look.artifactText(opened)
  if (read) {
    const {renderArtifactText} = await import('../../render/artifact-text')
    const text = () => renderArtifactText(read.text, read.table, {color: io.color, width: io.width})
    return {data: {text: read.text}, text}
  }
  const file = await lay()
  return {data: {file}, text: `${safe(file)}\n`}
}

/** The file's path is absolute, so that no name is taken for a flag. */
async function launched(program: string, file: string, io: CommandIo): Promise<Shown> {
  const exit = await io.launch(program, file)
  return {data: {file, exit}, exit}
}
