import {jobOf} from '../../../../src/capture/env/scheduler'
import type {RunId} from '../../../../src/model/ids'
import type {Claim, Holder, LiveRuns, LiveState, Rank} from '../../../../src/ports/live-runs'
import {awaitRanks, jobKey, joinShare, leftBy, type Share, shareKey} from '../../../../src/usecases/run/share'

const key = (env: Record<string, string>) => shareKey(jobOf(env))
const STEP = {SLURM_JOB_ID: '1', SLURM_STEP_ID: '0', SLURM_PROCID: '0', SLURM_STEP_NUM_TASKS: '4'}
const TORCH = {TORCHELASTIC_RUN_ID: 'r', RANK: '0', WORLD_SIZE: '4'}

describe('what processes have in common', () => {
  test('the tasks of a step, of torchrun, of MPI; not a process that works alone', () => {
    expect(key(STEP)).toBe(key({...STEP, SLURM_PROCID: '3'}))
    expect(key(STEP)).not.toBe(key({...STEP, SLURM_STEP_ID: '1'}))
    expect(key(STEP)).not.toBe(key({...STEP, SLURM_JOB_ID: '2'}))
    expect(key(TORCH)).toBe(key({...TORCH, RANK: '2'}))
    expect(key(TORCH)).not.toBe(key({...TORCH, TORCHELASTIC_RUN_ID: 's'}))
    expect(key({OMPI_COMM_WORLD_RANK: '0', OMPI_COMM_WORLD_SIZE: '2'})).toBeDefined()
    for (const env of [{}, {SLURM_JOB_ID: '1'}, {...STEP, SLURM_STEP_NUM_TASKS: '1'}, {...TORCH, WORLD_SIZE: '1'}])
      expect(key(env)).toBeUndefined()
  })

  test('a job and itself, begun anew: by its id and words', () => {
    const job = jobOf({SLURM_JOB_ID: '1'})
    const again = jobOf({SLURM_JOB_ID: '1', SLURM_RESTART_COUNT: '1'})
    expect(jobKey(job, ['a'])).toBe(jobKey(again, ['a']))
    expect(jobKey(job, ['a'])).not.toBe(jobKey(job, ['b']))
    expect(jobKey(jobOf({}), ['a'])).toBeUndefined()
    expect(jobKey(jobOf(TORCH), ['a'])).toBeUndefined()
  })
})

const me: Holder = {host: 'here', boot: 'b', pid: 1, born: '1'}
const [MINE, THEIRS] = ['aaaaaaaaaaaa', 'bbbbbbbbbbbb'] as RunId[] as [RunId, RunId]

/** A folder of live runs in memory, of which only what sharing asks is there. */
function liveRuns(states: readonly Partial<LiveState>[], dead: readonly number[] = []) {
  const claims = new Map<string, Claim>()
  const ranks = new Map<RunId, Rank[]>()
  const live = {
    me,
    list: () => states.map(({id}) => id!),
    read: (id: RunId) => states.find(state => state.id === id) as LiveState | undefined,
    alive: ({pid}: Holder) => (dead.includes(pid) ? 'no' : 'yes'),
    claim: (name: string, mine: RunId) => {
      const claim = claims.get(name) ?? {id: mine, holder: me}
      claims.set(name, claim)
      return claim
    },
    unclaim: (name: string) => void claims.delete(name),
    putRank: (id: RunId, rank: Rank) =>
      void ranks.set(id, [...(ranks.get(id) ?? []).filter(other => other.rank !== rank.rank), rank]),
    ranks: (id: RunId) => ranks.get(id) ?? [],
  }
  return {live: live as unknown as LiveRuns, claims}
}

describe('joining', () => {
  const job = jobOf(STEP)!
  const timer = {sleep: () => Promise.resolve()}

  test('the first claims; the next join; a claim of the dead, or of a run that is over, is taken over', () => {
    const {live, claims} = liveRuns([], [9])
    expect(joinShare({live, timer}, 'k', job, MINE)).toMatchObject({id: MINE, first: true, rank: '0', tasks: 4})
    expect(joinShare({live, timer}, 'k', {...job, task: 1}, THEIRS)).toMatchObject({id: MINE, first: false, rank: '1'})
    claims.set('k', {id: MINE, holder: {...me, pid: 9}})
    expect(joinShare({live, timer}, 'k', job, THEIRS)).toMatchObject({id: THEIRS, first: true})
    const over = liveRuns([{id: MINE, fields: {status: 'finished'}, holder: me}])
    over.claims.set('k', {id: MINE, holder: me})
    expect(joinShare({live: over.live, timer}, 'k', job, THEIRS)).toMatchObject({id: THEIRS, first: true})
  })

  test('waits for those that run and for those to come, not for the dead; failures by rank', async () => {
    const {live} = liveRuns([], [9])
    const share: Share = {id: MINE, key: 'k', rank: '0', tasks: 4, first: true, holder: me, restart: 0}
    live.putRank(MINE, {rank: '0', holder: me, exit: 0})
    live.putRank(MINE, {rank: '10', holder: me, exit: 4})
    live.putRank(MINE, {rank: '2', holder: {...me, pid: 9}})
    // Of an earlier start of the job.
    live.putRank(MINE, {rank: '1', holder: me, exit: 143, restart: 1})
    let slept = 0
    const clock = {
      sleep: async () => {
        slept++
        if (slept === 3) live.putRank(MINE, {rank: '3', holder: me, exit: 7})
      },
    }
    live.putRank(MINE, {rank: '3', holder: me})
    expect(await awaitRanks({live, timer: clock}, share)).toEqual([7, 4])
    expect(slept).toBe(3)
  })
})

test('the run that a job left is found by its key, while it is open', () => {
  const job = jobOf({SLURM_JOB_ID: '1', SLURM_RESTART_COUNT: '1'})!
  const name = jobKey(job, ['a'])!
  const open = {id: MINE, key: name, fields: {status: 'preempted'}}
  const {live} = liveRuns([{id: THEIRS, key: name, fields: {status: 'finished'}}, open])
  expect(leftBy(live, job, ['a'])).toBe(open)
  expect(leftBy(live, job, ['b'])).toBeUndefined()
  expect(leftBy(live, jobOf({SLURM_JOB_ID: '1'}), ['a'])).toBeUndefined()
})
