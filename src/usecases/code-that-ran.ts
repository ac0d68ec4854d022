import {sha256} from '../base/digest'
import {at, type JsonObject} from '../base/json'
import type {Entrant} from '../compare/set/rival'
import type {Oid} from '../model/ids'
import type {GitObjects, TreeChange} from '../ports/git-objects'

/** Of so many kinds of code every file is looked at; more are compared by their trees alone. */
const TREES_MAX = 1_000
/** Endings of what a run leaves behind, or reads; an untracked one is in the snapshot and no program. */
const NO_PROGRAM = /\.(?:json|jsonl|csv|tsv|txt|log|md|html|xml|ya?ml|toml|cfg|ini)$/i

export interface RanCode {
  /** Equal where the same files ran, whatever commits they came from and whatever results lay about. */
  readonly code: string
  readonly tree: Oid
  /** The files are those of the commit. */
  readonly asCommitted: boolean
}

/**
 * What ran, for each run; undefined where the repository does not have it. A snapshot holds the results of runs before it as
 * well, so untracked files that are no program count only where the run names them.
 */
export async function codeThatRan(objects: GitObjects, runs: readonly Entrant[]): Promise<(RanCode | undefined)[]> {
  const names = runs.map(({record}) => namesOf(record))
  const asked = [...new Set(names.flatMap(({ran, head}) => [ran, head].filter(name => name !== undefined)))]
  const found = await objects.find(asked)
  const trees = new Map(asked.flatMap((name, i) => (found[i]?.type === 'tree' ? [[name, found[i].oid] as const] : [])))
  const known = names.map(({ran, head}) => ({tree: trees.get(ran ?? ''), head: trees.get(head ?? '')}))
  const base = known.find(({tree, head}) => tree !== undefined && head !== undefined)?.head
  const many = new Set(known.map(({tree}) => tree)).size > TREES_MAX
  const ran = known.map(({tree, head}) =>
    tree !== undefined && head !== undefined && base !== undefined && tree !== base && !many
      ? {tree, head, base}
      : undefined,
  )
  const changes = await changesOf(
    objects,
    ran.flatMap(one =>
      one
        ? [
            [one.head, one.tree],
            [one.base, one.tree],
          ]
        : [],
    ),
  )
  return ran.map((one, i) => {
    const {tree, head} = known[i]!
    if (one) return identity(changes, {...one, named: namedFiles(runs[i]!.record)})
    return tree && {code: tree, tree, asCommitted: tree === head}
  })
}

type Pair = readonly [Oid, Oid]
type Changes = (before: Oid, after: Oid) => readonly TreeChange[]

/** Each pair is asked once: many runs have one commit. */
async function changesOf(objects: GitObjects, pairs: readonly Pair[]): Promise<Changes> {
  const distinct = new Map(pairs.filter(([before, after]) => before !== after).map(pair => [pair.join(' '), pair]))
  const answers = await objects.changesBetween([...distinct.values()])
  const known = new Map([...distinct.keys()].map((key, i) => [key, answers[i]!]))
  return (before, after) => known.get(`${before} ${after}`) ?? []
}

interface Ran {
  readonly tree: Oid
  readonly head: Oid
  readonly base: Oid
  readonly named: ReadonlySet<string>
}

/** By what differs from a tree that is the same for all. */
function identity(changes: Changes, {tree, head, base, named}: Ran): RanCode {
  const own = changes(head, tree)
  const left = new Set(own.filter(change => isResult(change, named)).map(({path}) => path))
  const counted = changes(base, tree).filter(({path}) => !left.has(path))
  const words = counted.map(({path, after, modes}) => `${path}\0${after ?? ''}\0${modes?.after ?? ''}\n`)
  const code = counted.length === 0 ? base : sha256(Buffer.from(words.join('')))
  return {code, tree, asCommitted: own.length === left.size}
}

const isResult = ({path, before}: TreeChange, named: ReadonlySet<string>) =>
  before === undefined && NO_PROGRAM.test(path) && !named.has(path)

function namedFiles(record: JsonObject): ReadonlySet<string> {
  const inputs = at(record, 'inputs')
  const paths = (Array.isArray(inputs) ? inputs : []).flatMap(input =>
    ['config', 'prompt'].includes(String(at(input, 'role'))) ? [at(input, 'path')] : [],
  )
  const named = [at(record, 'code', 'script'), at(record, 'code', 'config'), ...paths]
  return new Set(named.filter(path => typeof path === 'string'))
}

/** Names of the tree that ran and of that of the commit. */
function namesOf(record: JsonObject): {readonly ran?: string; readonly head?: string} {
  const [tree, snapshot, commit] = ['tree', 'snapshot', 'commit'].map(key => at(record, 'code', key))
  const isHash = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f]{40,64}$/.test(value)
  const came = snapshot ?? commit
  const ran = isHash(tree) ? tree : isHash(came) ? `${came}^{tree}` : undefined
  return {...(ran && {ran}), ...(isHash(commit) && {head: `${commit}^{tree}`})}
}
