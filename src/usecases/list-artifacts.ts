import {artifactsOf, type ToldArtifact} from '../artifacts/entries'
import type {RunId} from '../model/ids'
import {type BytesPorts, type KeptBytes, keptBytes} from './artifact-bytes'
import {type Shown, type ShowPorts, showRun} from './show-run'

/** An artifact and where its bytes are, as far as this machine knows. `outside`: at its `uri`; `absent`: nobody has them. */
export interface ListedArtifact extends ToldArtifact {
  readonly bytes: 'ledger' | 'store' | 'missing' | 'absent' | 'outside'
}

export interface ListedArtifacts {
  readonly id: RunId
  readonly name: string
  readonly artifacts: readonly ListedArtifact[]
  readonly hints: readonly string[]
}

/** What belongs to a run, and whether its bytes are here. */
export async function listArtifacts(ports: ShowPorts & BytesPorts, word: string): Promise<ListedArtifacts> {
  const run = await showRun(ports, word)
  const {id, name, hints} = run
  return {id, name, artifacts: await listedArtifacts(ports, run, artifactsOf(run.record)), hints}
}

/** The same of some of them. */
export async function listedArtifacts(
  ports: BytesPorts,
  run: Shown,
  artifacts: readonly ToldArtifact[],
): Promise<ListedArtifact[]> {
  const kept = await keptBytes(ports, run, artifacts)
  return artifacts.map((artifact, i) => ({...artifact, bytes: whereOf(artifact, kept[i])}))
}

function whereOf({absent, uri}: ToldArtifact, kept: KeptBytes | undefined): ListedArtifact['bytes'] {
  if (kept) return kept.at
  return uri !== undefined ? 'outside' : absent ? 'absent' : 'missing'
}
