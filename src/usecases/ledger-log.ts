import {readHead} from '../ledger/head'
import type {Oid, RunId} from '../model/ids'
import type {Commit, GitObjects} from '../ports/git-objects'
import type {Clock} from '../ports/world'
import {findRun} from './run-index'
import type {ShowPorts} from './show-run'
import {type TimeRange, type TimesSaid, timeRange} from './time-range'

export interface LogInput extends TimesSaid {
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

/** The history of the ledger, or of one run, newest first. Throws USAGE for times that say nothing. */
export async function ledgerLog(
  ports: ShowPorts & {readonly clock: Clock},
  input: LogInput,
): Promise<{entries: LogEntry[]; hints: readonly string[]}> {
  const range = await timeRange(input, ports.clock, 'log')
  const head = await readHead(ports.objects, ports.ref)
  const run = input.run === undefined ? undefined : await findRun(ports, head, input.run)
  const path = run && {path: run.folder}
  const commits = range
    ? await within(ports.objects, head.tip, {...path, limit: input.limit}, range)
    : await ports.objects.history(head.tip, {...path, ...(input.limit > 0 && {limit: input.limit})})
  return {entries: commits.map(logEntry), hints: [...(run?.hint ? [run.hint] : []), ...(range?.hints ?? [])]}
}

const PAGE = 1_000

/** Commits whose change was made within the range: the author's time, which is what is shown. */
async function within(
  objects: GitObjects,
  tip: Oid,
  {limit, ...path}: {readonly path?: string; readonly limit: number},
  {from, to}: TimeRange,
): Promise<Commit[]> {
  const found: Commit[] = []
  for (let skip = 0; limit === 0 || found.length < limit; skip += PAGE) {
    const page = await objects.history(tip, {...path, limit: PAGE, skip})
    found.push(...page.filter(({author}) => author.time * 1000 >= from && author.time * 1000 <= to))
    // Changes are committed soon after they are made: where a whole page is too old, all behind it is.
    if (page.length < PAGE || page.every(({committer}) => committer.time * 1000 < from)) break
  }
  return limit === 0 ? found : found.slice(0, limit)
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
