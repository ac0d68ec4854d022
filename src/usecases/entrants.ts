import {at} from '../base/json'
import type {Entrant} from '../compare/set/rival'
import type {LedgerHead} from '../ledger/head'
import {readRuns} from '../ledger/read-run'
import type {Oid, RunId} from '../model/ids'
import type {GitObjects} from '../ports/git-objects'
import type {LiveRuns} from '../ports/live-runs'
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

/** More trees than this are not opened: that many kinds of code are compared by name. */
const TREES_MAX = 64

async function withCode(objects: GitObjects, entrants: readonly Entrant[]): Promise<Entrant[]> {
  const names = entrants.map(treeName)
  const asked = [...new Set(names.filter(name => name !== undefined))]
  const found = await objects.find(asked)
  const trees = new Map(asked.flatMap((name, i) => (found[i]?.type === 'tree' ? [[name, found[i].oid] as const] : [])))
  const distinct = [...new Set(trees.values())]
  const measuring = new Map<Oid, ReadonlyMap<string, string>>()
  if (distinct.length > 1 && distinct.length <= TREES_MAX) {
    for (const tree of distinct) measuring.set(tree, await measuringFiles(objects, tree))
  }
  return entrants.map((entrant, i) => {
    const tree = trees.get(names[i] ?? '')
    const evaluation = tree && measuring.get(tree)
    return {...entrant, ...(tree && {tree}), ...(evaluation && {evaluation})}
  })
}

function treeName({record}: Entrant): string | undefined {
  const [tree, snapshot, commit] = ['tree', 'snapshot', 'commit'].map(key => at(record, 'code', key))
  const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value)
  if (isHash(tree)) return tree
  const ran = snapshot ?? commit
  return isHash(ran) ? `${ran}^{tree}` : undefined
}

const MEASURES =
  /(?:^|[_\-./])(?:eval(?:uate|uation|uator)?|(?:compute_)?metrics?|scor(?:e|er|es|ing))(?:[_-][^/]*)?\.(?:py|ipynb|sh|r|jl|pl|js|ts)$/i

async function measuringFiles(objects: GitObjects, tree: Oid): Promise<ReadonlyMap<string, string>> {
  const files = await objects.files(tree)
  return new Map(files.filter(({path}) => MEASURES.test(path)).map(({path, oid}) => [path, oid]))
}
