import type {JsonObject} from '../base/json'
import {append} from '../ledger/append'
import {composeEvent, eventEntry} from '../ledger/change'
import type {AppendPorts} from '../ledger/drain'
import {mustBeWritable, readHead} from '../ledger/head'
import {readRun} from '../ledger/read-run'
import type {RunEvent} from '../model/event'
import type {Oid, RunId} from '../model/ids'
import type {GitRepository} from '../ports/git-repository'
import type {Recorded} from '../ports/recorded'
import type {Worktrees} from '../ports/worktrees'
import {leftBehind} from './left-behind'
import {findRun, type IndexPorts} from './run-index'

export type EventPorts = AppendPorts &
  IndexPorts & {
    readonly recorded: Recorded
    readonly repository: GitRepository
    readonly worktrees: Worktrees
    readonly sign: boolean
  }

export interface EventInput {
  readonly run: string
  /** What is appended, given the run as it stands; undefined: it already says so, nothing to do. */
  readonly event: (folded: JsonObject) => {readonly kind: string; readonly [field: string]: unknown} | undefined
  readonly message?: string
  readonly dryRun: boolean
}

export interface EventAdded {
  readonly id: RunId
  readonly name: string
  /** null: nothing was to be changed, or --dry-run. */
  readonly commit: Oid | null
  readonly event: RunEvent | null
  /** A line a worktree that has the ledger checked out. */
  readonly warnings: readonly string[]
  readonly hints: readonly string[]
}

/** Appends one event to a run, as one commit. */
export async function addEvent(ports: EventPorts, input: EventInput): Promise<EventAdded> {
  const head = await readHead(ports.objects, ports.ref)
  mustBeWritable(head)
  const {id, folder, name, hint} = await findRun(ports, head, input.run)
  const [stored, author] = await Promise.all([readRun(ports.objects, head.tip, folder), ports.repository.author()])
  const wanted = input.event(stored.folded)
  const hints = hint ? [hint] : []
  if (!wanted) return {id, name, commit: null, event: null, warnings: [], hints}
  const {event, time} = composeEvent(wanted, {seen: stored.events, now: ports.clock.now(), author})
  if (input.dryRun) return {id, name, commit: null, event, warnings: [], hints}
  const message = input.message === undefined ? {} : {message: input.message}
  const entry = eventEntry({
    id,
    name,
    folder,
    event,
    time,
    random: ports.ids.random(4),
    author,
    sign: ports.sign,
    ...message,
  })
  const [commit] = await append(ports, [entry], head)
  const behind = leftBehind(ports, head, event.kind)
  return {id, name, commit: commit!, event, warnings: behind.warnings, hints: [...hints, ...behind.hints]}
}
