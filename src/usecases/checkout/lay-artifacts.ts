import {artifactsOf, type ToldArtifact} from '../../artifacts/entries'
import {blobOid} from '../../base/digest'
import {isExpError} from '../../base/errors'
import {at, isObject, type Json, type JsonObject} from '../../base/json'
import {pathProblem} from '../../model/paths'
import type {LaidFile} from '../../ports/checkouts'
import type {Pieces} from '../../ports/copies'
import type {TreeEntry} from '../../ports/git-objects'
import {artifactPieces, type BytesPorts, type KeptBytes, keptBytes} from '../artifact-bytes'
import type {Shown} from '../show-run'

/** An artifact of a run and where it is in a checkout. */
export interface LaidArtifact extends ToldArtifact {
  /**
   * `tree`: the code has the very same; `laid`: in the side folder; `kept`: large, and here, to be laid when asked for; `missing`: its bytes are not
   * here; `refused`: see `problem`.
   */
  readonly state: 'tree' | 'laid' | 'kept' | 'missing' | 'refused'
  /** From the top of the checkout. */
  readonly at?: string
  /** The code has another file at its path. */
  readonly other?: true
  /** A secret was taken out of it when it was recorded. */
  readonly redacted?: true
  readonly problem?: string
}

export interface LayingPorts extends BytesPorts {
  /** Writes below the side folder; a dry run answers the name alone. */
  readonly lay: (path: string, pieces: Pieces) => Promise<LaidFile>
  readonly objectFormat: 'sha1' | 'sha256'
}

export interface Laying {
  /** Files of the code. */
  readonly tree: readonly TreeEntry[]
  /** Also what lies in the store. */
  readonly large: boolean
}

/** Lays out what a run left and its record keeps: configs and small files, and large ones when asked for. */
export async function layArtifacts(ports: LayingPorts, run: Shown, {tree, large}: Laying): Promise<LaidArtifact[]> {
  const artifacts = artifactsOf(run.record).filter(({uri, absent}) => uri === undefined && !absent)
  const safe = artifacts.filter(({path}) => pathProblem(path) === undefined)
  const kept = await keptBytes(ports, run, safe)
  const bytesOf = new Map(safe.map((artifact, i) => [artifact.path, kept[i]]))
  const inTree = new Map(tree.map(entry => [entry.path, entry]))
  const laid: LaidArtifact[] = []
  for (const artifact of artifacts) {
    const told = {...artifact, ...redactedOf(run.record, artifact.path)}
    const problem = pathProblem(artifact.path)
    if (problem !== undefined) laid.push({...told, state: 'refused', problem: `its path ${problem}`})
    else
      laid.push(
        await layOne(ports, run, told, {kept: bytesOf.get(artifact.path), entry: inTree.get(artifact.path), large}),
      )
  }
  return laid
}

interface One {
  readonly kept: KeptBytes | undefined
  readonly entry: TreeEntry | undefined
  readonly large: boolean
}

async function layOne(
  ports: LayingPorts,
  run: Shown,
  artifact: ToldArtifact & {readonly redacted?: true},
  {kept, entry, large}: One,
): Promise<LaidArtifact> {
  const sameInTree = kept?.at === 'ledger' && entry?.oid === blobOid(kept.bytes, ports.objectFormat)
  if (sameInTree) return {...artifact, state: 'tree', at: artifact.path}
  const other = entry === undefined ? {} : {other: true as const}
  if (!kept) return {...artifact, ...other, state: 'missing'}
  if (kept.at === 'store' && !large) return {...artifact, ...other, state: 'kept'}
  try {
    const {at, taken} = await ports.lay(`artifacts/${artifact.path}`, artifactPieces(ports, run, artifact, kept))
    if (taken) return {...artifact, ...other, state: 'refused', problem: 'something stands at its place'}
    return {...artifact, ...other, state: 'laid', at}
  } catch (error) {
    if (!isExpError(error, 'DAMAGED_RECORD')) throw error
    return {...artifact, ...other, state: 'refused', problem: 'its bytes are not those that were recorded'}
  }
}

function redactedOf(record: JsonObject, path: string): {redacted?: true} {
  const said: Json | undefined = record['artifacts']
  const entry = Array.isArray(said) ? said.find(item => isObject(item) && item['path'] === path) : undefined
  return at(entry, 'redacted') === true ? {redacted: true} : {}
}
