import {isObject, type Json} from '../../base/json'
import {safe} from '../../base/text'
import {HEAD_BYTES} from '../../importers/head'
import {linesOfResults, type ResultFiles} from './file-results'
import type {LookPorts} from './running'
import {keptAt} from './self-files'
import type {SelfRecorded} from './self-recorded'
import type {Talk} from './talk'

/** The same run, with what the result files that it kept say of it: read from these copies as a live run reads its own. */
export async function withResults(ports: LookPorts, found: SelfRecorded, said: Talk): Promise<SelfRecorded> {
  const {folder, run, end, heard} = found
  const kept = keptIn(ports, folder, end?.['results'])
  if (kept.size === 0 || heard.children.length > 0) return found
  const files = filesKept(ports, kept, String(run['cwd'] ?? ''))
  const read = await linesOfResults(files, [...kept.keys()], heard, said)
  return read.length > 0 ? {...found, heard: found.hearWith(read)} : found
}

interface Kept {
  readonly file: string
  readonly written: number
}

/** By the path where the run wrote it. */
function keptIn(ports: LookPorts, folder: string, list: Json | undefined): ReadonlyMap<string, Kept> {
  const kept = new Map<string, Kept>()
  for (const item of Array.isArray(list) ? list : []) {
    if (!isObject(item) || typeof item['path'] !== 'string') continue
    const file = keptAt(ports, folder, item['file'])
    // Its copy may have been copied again.
    const written = Date.parse(String(item['modified']))
    const facts = () => (file === undefined ? undefined : ports.files.facts(file)?.modified)
    if (file !== undefined) kept.set(item['path'], {file, written: Number.isFinite(written) ? written : (facts() ?? 0)})
  }
  return kept
}

const filesKept = ({machine}: LookPorts, kept: ReadonlyMap<string, Kept>, cwd: string): ResultFiles => ({
  head: path => machine.head(kept.get(path)!.file, HEAD_BYTES) ?? new Uint8Array(),
  read: (path, maxBytes) => machine.read(kept.get(path)!.file, maxBytes),
  written: path => kept.get(path)!.written,
  shown: path => safe(path.startsWith(`${cwd}/`) ? path.slice(cwd.length + 1) : path),
})
