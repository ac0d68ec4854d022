import {listOf, textOf} from '../base/json'
import {integerOf} from './line'
import type {Opened} from './opened'
import type {Voice} from './voices'

/** Something a run read, found without being declared. */
export interface FoundInput {
  readonly role: string
  /** Absolute path, or an address. */
  readonly place: string
  readonly revision?: string
  readonly rows?: number
}

/** What libraries keep for themselves, and what belongs to the machine; a folder that we check code out in is none of git's own. */
const NOT_DATA =
  /^\/(?:proc|sys|dev|etc|usr|lib|lib64|bin|sbin|var\/(?:lib|cache))\/|\/(?:\.git(?!\/exp\/worktrees\/)|__pycache__|\.ipynb_checkpoints|node_modules|\.venv|site-packages|dist-packages|\.cache|\.config|\.local|\.nv|\.triton|\.conda|\.matplotlib|\.keras)\//
const CODE = /\.(?:py|pyc|pyi|pyx|pyd|so|dll|dylib|pth|egg-link|ipynb|sh|h|c|cu|cpp)$|\.so\.[\d.]+$/i
const CONFIG = /\.(?:ya?ml|toml|ini|cfg|conf|env)$|(?:^|\/)(?:config|params|settings|hparams)[\w-]*\.json$/i
const WEIGHTS = /\.(?:pt|ckpt|safetensors|h5|keras|onnx|gguf|joblib|pkl|pickle)$/i
const PROMPT = /(?:^|\/)prompts?\/|\bprompts?[\w-]*\.(?:txt|md|jinja2?)$/i
/** Of packaging and tools, which read them everywhere. */
const TOOLING =
  /\.lock$|(?:^|\/)(?:pyvenv\.cfg|pyproject\.toml|setup\.cfg|setup\.py|tox\.ini|pytest\.ini|METADATA|RECORD|entry_points\.txt|top_level\.txt|PKG-INFO|direct_url\.json|INSTALLER|\.expconfig|\.gitignore|\.env|requirements[\w-]*\.txt|matplotlibrc)$/

/** What `transformers` and `huggingface_hub` keep beside their downloads. */
const HUB_OWN = /\/(?:hub\/version(?:_diffusers_cache)?\.txt|hub\/\.locks\/.*|huggingface\/(?:stored_)?tokens?)$/

/** Where `datasets` keeps what it has made of its sources, wherever its cache lies. */
const DATASETS_CACHE = /\/\d+\.\d+\.\d+\/[0-9a-f]{40,64}(?:[/._]|$)|\/cache-[0-9a-f]{16}[\w.]*\.arrow$/

/** What a run read of data, models, prompts and configs; code, libraries and caches are none. What a library names in its own words is not listed again by its files. */
export function inputsHeard(voices: readonly Voice[], read: readonly Opened[]): FoundInput[] {
  const found = new Map<string, FoundInput>()
  const places = new Set<string>()
  const add = (input: FoundInput) => {
    const key = `${input.role} ${input.place}`
    if (!found.has(key)) found.set(key, input)
    places.add(input.place)
  }
  for (const {lines} of voices) for (const line of lines) named(line).forEach(add)
  const folders = [...places].filter(place => place.startsWith('/'))
  const traced = voices.some(({lines}) => lines.some(line => line['type'] === 'dataset'))
  const libraries = new Set(voices.flatMap(libraryFolders))
  for (const {path, folder} of read) {
    if (places.has(path) || folders.some(place => path.startsWith(`${place}/`))) continue
    if (isOthers(path, libraries) || (traced && DATASETS_CACHE.test(path))) continue
    add({role: roleOf(path, folder), place: path})
  }
  return [...found.values()]
}

const libraryFolders = ({process}: Voice): string[] =>
  [...listOf(process['purelib']), process['prefix'], process['base_prefix']].flatMap(value => textOf(value) ?? [])

function isOthers(path: string, libraries: ReadonlySet<string>): boolean {
  if (NOT_DATA.test(path) || CODE.test(path) || TOOLING.test(path) || HUB_OWN.test(path)) return true
  return [...libraries].some(folder => folder !== '/' && folder !== '/usr' && path.startsWith(`${folder}/`))
}

function roleOf(path: string, folder: boolean): string {
  if (PROMPT.test(path)) return 'prompt'
  if (!folder && CONFIG.test(path)) return 'config'
  return !folder && WEIGHTS.test(path) ? 'checkpoint' : 'data'
}

const HUB_ROLES: Readonly<Record<string, string>> = {
  model: 'base_model',
  tokenizer: 'tokenizer',
  dataset: 'data',
  checkpoint: 'checkpoint',
}

/** What a line names as read: a model of a hub, a data set with its source files. */
function named(line: Voice['lines'][number]): FoundInput[] {
  const name = textOf(line['name'])
  const revision = textOf(line['revision'])
  if (line['type'] === 'hub' && name !== undefined) {
    const kind = textOf(line['kind']) ?? 'model'
    const role = HUB_ROLES[kind] ?? kind
    if (line['local'] === true) return [{role, place: name}]
    const place = `hf://${kind === 'dataset' ? 'datasets/' : ''}${name}${revision ? `@${revision}` : ''}`
    return [{role, place, ...(revision !== undefined && {revision})}]
  }
  return line['type'] === 'dataset' ? datasetInputs(line, name, revision) : []
}

const SPLITS = /^(?:train|dev|test|val|valid|validation)$/

function datasetInputs(
  line: Voice['lines'][number],
  name: string | undefined,
  revision: string | undefined,
): FoundInput[] {
  const split = textOf(line['split']) ?? ''
  const role = SPLITS.test(split) ? split : 'data'
  const rows = integerOf(line['rows'])
  const files = listOf(line['files']).flatMap(file => textOf(file) ?? [])
  const one = files.length === 1 && rows !== undefined ? {rows} : {}
  if (files.length > 0) return files.map(place => ({role, place, ...one}))
  if (name === undefined || !/^[\w.-]+(?:\/[\w.-]+)?$/.test(name)) return []
  const place = `hf://datasets/${name}${revision ? `@${revision}` : ''}`
  return [{role, place, ...(revision !== undefined && {revision})}]
}
