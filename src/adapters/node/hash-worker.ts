import {setPriority} from 'node:os'
import {parentPort} from 'node:worker_threads'
import type {HashOutcome} from '../../ports/hashing'
import {hashSteps} from './hash-file'

/** What the worker says: bytes read so far, or the outcome. */
export type WorkerWord = {readonly done: number} | {readonly outcome: HashOutcome}

const SAY_EVERY_MS = 200
const LOWEST = 19

/** The thread's own code: takes one path at a time. On Linux the priority is the thread's, of reading too; elsewhere it would be the process's. */
export function hashForParent(): void {
  if (process.platform === 'linux') yieldToOthers()
  parentPort?.on('message', (path: string) => {
    const outcome = hashSaying(path, done => parentPort?.postMessage({done} satisfies WorkerWord))
    parentPort?.postMessage({outcome} satisfies WorkerWord)
  })
}

function yieldToOthers(): void {
  try {
    setPriority(0, LOWEST)
  } catch {
    // Not allowed here: it hashes as any other.
  }
}

function hashSaying(path: string, say: (done: number) => void): HashOutcome {
  const steps = hashSteps(path)
  let said = performance.now()
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    const now = performance.now()
    if (now - said < SAY_EVERY_MS) continue
    said = now
    say(step.value)
  }
}

if (parentPort) hashForParent()
