import {artifactsNamed, isReadable} from '../artifacts/choose'
import {artifactsOf, type ToldArtifact} from '../artifacts/entries'
import {type Look, lookOf} from '../artifacts/look'
import {ExpError} from '../base/errors'
import {nearest, plural, shellWord} from '../base/text'
import type {RunId} from '../model/ids'
import {ARTIFACTS_FOLDER} from '../model/paths'
import type {Pieces} from '../ports/copies'
import {artifactPieces, type BytesPorts, keptBytes, notHere} from './artifact-bytes'
import {type ListedArtifact, listedArtifacts} from './list-artifacts'
import {type Shown, type ShowPorts, showRun} from './show-run'

interface OfRun {
  readonly id: RunId
  readonly name: string
  readonly hints: readonly string[]
}

/** One artifact whose bytes are here. */
export interface OpenedArtifact extends OfRun {
  readonly kind: 'bytes'
  readonly artifact: ToldArtifact
  readonly look: Look
  /** At most, where the record does not say. */
  readonly size: number
  /** From the beginning at each call; that they are the recorded ones is known when the last has come. */
  readonly pieces: () => Pieces
}

/** Bytes that lie elsewhere, or several artifacts where none was named. */
export type Opened =
  | OpenedArtifact
  | (OfRun & {readonly kind: 'outside'; readonly artifact: ToldArtifact; readonly uri: string})
  | (OfRun & {readonly kind: 'several'; readonly artifacts: readonly ListedArtifact[]})

export interface OpenInput {
  readonly run: string
  /** Path, end of one, or role; undefined: what a person reads, where that is one. */
  readonly which: string | undefined
}

/**
 * An artifact of a run to look at. Throws FILE_NOT_FOUND where there is none such or its bytes are not here, FILE_AMBIGUOUS where a word
 * names several, BAD_ARTIFACT for a folder.
 */
export async function openArtifact(ports: ShowPorts & BytesPorts, {run: word, which}: OpenInput): Promise<Opened> {
  const run = await showRun(ports, word)
  const {id, name, hints} = run
  const artifacts = artifactsOf(run.record)
  const found = which === undefined ? artifacts.filter(isReadable) : artifactsNamed(artifacts, which)
  const [artifact, ...more] = found
  if (!artifact) throw none(run, artifacts, which)
  if (more.length > 0 && which !== undefined) throw several(run, found, which)
  if (more.length > 0)
    return {
      kind: 'several',
      id,
      name,
      artifacts: await listedArtifacts(ports, run, found),
      hints: [...hints, ...commands(run, found, 1)],
    }
  const [kept] = await keptBytes(ports, run, [artifact])
  if (!kept && artifact.uri !== undefined) return {kind: 'outside', id, name, artifact, uri: artifact.uri, hints}
  if (!kept) throw folder(run, artifact) ?? notHere(ports, run, artifact)
  return {
    kind: 'bytes',
    id,
    name,
    artifact,
    look: lookOf(artifact),
    size: kept.at === 'ledger' ? kept.bytes.length : (artifact.size ?? ports.files.facts(kept.file)?.size ?? 0),
    pieces: () => artifactPieces(ports, run, artifact, kept),
    hints,
  }
}

/** So many are offered; more would hide the first. */
const OFFERED = 5

const commands = ({id}: Shown, found: readonly ToldArtifact[], count = OFFERED): string[] =>
  found.slice(0, count).map(({path}) => `git exp artifact open ${id} ${argument(path)}`)

/** A path that begins like a flag is none. */
const argument = (path: string) => shellWord(path.startsWith('-') ? `./${path}` : path)

const quoted = (artifacts: readonly ToldArtifact[]) => {
  const paths = artifacts.slice(0, OFFERED).map(({path}) => `"${path}"`)
  return [...paths, ...(artifacts.length > OFFERED ? [`${artifacts.length - OFFERED} more`] : [])].join(', ')
}

function none(run: Shown, artifacts: readonly ToldArtifact[], which: string | undefined): ExpError {
  const who = `${run.name} (${run.id})`
  const data = {
    run: run.id,
    ...(which !== undefined && {which}),
    candidates: artifacts.slice(0, 100).map(({path}) => path),
  }
  if (artifacts.length === 0) {
    return new ExpError('FILE_NOT_FOUND', `${who} has no artifacts`, {
      hints: [`git exp artifact add ${run.id} out/confusion_matrix.csv`],
      data,
    })
  }
  const list = `git exp artifact ls ${run.id}`
  if (which === undefined) {
    const message = `${who} has ${plural(artifacts.length, 'artifact')}, and none to read or to see: ${quoted(artifacts)}`
    return new ExpError('FILE_NOT_FOUND', message, {
      hints: [`name one: git exp artifact open ${run.id} PATH`, list],
      data,
    })
  }
  const words = artifacts.flatMap(({path, role}) => [path, path.slice(path.lastIndexOf('/') + 1), role ?? path])
  const near = nearest(which, words)
  return new ExpError('FILE_NOT_FOUND', `${who} has no artifact "${which}"; it has ${quoted(artifacts)}`, {
    hints: near === undefined ? [list] : [`git exp artifact open ${run.id} ${argument(near)}`],
    data,
  })
}

function several(run: Shown, found: readonly ToldArtifact[], which: string): ExpError {
  const message = `"${which}" names ${found.length} artifacts of ${run.name} (${run.id}): ${quoted(found)}`
  return new ExpError('FILE_AMBIGUOUS', message, {
    hints: commands(run, found),
    data: {run: run.id, which, candidates: found.map(({path}) => path)},
  })
}

/** Of a record that another program wrote. */
function folder(run: Shown, {path}: ToldArtifact): ExpError | undefined {
  const below = `${ARTIFACTS_FOLDER}/${path.replace(/\/*$/, '')}/`
  const files = run.run.files.flatMap(file => (file.path.startsWith(below) ? [file.path] : []))
  if (files.length === 0) return undefined
  return new ExpError('BAD_ARTIFACT', `"${path}" of ${run.name} is a folder of ${plural(files.length, 'file')}`, {
    hints: [`git archive ${run.head.ref} ${shellWord(`${run.path}/${below}`)} | tar -t`],
    data: {run: run.id, path, files},
  })
}
