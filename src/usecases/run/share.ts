import type {Job} from '../../capture/env/scheduler'
import type {RunId} from '../../model/ids'
import {isOpen} from '../../model/record'
import type {Claim, Holder, LiveRuns, LiveState} from '../../ports/live-runs'
import type {Timer} from '../../ports/world'

interface SharePorts {
  readonly live: LiveRuns
  readonly timer: Timer
}

/** What the processes of one distributed training have in common; undefined for a process that works alone. */
export function shareKey(job: Job | undefined): string | undefined {
  if (!job || (job.tasks ?? 1) < 2) return undefined
  if (job.rendezvous === undefined && job.step === undefined && job.kind !== 'mpi') return undefined
  return ['step', job.kind, job.id, job.array ?? '', job.step ?? '', job.rendezvous ?? ''].join(':')
}

/** What a job has in common with itself after its scheduler has started it anew. */
export function jobKey(job: Job | undefined, argv: readonly string[]): string | undefined {
  if (!job || job.kind === 'torchelastic' || job.kind === 'mpi') return undefined
  return ['job', job.kind, job.id, job.array ?? '', job.step ?? '', JSON.stringify(argv)].join(':')
}

/** The run that this job left when its scheduler stopped it. */
export function leftBy(live: LiveRuns, job: Job | undefined, argv: readonly string[]): LiveState | undefined {
  if (!job?.restart) return undefined
  const key = jobKey(job, argv)
  const states = live.list().map(id => live.read(id))
  return states.find(state => state?.key === key && isOpen(state?.fields['status']))
}

/** One of several wrappers that share a run. */
export interface Share {
  readonly id: RunId
  readonly key: string
  readonly rank: string
  /** How many wrappers there should be. */
  readonly tasks: number
  /** It records the run; the others attach. */
  readonly first: boolean
  /** Who was first. */
  readonly holder: Holder
  /** How often the scheduler has started the job anew. */
  readonly restart: number
}

/** Claims `key` for a new run, or joins the run of whoever was first. A claim that the dead left behind is taken over. */
export function joinShare({live}: SharePorts, key: string, job: Job, mine: RunId): Share {
  const isOurs = ({id, holder}: Claim) => id === mine && isSame(holder, live.me)
  let found = live.claim(key, mine)
  if (!isOurs(found) && isStale(live, found)) {
    live.unclaim(key)
    found = live.claim(key, mine)
  }
  const share = {
    id: found.id,
    key,
    rank: String(job.task ?? 0),
    tasks: job.tasks ?? 1,
    first: isOurs(found),
    holder: found.holder,
    restart: job.restart ?? 0,
  }
  putRank(live, share)
  return share
}

/** Says that this task is there, or how it ended. */
export function putRank(live: LiveRuns, {id, rank, restart}: Share, exit?: number): void {
  live.putRank(id, {rank, holder: live.me, restart, ...(exit !== undefined && {exit})})
}

/** Those of this start of the job: a run that goes on has those of the starts before, too. */
const ranksOf = (live: LiveRuns, {id, restart}: Share) => live.ranks(id).filter(rank => (rank.restart ?? 0) === restart)

const isSame = (a: Holder, b: Holder) => a.host === b.host && a.boot === b.boot && a.pid === b.pid && a.born === b.born

/** Whoever claimed it is gone, or its run is over: it belongs to an earlier job that had the same name. */
function isStale(live: LiveRuns, {id, holder}: Claim): boolean {
  const state = live.read(id)
  return live.alive(holder) === 'no' || (state !== undefined && !isOpen(state.fields['status']))
}

const OPENING_MS = 30_000

/** The run as the first wrapper has recorded it; undefined where that takes too long. */
export async function awaitOpened({live, timer}: SharePorts, share: Share): Promise<LiveState | undefined> {
  const {id, holder} = share
  for (let waited = 0; waited < OPENING_MS; waited += 20) {
    const state = live.read(id)
    // What an earlier start of the job has left is not what the first records now.
    const opened = state?.holder !== undefined && isSame(state.holder, holder)
    // Its state is there a moment before its record is.
    if (opened && live.age(id) !== undefined) return state
    // The first has ended before it was recorded: what it was refused for is wrong here too.
    if (!opened && ranksOf(live, share).some(({exit}) => exit !== undefined)) return undefined
    await timer.sleep(20)
  }
  return undefined
}

/** So long the first wrapper waits for one on another machine that gives no sign, in ms. */
const UNHEARD_MS = 60_000

/** So long it waits for those that have not shown up: tasks of one step start together, and other machines may have other clones. */
const UNSEEN_MS = 3000

/** Waits until every wrapper of the run has ended; answers the exit codes of those that failed, the lowest rank first. */
export async function awaitRanks({live, timer}: SharePorts, share: Share): Promise<number[]> {
  const {rank, tasks} = share
  for (let waited = 0; ; waited += 100) {
    const others = ranksOf(live, share).filter(other => other.rank !== rank)
    const going = others.filter(({exit, holder}) => {
      if (exit !== undefined) return false
      const alive = live.alive(holder)
      return alive === 'yes' || (alive === 'unknown' && waited < UNHEARD_MS)
    })
    const unseen = others.length + 1 < tasks && waited < UNSEEN_MS
    if (going.length === 0 && !unseen) {
      const failed = others.filter(({exit}) => exit !== undefined && exit !== 0)
      return failed.sort((a, b) => Number(a.rank) - Number(b.rank)).map(({exit}) => exit!)
    }
    await timer.sleep(100)
  }
}
