import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {Worker} from 'node:worker_threads'
import type {HashOptions, HashOutcome} from '../../ports/hashing'
import {hashSteps} from './hash-file'
import type {WorkerWord} from './hash-worker'

/** Reads one file after the other beside the work of this thread. */
export interface Hasher {
  hash(path: string, options: Pick<HashOptions, 'signal' | 'progress'>): Promise<HashOutcome>
  close(): Promise<void>
}

/** In a thread of the lowest priority, from the bundled `script`; where that is not there, here, in small pieces. */
export function threadHasher(script: string | undefined = findScript()): Hasher {
  if (script === undefined) return {hash: hashInPieces, close: async () => undefined}
  let worker: Worker | undefined
  let queue: Promise<unknown> = Promise.resolve()
  const end = async () => {
    const ending = worker
    worker = undefined
    await ending?.terminate()
  }
  const next = async (path: string, options: Pick<HashOptions, 'signal' | 'progress'>): Promise<HashOutcome> => {
    if (options.signal?.aborted) return {kind: 'stopped'}
    worker ??= start(script)
    const outcome = worker ? await ask(worker, path, options) : 'died'
    // A thread that was stopped is in the middle of its file.
    if (outcome === 'died' || outcome.kind === 'stopped') await end()
    return outcome === 'died' ? hashInPieces(path, options) : outcome
  }
  return {
    hash: (path, options) => {
      const answer = queue.then(() => next(path, options))
      queue = answer
      return answer
    },
    close: end,
  }
}

/** undefined where the system gives no thread. */
function start(script: string): Worker | undefined {
  try {
    const worker = new Worker(script, {env: {}, execArgv: [], argv: []})
    // Without a listener an error would end the process; each request listens for its end.
    worker.on('error', () => undefined)
    worker.unref()
    return worker
  } catch {
    return undefined
  }
}

function ask(worker: Worker, path: string, {signal, progress}: Pick<HashOptions, 'signal' | 'progress'>) {
  return new Promise<HashOutcome | 'died'>(resolve => {
    const settle = (outcome: HashOutcome | 'died') => {
      worker.off('message', heard).off('exit', died)
      signal?.removeEventListener('abort', stopped)
      worker.unref()
      resolve(outcome)
    }
    const heard = (word: WorkerWord) => ('done' in word ? progress?.(word.done) : settle(word.outcome))
    const died = () => settle('died')
    const stopped = () => settle({kind: 'stopped'})
    worker.ref()
    worker.on('message', heard).once('exit', died)
    signal?.addEventListener('abort', stopped)
    worker.postMessage(path)
  })
}

async function hashInPieces(
  path: string,
  {signal, progress}: Pick<HashOptions, 'signal' | 'progress'>,
): Promise<HashOutcome> {
  const steps = hashSteps(path)
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    progress?.(step.value)
    await new Promise(setImmediate)
    if (signal?.aborted) {
      steps.return({kind: 'stopped'})
      return {kind: 'stopped'}
    }
  }
}

function findScript(): string | undefined {
  const name = 'hash-worker.js'
  const places = [join(__dirname, name), join(__dirname, '..', name), join(__dirname, '../../../dist', name)]
  return places.find(existsSync)
}
