import {fileNameOf} from '../artifacts/file-name'
import {ExpError} from '../base/errors'
import {shellWord} from '../base/text'
import {formatBytes} from '../base/units'
import {plainText} from '../compare/source/plain-text'
import type {PlainTable} from '../importers/plain-table'
import type {Copies} from '../ports/copies'
import type {OpenedArtifact} from './open-artifact'

/** Of a text that is shown; it is in memory, several times. */
const MAX_TEXT = 16 * 1024 * 1024
/** Of a copy that nobody asked for by name. */
const MAX_LAID = 256 * 1024 * 1024

export interface ArtifactText {
  readonly text: string
  /** Where the text is rows and columns, those. */
  readonly table?: PlainTable
}

/** The artifact as text, its digest checked; undefined where it is none or must be drawn. Throws DAMAGED_RECORD, TOO_BIG. */
export async function artifactText(opened: OpenedArtifact): Promise<ArtifactText | undefined> {
  const {look, size, artifact} = opened
  if (look === 'picture' || look === 'page') return undefined
  if (size > MAX_TEXT && look === 'text') throw tooBig(opened, MAX_TEXT, 'shown')
  if (size > MAX_TEXT) return undefined
  const pieces: Uint8Array[] = []
  for await (const piece of opened.pieces()) pieces.push(piece)
  const text = plainText(Buffer.concat(pieces))
  if (text === undefined) return undefined
  const {plainTable} = await import('../importers/plain-table')
  const table = plainTable(artifact.path, text)
  return {text, ...(table && {table})}
}

/** Goes through the bytes, so that none that are wrong are shown. Throws DAMAGED_RECORD. */
export async function checkPieces({pieces}: OpenedArtifact): Promise<void> {
  for await (const _ of pieces());
}

/** A copy to look at, in a folder of the user's own; its path. Throws TOO_BIG unless `large` ones are wanted, and as `Copies.lay` does. */
export async function layArtifact(copies: Copies, opened: OpenedArtifact, large: boolean): Promise<string> {
  const {artifact, size} = opened
  if (size > MAX_LAID && !large) throw tooBig(opened, MAX_LAID, 'copied for a look')
  // Without a digest the place is that of the name.
  return copies.lay(fileNameOf(artifact.path), artifact.digest ?? nameKey(opened), opened.pieces())
}

const nameKey = ({id}: OpenedArtifact) => Buffer.from(id).toString('hex').padEnd(32, '0')

/** A copy where the user wants it. Throws as `Copies.write` does. */
export function writeArtifact(copies: Copies, {artifact, pieces}: OpenedArtifact, to: string, force: boolean) {
  return copies.write({to, name: fileNameOf(artifact.path), force}, pieces())
}

function tooBig({id, name, artifact: {path}, size}: OpenedArtifact, max: number, verb: string): ExpError {
  const message = `"${path}" of ${name} has ${formatBytes(size)}; at most ${formatBytes(max)} are ${verb}`
  return new ExpError('TOO_BIG', message, {
    hints: [`git exp artifact open ${id} ${shellWord(path)} -o .`],
    data: {run: id, path, size, max},
  })
}
