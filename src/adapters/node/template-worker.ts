import {existsSync} from 'node:fs'
import {join} from 'node:path'
import {Worker} from 'node:worker_threads'
import type {TemplateAnswer, TemplateRequest, TemplateSandbox} from '../../ports/template-sandbox'

export interface WorkerOptions {
  /** The worker's bundled main file; default: beside this code as built, or in dist/ of the sources. */
  readonly script?: string
  /** For one request, from when the worker has loaded; default 2,000 ms. */
  readonly limitMs?: number
}

/** A sandbox that can be ended: an idle worker does not keep the process alive, a test that counts handles may want to. */
export interface WorkerSandbox extends TemplateSandbox {
  close(): Promise<void>
}

const LIMIT_MS = 2000
/** Loading ajv on a machine under load; more than this is a worker that will never start. */
const START_MS = 30_000
const MEMORY = {maxOldGenerationSizeMb: 128, maxYoungGenerationSizeMb: 32, stackSizeMb: 4}

/** Runs templates in one worker thread, started by the first request, killed when it overruns, started anew after that. */
export function workerSandbox({script = findScript(), limitMs = LIMIT_MS}: WorkerOptions = {}): WorkerSandbox {
  let current: Running | undefined
  let queue: Promise<unknown> = Promise.resolve()
  const check = async (request: TemplateRequest): Promise<TemplateAnswer> => {
    current ??= start(script)
    const running = current
    const answer = await ask(running, request, limitMs)
    if (answer.kind === 'overran' || answer.kind === 'died') {
      if (current === running) current = undefined
      await running.worker.terminate()
    }
    return answer
  }
  return {
    check: request => {
      const answer = queue.then(() => check(request))
      queue = answer.catch(() => undefined)
      return answer
    },
    close: async () => {
      await queue
      await current?.worker.terminate()
      current = undefined
    },
  }
}

interface Running {
  readonly worker: Worker
  readonly ready: Promise<TemplateAnswer | 'ready'>
}

/** No environment, no standard streams of ours: whatever a template manages to run there has little to read. */
function start(script: string): Running {
  const worker = new Worker(script, {
    env: {},
    execArgv: [],
    argv: [],
    stdout: true,
    stderr: true,
    resourceLimits: MEMORY,
  })
  // Without a listener an error would end the process; each request listens for its own.
  worker.on('error', () => undefined)
  worker.unref()
  return {worker, ready: answerOf(worker, START_MS)}
}

async function ask({worker, ready}: Running, request: TemplateRequest, limitMs: number): Promise<TemplateAnswer> {
  worker.ref()
  try {
    const started = await ready
    if (started !== 'ready') return {kind: 'died', reason: 'the worker did not start'}
    const answer = answerOf(worker, limitMs)
    worker.postMessage(request)
    return (await answer) as TemplateAnswer
  } finally {
    worker.unref()
  }
}

/** The next message; or `overran` after `limitMs`, or `died` where the worker ends first. */
function answerOf(worker: Worker, limitMs: number): Promise<TemplateAnswer | 'ready'> {
  return new Promise(resolve => {
    const timer = setTimeout(() => settle({kind: 'overran', limitMs}), limitMs)
    const settle = (answer: TemplateAnswer | 'ready') => {
      clearTimeout(timer)
      worker.off('message', settle).off('error', failed).off('exit', ended)
      resolve(answer)
    }
    const failed = (error: Error) => settle({kind: 'died', reason: error.message})
    const ended = (code: number) => settle({kind: 'died', reason: `the worker ended with code ${code}`})
    worker.once('message', settle).once('error', failed).once('exit', ended)
  })
}

function findScript(): string {
  const name = 'template-worker.js'
  const places = [join(__dirname, name), join(__dirname, '..', name), join(__dirname, '../../../dist', name)]
  return places.find(existsSync) ?? places[0]!
}
