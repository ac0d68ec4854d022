import {readHead} from '../ledger/head'
import type {Oid, RunId} from '../model/ids'
import type {Commit} from '../ports/git-objects'
import {findRun} from './run-index'
import type {ShowPorts} from './show-run'

export interface LogInput {
  readonly run: string | undefined
  /** 0 is all. */
  readonly limit: number
}

/** One change to the ledger. */
export interface LogEntry {
  readonly commit: Oid
  readonly time: string
  readonly author: string
  readonly email: string
  readonly subject: string
  readonly body: string
  readonly run?: RunId
  readonly status?: string
  readonly code?: string
}

/** The history of the ledger, or of one run, newest first. */
export async function ledgerLog(
  ports: ShowPorts,
  input: LogInput,
): Promise<{entries: LogEntry[]; hints: readonly string[]}> {
  const head = await readHead(ports.objects, ports.ref)
  const run = input.run === undefined ? undefined : await findRun(ports, head, input.run)
  const commits = await ports.objects.history(head.tip, {
    ...(run && {path: run.folder}),
    ...(input.limit > 0 && {limit: input.limit}),
  })
  return {entries: commits.map(logEntry), hints: run?.hint ? [run.hint] : []}
}

function logEntry(commit: Commit): LogEntry {
  const [subject = '', ...rest] = commit.message.split('\n')
  const trailer = (key: string) => rest.find(line => line.startsWith(`${key}: `))?.slice(key.length + 2)
  const body = rest
    .filter(line => !/^Exp-[A-Za-z-]+: /.test(line))
    .join('\n')
    .trim()
  const [run, status, code] = [trailer('Exp-Run'), trailer('Exp-Status'), trailer('Exp-Code')]
  return {
    commit: commit.oid,
    time: new Date(commit.author.time * 1000).toISOString().replace('.000Z', 'Z'),
    author: commit.author.name,
    email: commit.author.email,
    subject,
    body,
    ...(run && {run: run as RunId}),
    ...(status && {status}),
    ...(code && {code}),
  }
}
