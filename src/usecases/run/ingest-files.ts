import type {JsonObject} from '../../base/json'
import {plural} from '../../base/text'
import type {Heard} from '../../hearing/hear'
import {HEAD_BYTES} from '../../importers/head'
import {readFile, recognise} from '../../importers/read-file'
import type {FileSays, Source} from '../../importers/says'
import type {LiveState} from '../../ports/live-runs'
import {fileLines} from './file-lines'
import type {RunPorts} from './running'
import type {Talk} from './talk'
import {ownFiles} from './written-files'

/** Looked at without being asked to: a folder that holds more is not searched. */
const SEARCH = {files: 20_000, ms: 150}
/** Files that are read, and their bytes together. */
const MOST = {files: 64, bytes: 128 * 1024 * 1024}
const MAYBE = /\.(?:jsonl?|bin|csv|tsv|ya?ml)$|tfevents/i

interface Found {
  readonly file: string
  readonly source: Source
  readonly says: FileSays
  readonly time: number
}

/**
 * Result files that the run wrote itself, as lines that their framework would have told: of a framework that was heard, nothing. Where
 * several of one kind contradict each other, nothing of them is taken, and that is told.
 */
export async function ingestFiles(
  ports: RunPorts,
  state: LiveState,
  heard: Heard | undefined,
  said: Talk,
): Promise<readonly JsonObject[]> {
  if (heard && heard.children.length > 0) return []
  const asked = (await Promise.all((state.after.ingest ?? []).map(glob => ports.files.glob(glob)))).flat()
  const own = await ownResults(ports, state, heard, said)
  const known = toldBy(heard)
  const found: Found[] = []
  let room = MOST.bytes
  for (const file of [...new Set([...asked, ...own])].slice(0, MOST.files * 10)) {
    const reader = MAYBE.test(file)
      ? recognise(file, ports.hashing.read(file, HEAD_BYTES) ?? headOf(ports, file))
      : undefined
    if (!reader || known.has(FAMILY[reader.source] ?? reader.source)) continue
    const bytes = ports.hashing.read(file, Math.min(reader.maxBytes, room))
    if (!bytes || found.length >= MOST.files) continue
    room -= bytes.length
    const says = await readFile(file, bytes)
    if ('problem' in says) {
      // Its name alone promised numbers.
      if (reader.source !== 'metrics-json') said.warn(`${below(file, state)} is not read: it ${says.problem}`)
    } else found.push({file, source: reader.source, says, time: ports.files.facts(file)?.modified ?? 0})
  }
  return chosen(found, state, said).flatMap(fileLines)
}

/** `hashing.read` gives files that are small enough whole. */
const headOf = ({machine}: RunPorts, file: string) => machine.head(file, HEAD_BYTES) ?? new Uint8Array()

/** What a source's own framework is called where it is heard. */
const FAMILY: Partial<Record<Source, string>> = {
  'hf-trainer-state': 'transformers',
  'hf-results': 'transformers',
  'hf-training-args': 'transformers',
  'class-report': 'sklearn',
  'lightning-csv': 'lightning',
  'lightning-hparams': 'lightning',
  'keras-csv': 'keras',
  'keras-history': 'keras',
  tensorboard: 'tensorboard',
  'hydra-config': 'hydra',
  'hydra-overrides': 'hydra',
}

/** Whoever told numbers or parameters; a framework also wrote what TensorBoard shows of it. */
function toldBy(heard: Heard | undefined): ReadonlySet<string> {
  const lines = heard?.voices.flatMap(({lines}) => lines) ?? []
  const told = lines.filter(({type}) => type === 'metrics' || type === 'report' || type === 'params')
  const families = new Set(told.map(({source}) => String(source).split('.')[0]!))
  if (['transformers', 'lightning', 'keras'].some(family => families.has(family))) families.add('tensorboard')
  return families
}

/** Files that this run's processes wrote; where none was heard, those that changed, unless another run went on beside it. */
async function ownResults(ports: RunPorts, state: LiveState, heard: Heard | undefined, said: Talk): Promise<string[]> {
  if (heard && heard.voices.length > 0) {
    const whose = ownFiles(ports.live, state, heard)
    const written = heard.written.filter(({folder}) => !folder).map(({path}) => path)
    const contested = written.filter(
      path => MAYBE.test(path) && whose(path) !== 'own' && recognise(path, headOf(ports, path)),
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
  const changed = files.filter(({touched, path}) => touched >= begun && MAYBE.test(path))
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

/** Of a Trainer's states the one that went furthest; of other kinds all, where no two say different things. */
function chosen(found: readonly Found[], state: LiveState, said: Talk): Found[] {
  const kinds = [...new Set(found.map(({source}) => source))]
  return kinds.flatMap(kind => {
    const files = found.filter(({source}) => source === kind)
    if (kind === 'hf-trainer-state' || kind === 'hf-training-args') return [files.reduce(furthest)]
    const clash = clashOf(files)
    if (clash === undefined) return files
    const names = files.map(({file}) => below(file, state))
    said.warn(`${names.slice(0, 4).join(', ')} differ in ${clash}; none of them is read (--ingest one of them)`)
    return []
  })
}

const furthest = (a: Found, b: Found) => {
  const [left, right] = [lastStep(a), lastStep(b)]
  return right > left || (right === left && b.time > a.time) ? b : a
}

const lastStep = ({says}: Found) => Math.max(0, ...(says.points ?? []).map(({step}) => step))

function clashOf(files: readonly Found[]): string | undefined {
  const values = new Map<string, number>()
  for (const {says} of files) {
    const own = new Map<string, number>()
    for (const {split = '', metric, value, step = ''} of [...(says.points ?? []), ...(says.metrics ?? [])] as Said[])
      own.set(`${split}/${metric} ${step}`.trim(), value)
    for (const [key, value] of own) {
      const known = values.get(key)
      if (known !== undefined && !Object.is(known, value)) return key
      values.set(key, value)
    }
  }
  return undefined
}

interface Said {
  readonly split?: string
  readonly metric: string
  readonly value: number
  readonly step?: number
}
