import type {JsonObject} from '../../base/json'
import {plural} from '../../base/text'
import type {Heard} from '../../hearing/hear'
import {HEAD_BYTES} from '../../importers/head'
import {recognise} from '../../importers/read-file'
import type {LiveState} from '../../ports/live-runs'
import {linesOfResults, mayBeResult, type ResultFiles} from './file-results'
import type {RunPorts} from './running'
import type {Talk} from './talk'
import {ownFiles} from './written-files'

/** Looked at without being asked to: a folder that holds more is not searched. */
const SEARCH = {files: 20_000, ms: 150}

/** Result files that the run wrote itself, or that were asked for, as lines of a process. */
export async function ingestFiles(
  ports: RunPorts,
  state: LiveState,
  heard: Heard | undefined,
  said: Talk,
): Promise<readonly JsonObject[]> {
  if (heard && heard.children.length > 0) return []
  const asked = (await Promise.all((state.after.ingest ?? []).map(glob => ports.files.glob(glob)))).flat()
  const own = await ownResults(ports, state, heard, said)
  return linesOfResults(filesHere(ports, state), [...asked, ...own], heard, said)
}

const filesHere = (ports: RunPorts, state: LiveState): ResultFiles => ({
  head: file => ports.hashing.read(file, HEAD_BYTES) ?? headOf(ports, file),
  read: (file, maxBytes) => ports.hashing.read(file, maxBytes),
  written: file => ports.files.facts(file)?.modified ?? 0,
  shown: file => below(file, state),
  remedy: '--ingest one of them',
})

/** `hashing.read` gives files that are small enough whole. */
const headOf = ({machine}: RunPorts, file: string) => machine.head(file, HEAD_BYTES) ?? new Uint8Array()

/** Files that this run's processes wrote; where none was heard, those that changed, unless another run went on beside it. */
async function ownResults(ports: RunPorts, state: LiveState, heard: Heard | undefined, said: Talk): Promise<string[]> {
  if (heard && heard.voices.length > 0) {
    const whose = ownFiles(ports.live, state, heard)
    const written = heard.written.filter(({folder}) => !folder).map(({path}) => path)
    const contested = written.filter(
      path => mayBeResult(path) && whose(path) !== 'own' && recognise(path, headOf(ports, path)),
    )
    if (contested.length > 0) {
      const names = contested.slice(0, 3).map(path => below(path, state))
      said.warn(`another run in this folder has written it, too, so it is not read: ${names.join(', ')}`)
    }
    return written.filter(path => whose(path) === 'own')
  }
  const begun = Date.parse(String(state.fields['started'] ?? state.fields['created']))
  const {files, complete} = await ports.hashing.walk(state.after.cwd, SEARCH)
  if (!complete) return []
  const changed = files.filter(({touched, path}) => touched >= begun && mayBeResult(path))
  const results = changed.filter(({real}) => recognise(real, headOf(ports, real)))
  if (!ports.live.isShared(state.id)) return results.map(({real}) => real)
  if (results.length > 0) {
    const names = results.slice(0, 3).map(({path}) => path)
    said.warn(
      `another run went on in this folder, so ${plural(results.length, 'result file')} of unknown origin is not read: ${names.join(', ')} (--ingest says which are this run's)`,
    )
  }
  return []
}

const below = (file: string, {after}: LiveState) =>
  file.startsWith(`${after.cwd}/`) ? file.slice(after.cwd.length + 1) : file
