import {spawnSync} from 'node:child_process'

/** One timed process: wall and CPU (user + system, with its children) in ms. */
export interface Sample {
  readonly wall: number
  readonly cpu: number
}

/** `NODE_EXTRA_CA_CERTS` costs every process of Node 20 some 65 ms where it is set. */
export const BENCH_ENV = {...process.env, NODE_EXTRA_CA_CERTS: undefined, GIT_CONFIG_NOSYSTEM: '1'} as NodeJS.ProcessEnv

export function timed(command: string, args: readonly string[], cwd: string): Sample {
  const result = spawnSync(
    'bash',
    ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" >/dev/null 2>/dev/null </dev/null', '_', command, ...args],
    {
      cwd,
      env: BENCH_ENV,
      encoding: 'utf8',
    },
  )
  const [real, user, system] = result.stderr.trim().split('\n').at(-1)!.split(' ').map(Number)
  if (result.status !== 0) throw new Error(`${command} ${args.join(' ')} exited ${result.status}`)
  return {wall: real! * 1000, cpu: (user! + system!) * 1000}
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[sorted.length >> 1]!
}

export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

/** Runs A and B in turn and gives the median of the ratios A/B, pair by pair: what a noisy machine disturbs least. */
export function pairs(rounds: number, a: () => Sample, b: () => Sample) {
  a()
  b()
  const samples = Array.from({length: rounds}, () => [a(), b()] as const)
  const ratio = (key: keyof Sample) => median(samples.map(([x, y]) => x[key] / y[key]))
  return {
    a: {wall: median(samples.map(([x]) => x.wall)), cpu: median(samples.map(([x]) => x.cpu))},
    b: {wall: median(samples.map(([, y]) => y.wall)), cpu: median(samples.map(([, y]) => y.cpu))},
    ratio: {wall: ratio('wall'), cpu: ratio('cpu')},
  }
}
