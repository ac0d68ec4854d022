import {spawn} from 'node:child_process'
import {constants} from 'node:os'
import {isatty} from 'node:tty'
import type {ChildEnd, Children, ChildSpec} from '../../ports/children'
import {watchGpuMemory} from './gpu-memory'
import {cpuOfChildren, processTree, watchTree} from './process-tree'
import {stderrTail} from './stderr-tail'

/** Passed on to the command: who sends one to us means it. Those of the keyboard reach it without us. */
const PASSED = ['SIGTERM', 'SIGHUP', 'SIGUSR1', 'SIGUSR2', 'SIGCONT', 'SIGWINCH'] as const
const KEYBOARD = ['SIGINT', 'SIGQUIT'] as const
const BEAT_MS = 15_000

/** Commands as child processes that share our standard streams and our process group. */
export const nodeChildren: Children = {run: runChild, settled}

async function runChild(spec: ChildSpec, started: (pid: number) => void): Promise<ChildEnd> {
  const begun = process.hrtime.bigint()
  const cpu = cpuOfChildren()
  const tail = spec.scratch === undefined ? undefined : stderrTail(spec.scratch)
  unsettled()
  const signals = new Signals()
  const [program, ...args] = spec.argv
  const child = spawn(program!, args, {
    cwd: spec.cwd,
    env: {...process.env, ...spec.env},
    stdio: ['inherit', spec.quiet ? 2 : 'inherit', tail?.fd ?? 'inherit'],
  })
  tail?.given()
  const {pid} = child
  const watch = pid === undefined ? undefined : watchTree(pid)
  const gpu = pid === undefined ? undefined : watchGpuMemory(() => processTree(pid))
  const beat = setInterval(spec.beat, BEAT_MS)
  if (child.pid !== undefined) {
    signals.passTo(signal => child.kill(signal))
    started(child.pid)
  }
  const how = await new Promise<Pick<ChildEnd, 'exit' | 'signal' | 'unstarted'>>(resolve => {
    child.on('error', (error: NodeJS.ErrnoException) => resolve(unstarted(program!, error)))
    child.on('exit', (code, signal) => resolve(ended(code, signal)))
  })
  clearInterval(beat)
  const wall = Number(process.hrtime.bigint() - begun) / 1e9
  const spent = cpuOfChildren()
  const peakRss = watch?.stop()
  const peakVram = gpu?.stop()
  const stderr = await tail?.text()
  const passed = signals.last
  return {
    ...how,
    wall,
    ...(passed !== undefined && {passed}),
    ...(cpu !== undefined && spent !== undefined && {cpu: spent - cpu}),
    ...(peakRss !== undefined && {peakRss}),
    ...(peakVram !== undefined && {peakVram}),
    ...(stderr !== undefined && {stderr}),
  }
}

const ENDING = ['SIGINT', 'SIGQUIT', 'SIGTERM', 'SIGHUP'] as const

/** undefined: no command has settled, or another one runs by now. */
let leave: (() => void) | undefined

function settled(exit: number): void {
  leave = () => process.exit(exit)
  for (const signal of ENDING) {
    process.removeAllListeners(signal)
    process.on(signal, leave)
  }
}

/** Where several commands run one after the other: a signal is the next one's again. */
function unsettled(): void {
  if (leave) for (const signal of ENDING) process.removeListener(signal, leave)
  leave = undefined
}

function ended(code: number | null, signal: NodeJS.Signals | null): Pick<ChildEnd, 'exit' | 'signal'> {
  if (signal === null) return {exit: code ?? 1}
  return {exit: 128 + (constants.signals[signal] ?? 0), signal}
}

function unstarted(program: string, {code, message}: NodeJS.ErrnoException): Pick<ChildEnd, 'exit' | 'unstarted'> {
  if (code === 'ENOENT') return {exit: 127, unstarted: `there is no program "${program}"`}
  if (code === 'EACCES') return {exit: 126, unstarted: `"${program}" may not be run`}
  return {exit: 126, unstarted: `"${program}" could not be started: ${message}`}
}

/**
 * Signals that come to us, from before the command starts until its last record is written: that must not be cut short by the
 * signal that ended it.
 */
class Signals {
  last: string | undefined
  #pass: (signal: NodeJS.Signals) => void = () => {}

  constructor() {
    // Ctrl-C goes from the terminal to the whole group; without one, somebody has sent it to us alone.
    // Asked by number: node makes a pipe that it opens as a stream non-blocking, for all who share it.
    const terminal = isatty(0) || isatty(1) || isatty(2)
    for (const signal of PASSED) this.#hear(signal, true)
    for (const signal of KEYBOARD) this.#hear(signal, !terminal)
  }

  passTo(pass: (signal: NodeJS.Signals) => void): void {
    this.#pass = pass
  }

  #hear(signal: NodeJS.Signals, pass: boolean): void {
    process.on(signal, () => {
      if (signal !== 'SIGWINCH' && signal !== 'SIGCONT') this.last = signal
      if (pass) this.#pass(signal)
    })
  }
}
