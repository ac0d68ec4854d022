import {ExpError, isExpError} from '../base/errors'
import {plural} from '../base/text'
import type {Settings} from '../config/settings'
import {readHead} from '../ledger/head'
import {bringBack} from '../ledger/last-tip'
import {leftLocks, unlockHint} from '../ledger/left-locks'
import {isOpen} from '../model/record'
import type {GitRemotes} from '../ports/git-remotes'
import type {Spool} from '../ports/spool'
import {pushRemote} from './run/push-behind'
import type {LookPorts} from './run/running'

export interface Finding {
  readonly level: 'ok' | 'warning' | 'problem'
  readonly what: string
  readonly hints: readonly string[]
}

export type DoctorPorts = LookPorts & {
  readonly strays: Spool | undefined
  readonly settings: Settings
  readonly remotes: GitRemotes
  /** A value of git's configuration. */
  readonly gitConfig: (key: string) => string | undefined
}

/** Looks at everything that makes records fail or lag behind. Changes nothing. */
export async function examine(ports: DoctorPorts): Promise<Finding[]> {
  return [
    await identity(ports),
    await ledger(ports),
    ...locks(ports),
    ...spool(ports),
    ...(await liveRuns(ports)),
    ...(await pushed(ports)),
    ...largeFiles(ports),
  ]
}

const fine = (what: string): Finding => ({level: 'ok', what, hints: []})

const failing = (error: unknown): Finding => {
  if (!(error instanceof ExpError)) throw error
  return {level: 'problem', what: error.message, hints: error.hints}
}

async function identity({repository}: DoctorPorts): Promise<Finding> {
  return repository.author().then(({name, email}) => fine(`records are made as ${name} <${email}>`), failing)
}

async function ledger({objects, ref, cache}: DoctorPorts): Promise<Finding> {
  return readHead(objects, ref).then(
    ({tip}) => fine(`the ledger ${ref} is at ${tip.slice(0, 10)}`),
    error => {
      const finding = failing(error)
      const back = isExpError(error, 'NO_LEDGER') ? bringBack(cache, ref) : undefined
      return back === undefined ? finding : {...finding, hints: [back]}
    },
  )
}

function locks({writer, ref}: DoctorPorts): Finding[] {
  return leftLocks(writer, ref).map(lock => ({
    level: 'warning',
    what: `"${lock.file}" keeps everybody from the ledger`,
    hints: [unlockHint(lock)],
  }))
}

function spool({spool: own, strays}: DoctorPorts): Finding[] {
  const waiting = own.waiting().length + (strays?.waiting().length ?? 0)
  const rejected = own.rejected().length
  return [
    waiting === 0
      ? fine('nothing waits in the spool')
      : {level: 'warning', what: `${plural(waiting, 'change')} not on the ledger yet`, hints: ['git exp recover']},
    ...(rejected === 0
      ? []
      : [
          {
            level: 'problem' as const,
            what: `${plural(rejected, 'change')} that the ledger can never take`,
            hints: ['git exp recover says why'],
          },
        ]),
  ]
}

async function liveRuns({live}: DoctorPorts): Promise<Finding[]> {
  const states = live.list().flatMap(id => live.read(id) ?? [])
  const going = states.filter(({holder}) => holder && live.alive(holder) === 'yes')
  const left = states.filter(
    ({holder, fields, lost}) => !lost && holder && live.alive(holder) === 'no' && isLeft(fields['status']),
  )
  const lost = states.filter(({lost}) => lost)
  const elsewhere = states.filter(({holder}) => holder && live.alive(holder) === 'unknown')
  return [
    ...(going.length === 0 ? [] : [fine(`${plural(going.length, 'run')} going on here`)]),
    ...lost.map(({id, name}) => fine(`${id} (${name}) is judged lost; go on: git exp run --resume ${id} -- <command>`)),
    ...(elsewhere.length === 0 ? [] : [fine(`${plural(elsewhere.length, 'run')} of other machines`)]),
    ...left.map(
      ({id, name, fields: {status}}): Finding => ({
        level: 'warning',
        what: isOpen(status)
          ? `nobody runs ${id} (${name}) any more, and it was not ended`
          : `what follows the end of ${id} (${name}), artifacts or digests, was cut short`,
        hints: ['git exp recover', ...(isOpen(status) ? [`or go on: git exp run --resume ${id} -- <command>`] : [])],
      }),
    ),
  ]
}

/** A preempted run waits for its next attempt. */
const isLeft = (status: unknown) => status !== 'preempted' && (status === 'running' || !isOpen(status))

/** What is pushed in the background fails in silence: another clone was faster, a password is wanted. */
async function pushed({settings, remotes, objects, ref}: DoctorPorts): Promise<Finding[]> {
  const remote = pushRemote(settings, remotes)
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1]
  if (remote === undefined || branch === undefined) return []
  const [there, [here]] = await Promise.all([remotes.tracked(remote, branch), objects.find([`${ref}^{commit}`])])
  if (!here || there === here.oid) return []
  return [
    {
      level: 'warning',
      what: `exp.autopush is on, and as far as is known here ${remote} does not have the newest of ${branch}`,
      hints: [`git push ${remote} ${branch}`],
    },
  ]
}

/** `git lfs prune` deletes the only copy of an artifact on an old, pushed tip unless it asks the server first. */
function largeFiles({store, gitConfig}: DoctorPorts): Finding[] {
  if (store.pointer !== 'lfs' || gitConfig('lfs.pruneverifyremotealways') === 'true') return []
  return [
    {
      level: 'warning',
      what: 'git lfs prune may delete the only copy of an artifact',
      hints: ['git config lfs.pruneverifyremotealways true'],
    },
  ]
}
