import {readEvent} from '../format/event'
import {readRecord} from '../format/record'
import type {LedgerHead} from '../ledger/head'
import type {Index} from '../ledger/index/refresh'
import {type Resolved, resolveRun} from '../ledger/resolve'
import type {Cache} from '../ports/cache'
import type {GitObjects} from '../ports/git-objects'
import type {Recorded} from '../ports/recorded'
import type {Progress} from '../ports/world'

export interface IndexPorts {
  readonly objects: GitObjects
  readonly cache: Cache
  readonly progress: Progress
}

/** The index at the ledger's tip. */
export async function indexAt(ports: IndexPorts, head: LedgerHead): Promise<Index> {
  const {openIndex} = await import('../ledger/index/refresh')
  return openIndex({...ports, readRecord, readEvent}, head.tip)
}

/** The run a word names, and its folder in the ledger. */
export async function findRun(
  ports: IndexPorts & {readonly recorded: Recorded},
  head: LedgerHead,
  word: string,
): Promise<Resolved & {readonly folder: string; readonly name: string}> {
  const index = await indexAt(ports, head)
  const resolved = resolveRun(word, index, ports.recorded.newest())
  const {path, name} = index.summary(resolved.id)!
  return {...resolved, folder: path, name}
}
