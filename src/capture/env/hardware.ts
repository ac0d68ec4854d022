import type {Machine} from '../../ports/machine'
import {count, type Found, known, textOf} from './probe'

/** `cpu` (model, cores, how many of them may be used) and `memory` (bytes that may be used: a container may have less than the machine). */
export function probeHardware(machine: Machine): Found {
  const {cpu, memory} = machine.facts()
  const usable = Math.min(cpu.usable, cpuLimit(machine) ?? cpu.usable)
  const cores = `${cpu.cores} core${cpu.cores === 1 ? '' : 's'}`
  const words = [cpu.model, cores, usable < cpu.cores ? `${usable} usable` : '']
  const most = Math.min(memory, memoryLimit(machine) ?? memory)
  return {facts: {cpu: words.filter(Boolean).join(', '), ...known({memory: most > 0 ? most : undefined})}}
}

/** Cores that the control group grants: `cpu.max` holds `<quota> <period>` in microseconds, or `max`. */
function cpuLimit(machine: Machine): number | undefined {
  const [quota, period] = (textOf(machine, '/sys/fs/cgroup/cpu.max') ?? '').trim().split(/\s+/).map(count)
  return quota && period ? Math.round((quota / period) * 100) / 100 : undefined
}

function memoryLimit(machine: Machine): number | undefined {
  const text = textOf(machine, '/sys/fs/cgroup/memory.max')
  return count(text ?? textOf(machine, '/sys/fs/cgroup/memory/memory.limit_in_bytes'))
}
