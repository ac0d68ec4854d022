import {plural, safe, shellWord} from '../base/text'
import {shareContextOf} from '../cli/context'
import type {BooleanFlag, CommandIo, OptionFlag} from '../cli/spec'
import {CODE_CHAIN} from '../model/refs'

/** What push, fetch and sync have in common. */
export const SHARING_FLAGS = {
  take: {
    kind: 'option',
    summary: 'whose version of a file stands that both sides changed',
    options: ['ours', 'theirs'],
  },
  'dry-run': {kind: 'boolean', char: 'n', summary: 'say what would be done'},
} as const satisfies Record<string, BooleanFlag | OptionFlag>

export const REMOTE_ARG = [{name: 'remote', summary: 'remote; origin, or the only one'}] as const

interface Said {
  readonly args: {readonly remote: string | undefined}
  readonly flags: {readonly take: 'ours' | 'theirs' | undefined; readonly 'dry-run': boolean}
}

export async function share(
  io: CommandIo,
  {args, flags}: Said,
  how: {readonly takeUp: boolean; readonly push: boolean},
) {
  const [context, {syncLedger}] = await Promise.all([shareContextOf(io), import('../usecases/sync/sync-ledger')])
  const done = await syncLedger(context, {remote: args.remote, ...how, take: flags.take, dryRun: flags['dry-run']})
  const {filesLeft, ...told} = done
  const data = {...told, commit: done.commit ?? null, backup: done.backup ?? null, dryRun: flags['dry-run']}
  return {data, text: `${sharedText(done, flags['dry-run'], how.push)}\n`, ...remarks(done)}
}

/** So many names are told one by one. */
const NAMED = 10

function remarks({remote, sharedNames, filesLeft}: Done) {
  const names = sharedNames.slice(0, NAMED).map(({name, ours, theirs}) => {
    const runs = `${ours.join(', ')} (ours), ${theirs.join(', ')} (of ${remote})`
    return `${plural(ours.length + theirs.length, 'run')} are called ${safe(JSON.stringify(name))} now, where names are unique: ${runs}`
  })
  const more = sharedNames.length - names.length
  const [first] = sharedNames
  return {
    warnings: [
      ...names,
      ...(more > 0 ? [`and so are runs of ${plural(more, 'more name')}`] : []),
      ...(filesLeft ? [`files of Git LFS did not go along: its pre-push hook is not installed here`] : []),
    ],
    hints: [
      ...(first ? [`both stay; each goes by its id: git exp show ${first.ours[0]}`] : []),
      ...(filesLeft ? [`git lfs push --all ${shellWord(remote)} ${CODE_CHAIN}`, 'from now on: git lfs install'] : []),
    ],
  }
}

type Done = Pick<
  Awaited<ReturnType<typeof import('../usecases/sync/sync-ledger')['syncLedger']>>,
  'remote' | 'step' | 'fetched' | 'pushed' | 'sent' | 'commit' | 'backup' | 'chain' | 'sharedNames' | 'filesLeft'
>

function sharedText(
  {remote, step, fetched, pushed, sent, commit, backup, chain}: Done,
  dry: boolean,
  push: boolean,
): string {
  const came = fetched > 0 ? [`${plural(fetched, 'run')} from ${remote}`] : []
  const sends = push && (dry ? step !== 'same' || chain !== 'same' : sent)
  const went = sends ? [pushed > 0 ? `${plural(pushed, 'run')} to ${remote}` : `changes to ${remote}`] : []
  const parts = [...came, ...went]
  const how = HOW[step]
  const tail = [
    ...(how === undefined ? [] : [how]),
    ...(backup === undefined ? [] : [`what was here is kept as ${backup}`]),
  ]
  const what =
    parts.length > 0
      ? parts.join(', ')
      : step === 'same' || step === 'ahead'
        ? `${remote} has nothing new`
        : `changes from ${remote}`
  const at = commit !== undefined && !dry ? ` (${commit.slice(0, 10)})` : ''
  return `${dry ? 'would share: ' : ''}${what}${tail.length > 0 ? `; ${tail.join('; ')}` : ''}${at}`
}

const HOW: Readonly<Record<string, string | undefined>> = {
  'take up': 'its ledger is ours now',
  begin: 'it had no ledger before',
  adopt: 'it has all of ours by other commits, which are ours now',
  merge: 'merged',
}
