import type {JsonObject} from '../../base/json'
import type {Machine} from '../../ports/machine'
import {count, known} from './probe'

type Env = Machine['env']

/** Characters; LSF names each host once a core. */
const MAX_NODES = 500

/** The job that this process is one of, as its scheduler or launcher tells by variables. */
export interface Job {
  readonly kind: 'slurm' | 'pbs' | 'lsf' | 'sge' | 'torchelastic' | 'mpi'
  readonly id: string
  readonly step?: string
  /** This process among the `tasks` that do the same work together, from 0. */
  readonly task?: number
  readonly tasks?: number
  /** `<array job>_<index>` */
  readonly array?: string
  /** How often the scheduler has started the job anew. */
  readonly restart?: number
  /** What the processes of one distributed run, and no others, have in common; the same on every node. */
  readonly rendezvous?: string
}

/** Undefined outside of any job. */
export function jobOf(env: Env): Job | undefined {
  const scheduled = slurm(env) ?? pbs(env) ?? lsf(env) ?? sge(env)
  const rendezvous = rendezvousOf(env)
  const job = scheduled ?? launched(env, rendezvous)
  if (!job) return undefined
  return {...job, ...known({rendezvous}), ...ranks(env, scheduled)}
}

/** `scheduler`: the job's ids and where it runs. */
export function schedulerFacts(env: Env, job: Job | undefined): JsonObject {
  if (!job) return {}
  const {kind, id, step, tasks, array, restart} = job
  const nodes = (env['SLURM_JOB_NODELIST'] ?? env['LSB_HOSTS'])?.slice(0, MAX_NODES)
  const partition = env['SLURM_JOB_PARTITION'] ?? env['PBS_QUEUE'] ?? env['LSB_QUEUE'] ?? env['QUEUE']
  const facts = known<string | number>({kind, id, step, tasks, array, restart})
  return {scheduler: kind === 'mpi' || kind === 'torchelastic' ? facts : {...facts, ...known({nodes, partition})}}
}

function slurm(env: Env): Job | undefined {
  const id = env['SLURM_JOB_ID'] ?? env['SLURM_JOBID']
  if (!id) return undefined
  const array = pair(env['SLURM_ARRAY_JOB_ID'], env['SLURM_ARRAY_TASK_ID'])
  return {
    kind: 'slurm',
    id,
    ...known({step: env['SLURM_STEP_ID'] ?? env['SLURM_STEPID'], array}),
    ...known({restart: count(env['SLURM_RESTART_COUNT'])}),
  }
}

/** An array's id is `1234[7].server`. */
function pbs(env: Env): Job | undefined {
  const id = env['PBS_JOBID']
  if (!id) return undefined
  const index = env['PBS_ARRAY_INDEX'] ?? env['PBS_ARRAYID']
  return {kind: 'pbs', id, ...known({array: pair(id.match(/^\d+/)?.[0], index)})}
}

/** The index of a job that is no array is 0. */
function lsf(env: Env): Job | undefined {
  const id = env['LSB_JOBID']
  if (!id) return undefined
  const index = env['LSB_JOBINDEX']
  return {kind: 'lsf', id, ...known({array: index === '0' ? undefined : pair(id, index)})}
}

/** `JOB_ID` alone may be anybody's; the task of a job that is no array is `undefined`. */
function sge(env: Env): Job | undefined {
  const id = env['JOB_ID']
  if (!id || !(env['SGE_TASK_ID'] || env['SGE_ROOT'] || env['PE_HOSTFILE'])) return undefined
  const index = count(env['SGE_TASK_ID']) === undefined ? undefined : env['SGE_TASK_ID']
  return {kind: 'sge', id, ...known({array: pair(id, index)}), ...known({restart: count(env['RESTARTED'])})}
}

function launched(env: Env, rendezvous: string | undefined): Job | undefined {
  const elastic = env['TORCHELASTIC_RUN_ID']
  if (elastic) {
    const restart = count(env['TORCHELASTIC_RESTART_COUNT'])
    return {kind: 'torchelastic', id: rendezvous ?? elastic, ...known({restart})}
  }
  const mpi = env['OMPI_COMM_WORLD_RANK'] ?? env['PMI_RANK'] ?? env['PMIX_RANK']
  if (mpi === undefined) return undefined
  const id = env['OMPI_MCA_orte_ess_jobid'] ?? env['PMIX_NAMESPACE'] ?? 'mpi'
  return {kind: 'mpi', id}
}

/** torchrun calls a run without an id `none`: then the address where its processes meet has to do. */
function rendezvousOf(env: Env): string | undefined {
  const elastic = env['TORCHELASTIC_RUN_ID']
  if (elastic && elastic !== 'none') return elastic
  const {MASTER_ADDR: host, MASTER_PORT: port} = env
  return host && port ? `${host}:${port}` : undefined
}

/** The innermost launcher tells: torch before MPI before Slurm, whose batch script itself is called task 0 too. */
function ranks(env: Env, job: Job | undefined): Pick<Job, 'task' | 'tasks'> {
  const step = job?.kind === 'slurm' && job.step !== undefined
  const pairs = [
    [env['RANK'], env['WORLD_SIZE']],
    [env['OMPI_COMM_WORLD_RANK'], env['OMPI_COMM_WORLD_SIZE']],
    [env['PMI_RANK'], env['PMI_SIZE']],
    [step ? env['SLURM_PROCID'] : undefined, env['SLURM_STEP_NUM_TASKS'] ?? env['SLURM_NTASKS']],
  ] as const
  for (const [rank, size] of pairs) {
    const [task, tasks] = [count(rank), count(size)]
    if (task !== undefined && tasks !== undefined && task < tasks) return {task, tasks}
  }
  return {}
}

const pair = (job: string | undefined, index: string | undefined) => (job && index ? `${job}_${index}` : undefined)
