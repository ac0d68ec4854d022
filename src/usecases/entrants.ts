import type {Entrant} from '../compare/set/rival'
import type {LedgerHead} from '../ledger/head'
import {readRuns} from '../ledger/read-run'
import type {Oid, RunId} from '../model/ids'
import type {GitObjects} from '../ports/git-objects'
import type {LiveRuns} from '../ports/live-runs'
import {codeThatRan} from './code-that-ran'
import {withLive} from './live-view'

export interface EntrantPorts {
  readonly objects: GitObjects
  readonly liveHere: () => Promise<LiveRuns>
}

export interface RunPlace {
  readonly id: RunId
  readonly name: string
  /** Its folder in the ledger. */
  readonly path: string
}

/** The records of these runs for a comparison, in order, with the files that measure where the repository has the code. */
export async function readEntrants(
  ports: EntrantPorts,
  head: LedgerHead,
  places: readonly RunPlace[],
): Promise<Entrant[]> {
  const runs = await readRuns(
    ports.objects,
    head.tip,
    places.map(({path}) => path),
  )
  const live = runs.some(({folded}) => folded['status'] === 'running') ? await ports.liveHere() : undefined
  const entrants = runs.map(({folded}, i): Entrant => {
    const {id, name} = places[i]!
    return {id, name, record: live && folded['status'] === 'running' ? withLive(live, id, folded) : folded}
  })
  return withCode(ports.objects, entrants)
}

/** In more kinds of code than these the files that measure are not looked for. */
const CODES_MAX = 64

async function withCode(objects: GitObjects, entrants: readonly Entrant[]): Promise<Entrant[]> {
  const ran = await codeThatRan(objects, entrants)
  const distinct = new Map(ran.flatMap(one => (one ? [[one.code, one.tree] as const] : [])))
  const measuring = new Map<string, ReadonlyMap<string, string>>()
  if (distinct.size > 1 && distinct.size <= CODES_MAX) {
    for (const [code, tree] of distinct) measuring.set(code, await measuringFiles(objects, tree))
  }
  return entrants.map((entrant, i) => {
    const own = ran[i]
    if (!own) return entrant
    const evaluation = measuring.get(own.code)
    return {...entrant, code: own.code, asCommitted: own.asCommitted, ...(evaluation && {evaluation})}
  })
}

const MEASURES =
  /(?:^|[_\-./])(?:eval(?:uate|uation|uator)?|(?:compute_)?metrics?|scor(?:e|er|es|ing))(?:[_-][^/]*)?\.(?:py|ipynb|sh|r|jl|pl|js|ts)$/i

async function measuringFiles(objects: GitObjects, tree: Oid): Promise<ReadonlyMap<string, string>> {
  const files = await objects.files(tree)
  return new Map(files.filter(({path}) => MEASURES.test(path)).map(({path, oid}) => [path, oid]))
}
