import {ExpError} from '../base/errors'
import {safe} from '../base/text'
import {runContextOf} from '../cli/context'
import {type CommandIo, type CommandResult, defineCommand} from '../cli/spec'
import type {CheckedOut} from '../usecases/checkout-run'
import {DATA} from './data-flags'

export const command = defineCommand({
  id: 'checkout',
  summary: 'Check out the exact code of a run in a folder of its own, and find what else it needs',
  description: `A linked worktree (with --standalone a clone) at the run's snapshot, its tree checked against the record. Your own working tree, index,
HEAD and stash stay as they are. DIR is ../<repository>-<run id> unless named. No hook runs, no server is asked unless --fetch-data is said, and nothing that the record
names is started: the command and ways to make the environment are printed, to be pasted.

Config files and small artifacts that the code does not have are laid into DIR/.exp, which git ignores. Data is looked for in DIR, in your worktree, at
its absolute path, in --data folders, among artifacts of runs and in the cache of the Hugging Face hub, and hashed. --fetch-data alone asks web servers; each
address is shown first, and what comes must have the recorded digest.`,
  examples: [
    {command: 'git exp checkout k3v9', says: 'into ../nlp-k3v9…'},
    {
      command: 'git exp checkout baseline ../baseline --link-data',
      says: 'with the data of this worktree linked into it',
    },
    {command: 'git exp checkout --list', says: 'the checkouts there are, and what they hold'},
    {command: 'git exp checkout --remove k3v9', says: 'unless something in it would be lost'},
  ],
  args: [
    {name: 'run', summary: 'id, unique prefix, name, latest; with --remove also a folder', completes: 'run'},
    {name: 'dir', summary: 'folder to make; it may be there, and empty', completes: 'file'},
  ],
  flags: {
    standalone: {kind: 'boolean', summary: 'a clone, which needs this repository no more'},
    artifacts: {kind: 'boolean', summary: 'lay out large artifacts too, where the store has them'},
    ...DATA,
    'link-data': {kind: 'boolean', summary: 'link data that was found elsewhere to its path in DIR'},
    'copy-data': {kind: 'boolean', summary: 'copy it instead'},
    'fetch-data': {
      kind: 'boolean',
      summary: 'bring data: from here as --link-data does, from stores, and from web servers by its digest',
    },
    base: {kind: 'boolean', summary: 'the commit without the changes that ran'},
    list: {kind: 'boolean', char: 'l', summary: 'list the checkouts of this repository'},
    remove: {kind: 'boolean', summary: 'remove a checkout that this command made'},
    force: {kind: 'boolean', summary: 'with --remove: whatever it holds'},
    'dry-run': {kind: 'boolean', char: 'n', summary: 'say what would be done, and do nothing'},
  },
  no: 'files that were checked out are not those of the tree; data that --fetch-data was to bring is not here',
  async run({args, flags}, io) {
    refuseMixed(args, flags)
    if (flags.list) return listed(io)
    if (flags.remove) return removed(args.run!, flags, io)
    const [context, {checkoutRun}] = await Promise.all([runContextOf(io), import('../usecases/checkout-run')])
    const {standalone, artifacts, base, data} = flags
    const input = {run: args.run!, folder: args.dir, standalone, artifacts, base, data}
    const bring = {linkData: flags['link-data'], copyData: flags['copy-data'], fetchData: flags['fetch-data']}
    const checked = await checkoutRun(context, {...input, ...bring, dryRun: flags['dry-run'], tell: io.tell})
    const {renderCheckout} = await import('../render/checkout-view')
    const said = dataOf(checked)
    return {
      data: said,
      text: () => renderCheckout({...said, vars: checked.needs.env.vars}, {color: io.color, width: io.width}),
      warnings: checked.warnings,
      hints: checked.hints,
      exit: checked.exit,
    }
  },
})

interface Said {
  readonly list: boolean
  readonly remove: boolean
  readonly force: boolean
  readonly standalone: boolean
  readonly artifacts: boolean
  readonly base: boolean
  readonly data: readonly string[]
  readonly 'link-data': boolean
  readonly 'copy-data': boolean
  readonly 'fetch-data': boolean
}

function refuseMixed(args: {readonly run: string | undefined; readonly dir: string | undefined}, flags: Said): void {
  const {list, remove, force, standalone, artifacts, base, data} = flags
  const bring = flags['link-data'] || flags['copy-data'] || flags['fetch-data']
  const making = standalone || artifacts || base || bring || data.length > 0
  const problem =
    list && (args.run !== undefined || remove || force || making)
      ? '--list takes no run and no other flag'
      : remove && (args.dir !== undefined || making)
        ? '--remove takes one run or folder, and --force'
        : force && !remove
          ? '--force is for --remove'
          : !list && (args.run === undefined || args.run === '')
            ? 'no run is named'
            : args.dir === ''
              ? 'DIR is empty'
              : flags['link-data'] && flags['copy-data']
                ? '--link-data and --copy-data are two ways to bring one thing'
                : undefined
  if (problem) throw new ExpError('USAGE', problem, {hints: ['git exp checkout RUN [DIR]', 'git exp checkout --list']})
}

function dataOf({needs, code, hints: _, exit: __, warnings: ____, environment, ...rest}: CheckedOut) {
  const {command, seed, env} = needs
  const {requirements: ___, ...machine} = env
  return {
    ...rest,
    code: {...needs.code, checkedOut: code},
    ...(command && {command}),
    ...(seed !== undefined && {seed}),
    environment: {...machine, ...environment},
  }
}

async function listed(io: CommandIo): Promise<CommandResult> {
  const [context, {listCheckouts, lostWith}] = await Promise.all([
    runContextOf(io),
    import('../usecases/keep-checkouts'),
  ])
  const checkouts = await listCheckouts(context)
  const {renderCheckouts} = await import('../render/checkout-view')
  const rows = checkouts.map(each => ({...each, holds: lostWith(each).join('; ')}))
  const text = () => (rows.length === 0 ? 'no checkouts\n' : renderCheckouts(rows, {color: io.color, width: io.width}))
  return {data: {checkouts}, text}
}

async function removed(
  word: string,
  {force, 'dry-run': dryRun}: {readonly force: boolean; readonly 'dry-run': boolean},
  io: CommandIo,
): Promise<CommandResult> {
  const [context, {removeCheckout}] = await Promise.all([runContextOf(io), import('../usecases/keep-checkouts')])
  const removed = await removeCheckout(context, {word, force, dryRun})
  return {data: {removed, dryRun}, text: `${dryRun ? 'would remove' : 'removed'} ${safe(removed.folder)}\n`}
}
