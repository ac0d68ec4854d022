import type {JsonObject} from '../../base/json'
import type {Heard} from '../../hearing/hear'
import {readFile, recognise} from '../../importers/read-file'
import type {FileSays, Source} from '../../importers/says'
import {fileLines} from './file-lines'
import type {Talk} from './talk'

/** Where result files lie; a path is what the run called it. */
export interface ResultFiles {
  /** The first HEAD_BYTES bytes. */
  head(path: string): Uint8Array
  /** A file of at most `maxBytes`, or undefined. */
  read(path: string, maxBytes: number): Uint8Array | undefined
  /** When its bytes were last written, in ms since 1970. */
  written(path: string): number
  /** How it is called in a warning. */
  shown(path: string): string
  /** What helps where files contradict each other; undefined: nothing does any more. */
  readonly remedy?: string
}

/** Files that are read, and their bytes together. */
const MOST = {files: 64, bytes: 128 * 1024 * 1024}
const MAYBE = /\.(?:jsonl?|bin|csv|tsv|ya?ml)$|tfevents/i

/** Whether a file is called as result files are. */
export const mayBeResult = (path: string): boolean => MAYBE.test(path)

interface Found {
  readonly file: string
  readonly source: Source
  readonly says: FileSays
  readonly time: number
}

/**
 * Result files as lines that their framework would have told: of a framework that was heard, nothing. Where several of one kind
 * contradict each other, nothing of them is taken, and that is told.
 */
export async function linesOfResults(
  files: ResultFiles,
  paths: readonly string[],
  heard: Heard | undefined,
  said: Pick<Talk, 'warn'>,
): Promise<readonly JsonObject[]> {
  const known = toldBy(heard)
  const found: Found[] = []
  let room = MOST.bytes
  for (const file of [...new Set(paths)].slice(0, MOST.files * 10)) {
    const reader = mayBeResult(file) ? recognise(file, files.head(file)) : undefined
    if (!reader || known.has(FAMILY[reader.source] ?? reader.source)) continue
    const bytes = files.read(file, Math.min(reader.maxBytes, room))
    if (!bytes || found.length >= MOST.files) continue
    room -= bytes.length
    const says = await readFile(file, bytes)
    if ('problem' in says) {
      // Its name alone promised numbers.
      if (reader.source !== 'metrics-json') said.warn(`${files.shown(file)} is not read: it ${says.problem}`)
    } else found.push({file, source: reader.source, says, time: files.written(file)})
  }
  return chosen(found, files, said).flatMap(fileLines)
}

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

/** Of a Trainer's states the one that went furthest; of other kinds all, where no two say different things. */
function chosen(found: readonly Found[], {shown, remedy}: ResultFiles, said: Pick<Talk, 'warn'>): Found[] {
  const kinds = [...new Set(found.map(({source}) => source))]
  return kinds.flatMap(kind => {
    const files = found.filter(({source}) => source === kind)
    if (kind === 'hf-trainer-state' || kind === 'hf-training-args') return [files.reduce(furthest)]
    const clash = clashOf(files)
    if (clash === undefined) return files
    const names = files.map(({file}) => shown(file)).slice(0, 4)
    const help = remedy === undefined ? '' : ` (${remedy})`
    said.warn(`${names.join(', ')} differ in ${clash}; none of them is read${help}`)
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
