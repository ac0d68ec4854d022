import {readdirSync, readFileSync} from 'node:fs'

/** At first often, since most peaks of a short command come early; then seldom, so that nobody notices. */
const FIRST_MS = 20
const LAST_MS = 5000
/** The kernel counts in hundredths of a second on every Linux. */
const TICKS = 100

/** Seconds of user and system time of all children that have been waited for; undefined where there is no /proc. */
export function cpuOfChildren(): number | undefined {
  const fields = statFields('self')
  return fields && (Number(fields[13]) + Number(fields[14])) / TICKS
}

/**
 * Samples the memory of a process and all below it; `stop` answers the highest sum seen, or what one process alone had at its peak, in bytes. Not at once: before
 * it has loaded its program a process has the memory of nothing that runs.
 */
export function watchTree(pid: number): {stop(): number | undefined} {
  let peak = 0
  let pause = FIRST_MS
  let timer = setTimeout(look, pause)
  timer.unref()
  function look() {
    peak = Math.max(peak, residentOf(pid))
    pause = Math.min(pause * 2, LAST_MS)
    timer = setTimeout(look, pause)
    timer.unref()
  }
  return {
    stop: () => {
      clearTimeout(timer)
      return peak === 0 ? undefined : peak
    },
  }
}

/** Bytes resident in the whole tree now, shared pages counted for each who has them; at least what one of it has ever had. */
function residentOf(pid: number): number {
  const members = processTree(pid).map(member => read(`/proc/${member}/status`) ?? '')
  const now = members.reduce((sum, status) => sum + kibibytes(status, 'VmRSS'), 0)
  return Math.max(now, ...members.map(status => kibibytes(status, 'VmHWM'))) * 1024
}

/** A process and all below it, whichever of a process's threads started them. */
export function processTree(pid: number): number[] {
  const found = [pid]
  for (const member of found) {
    for (const thread of threads(member)) {
      const children = read(`/proc/${member}/task/${thread}/children`) ?? ''
      found.push(...children.split(' ').filter(Boolean).map(Number))
    }
    if (found.length > 512) break
  }
  return found
}

function threads(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/task`)
  } catch {
    return []
  }
}

function kibibytes(status: string, key: 'VmRSS' | 'VmHWM'): number {
  return Number(new RegExp(`^${key}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1] ?? 0)
}

/** The fields after the name, which may hold blanks and parentheses; [0] is the state. */
function statFields(pid: string): string[] | undefined {
  const stat = read(`/proc/${pid}/stat`)
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return undefined
  }
}
