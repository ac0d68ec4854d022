import type {ChildProcess} from 'node:child_process'
import type {GitObject, GitObjects} from '../../ports/git-objects'
import {BatchReader} from './batch-reader'
import {type ConversingChild, type GitProgram, keepAlive} from './program'

/** Answers questions for single objects through one `git cat-file --batch`, which is kept while there is something to ask. */
export interface Lookup {
  /** Starts git, so that it is there when the first question comes. */
  start(): void
  readonly find: GitObjects['find']
}

const ARGS = ['cat-file', '--batch']
/** A git that nobody asks is let go: it would hold packs open, and a long-lived host would keep it for ever. */
const IDLE_MS = 2000

export function lookup(git: GitProgram): Lookup {
  let current: Conversation | undefined
  const start = () => {
    if (!current?.open) current = new Conversation(git.start(ARGS, {deaf: 'stderr'}))
    return current
  }
  return {
    start,
    find: async names => {
      if (names.length === 0) return []
      const askable = names.map(askableName)
      return (await start().ask(askable)) ?? once(git, askable)
    },
  }
}

/** A name that git answers in one line and reads as we do; `-` is nobody's. */
export const askableName = (name: string) => (name === '' || /[\n\0]|:\.\.?\//.test(name) ? '-' : name)

/** Asks a git of its own, which says why where it cannot answer. */
async function once(git: GitProgram, names: readonly string[]): Promise<(GitObject | undefined)[]> {
  const {stdout} = await git.run([...ARGS, '--buffer'], {input: `${names.join('\n')}\n`})
  const reader = new BatchReader()
  reader.push(stdout)
  return names.map(() => reader.next()?.object)
}

interface Question {
  readonly names: number
  readonly answers: (GitObject | undefined)[]
  readonly resolve: (answers: (GitObject | undefined)[] | undefined) => void
}

/** One running git, and who waits for its answers; it keeps this process alive only while somebody does. */
class Conversation {
  open = true
  readonly #reader = new BatchReader()
  readonly #questions: Question[] = []
  readonly #child: ChildProcess & ConversingChild
  #idle: NodeJS.Timeout | undefined

  constructor(child: ChildProcess & ConversingChild) {
    this.#child = child
    // A git that dies early closes its input.
    child.stdin.on('error', () => {})
    child.stdout.on('data', (chunk: Buffer) => this.#hear(chunk))
    child.on('error', () => this.#end())
    child.on('close', () => this.#end())
    keepAlive(this.#child, false)
  }

  /** undefined: it died before it had answered. */
  ask(names: readonly string[]): Promise<(GitObject | undefined)[] | undefined> {
    clearTimeout(this.#idle)
    keepAlive(this.#child, true)
    return new Promise(resolve => {
      this.#questions.push({names: names.length, answers: [], resolve})
      this.#child.stdin.write(`${names.join('\n')}\n`)
    })
  }

  #hear(chunk: Buffer): void {
    this.#reader.push(chunk)
    for (let [question] = this.#questions; question; [question] = this.#questions) {
      const answer = this.#reader.next()
      if (!answer) return
      question.answers.push(answer.object)
      if (question.answers.length < question.names) continue
      this.#questions.shift()
      question.resolve(question.answers)
    }
    keepAlive(this.#child, false)
    this.#idle = setTimeout(() => this.#leave(), IDLE_MS).unref()
  }

  #leave(): void {
    this.open = false
    this.#child.stdin.end()
  }

  #end(): void {
    this.open = false
    clearTimeout(this.#idle)
    for (const {resolve} of this.#questions.splice(0)) resolve(undefined)
  }
}
