import {spawn} from 'node:child_process'
import {accessSync, constants} from 'node:fs'
import {join} from 'node:path'

const PROGRAM = 'nvidia-smi'
/** One process that speaks every so often costs less than one each time. */
const ARGS = ['--query-compute-apps=pid,gpu_uuid,used_gpu_memory', '--format=csv,noheader,nounits', '-lms', '1000']
const MIB = 1024 * 1024

/** Samples the GPU memory of the processes that `tree` names; undefined where no driver tells. */
export function watchGpuMemory(tree: () => readonly number[]): {stop(): number | undefined} | undefined {
  if (!onPath(PROGRAM)) return undefined
  const child = spawn(PROGRAM, ARGS, {stdio: ['ignore', 'pipe', 'ignore']})
  const latest = new Map<string, {pid: number; mib: number}>()
  let peak = 0
  let rest = ''
  child.on('error', () => {})
  child.stdout.on('data', (chunk: Buffer) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [pid, gpu, mib] = line.split(',').map(word => word.trim())
      if (/^\d+$/.test(pid ?? '') && /^\d+$/.test(mib ?? ''))
        latest.set(`${pid} ${gpu}`, {pid: Number(pid), mib: Number(mib)})
    }
    const ours = new Set(tree())
    const sum = [...latest.values()].reduce((all, {pid, mib}) => all + (ours.has(pid) ? mib : 0), 0)
    peak = Math.max(peak, sum)
  })
  child.unref()
  ;(child.stdout as unknown as {unref?: () => void}).unref?.()
  return {
    stop: () => {
      child.kill()
      return peak === 0 ? undefined : peak * MIB
    },
  }
}

/** Looked up by ourselves: on most machines it is not there, and to start what is not there takes a process. */
function onPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(':').some(folder => {
    try {
      accessSync(join(folder || '.', program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })
}
