import {sha256} from '../../base/digest'
import {isObject, type Json, type JsonObject, leaves, listOf, objectOf} from '../../base/json'
import {redactJson} from '../../capture/secrets'
import type {Heard, HeardTraining} from '../../hearing/hear'
import {FILES} from '../../hearing/voices'
import type {Oid} from '../../model/ids'
import {ARTIFACTS_FOLDER} from '../../model/paths'
import type {ArtifactEntry} from '../../model/record'
import type {LiveState} from '../../ports/live-runs'
import type {LookPorts} from './running'

export interface Put {
  readonly path: string
  readonly bytes: Uint8Array
  readonly expect?: Oid
}

/** What was heard, as it goes into a record: `params`, `seed`, `env`, `heard`, and files for the run's folder. */
export interface HeardFields {
  readonly fields: JsonObject
  readonly puts: readonly Put[]
}

export function heardFields(
  state: Pick<LiveState, 'fields'> & {readonly after: Pick<LiveState['after'], 'deaf'>},
  heard: Heard | undefined,
  command: readonly string[],
): HeardFields {
  const {fields, after} = state
  const deaf = () => unverified(fields['env'], whyDeaf(after.deaf === true, command))
  if (!heard) return {fields: {env: deaf()}, puts: []}
  const {environment} = heard
  const voices = heard.voices.filter(({main}) => main !== FILES)
  const told = trainingFields(heard.run, fields)
  const declared = declaredParams(fields)
  const facts = {
    ...(voices.length > 0 && {processes: voices.length}),
    ...(heard.children.length > 0 && {trainings: heard.children.length}),
    ...(heard.run.conflicts.length > 0 && {conflicts: heard.run.conflicts as unknown as Json}),
    ...(declared.length > 0 && {declared}),
    ...(heard.partial && {inputs: 'partial'}),
    ...(heard.notes.length > 0 && {notes: [...heard.notes]}),
  }
  const determinism = heard.run.determinism
  const silent = () => (voices.length === 0 ? deaf() : unverified(fields['env'], 'it told nothing of its packages'))
  const env = environment ? verified(fields['env'], environment.fields) : silent()
  const artifacts = told.artifacts.length > 0 ? {artifacts: [...listOf(fields['artifacts']), ...told.artifacts]} : {}
  const all = {
    ...told.fields,
    ...saidFields(heard.run, fields),
    ...artifacts,
    env: withDeterminism(env, determinism),
    heard: facts as JsonObject,
  }
  return {fields: redactJson(all as JsonObject).value as JsonObject, puts: told.puts}
}

/** Names of params that were said of the run; in a later attempt those of the record are also what was heard before. */
function declaredParams({params, heard}: JsonObject): string[] {
  if (isObject(heard)) return listOf(heard['declared']).map(String)
  return [...leaves(objectOf(params))].map(([path]) => path)
}

/** What the script said of itself: where others have said it already, theirs stands; lists grow. */
export function saidFields({words}: HeardTraining, before: JsonObject): JsonObject {
  const missing = Object.entries(words.fields).filter(([key]) => before[key] === undefined)
  const tags = [...new Set([...listOf(before['tags']), ...words.tags])]
  const notes = [before['notes'], ...words.notes].filter(note => typeof note === 'string' && note !== '')
  return {
    ...Object.fromEntries(missing),
    ...(words.tags.length > 0 && {tags}),
    ...(words.notes.length > 0 && {notes: notes.join('\n\n')}),
  }
}

/** Params, seed and matrices of one training. */
export function trainingFields(heard: HeardTraining, before: JsonObject) {
  const {params, seed, matrices, directions} = heard
  const had = new Set(listOf(before['artifacts']).map(item => (isObject(item) ? item['path'] : undefined)))
  const files = matrices.map(({split, text}) => ({
    path: split === undefined ? 'confusion_matrix.json' : `confusion_matrix.${split.replace(/[^\w-]/g, '_')}.json`,
    bytes: Buffer.from(text),
  }))
  const fresh = files.filter(({path}) => !had.has(path))
  const artifacts = fresh.map(
    ({path, bytes}) =>
      ({
        path,
        role: 'confusion_matrix',
        digest: `sha256:${sha256(bytes)}`,
        size: bytes.length,
        media_type: 'application/json',
      }) as ArtifactEntry as unknown as JsonObject,
  )
  return {
    fields: {
      ...(Object.keys(params).length > 0 && {params}),
      ...(seed !== undefined && {seed}),
      ...(Object.keys(directions).length > 0 && {directions: {...directions, ...objectOf(before['directions'])}}),
    } as JsonObject,
    artifacts,
    puts: fresh.map(({path, bytes}) => ({path: `${ARTIFACTS_FOLDER}/${path}`, bytes})),
  }
}

function verified(before: Json | undefined, told: JsonObject): JsonObject {
  const {provisional: _, unverified: __, ...env} = isObject(before) ? before : {}
  const {unknown, ...rest} = env
  const left = isObject(unknown) ? Object.entries(unknown).filter(([field]) => told[field] === undefined) : []
  return {...rest, ...told, ...(left.length > 0 && {unknown: Object.fromEntries(left)})}
}

/** Nobody inside has confirmed what was seen from outside. */
function unverified(before: Json | undefined, why: string): JsonObject {
  const {provisional: _, ...env} = isObject(before) ? before : {}
  return {...env, unverified: why}
}

const withDeterminism = (env: JsonObject, heard: JsonObject): JsonObject =>
  Object.keys(heard).length === 0
    ? env
    : {...env, determinism: {...(isObject(env['determinism']) ? env['determinism'] : {}), ...heard}}

const PYTHON = /(?:^|[\\/])(?:python|pypy)\d*(?:\.\d+)?(?:\.exe)?$/

function whyDeaf(off: boolean, command: readonly string[]): string {
  if (off) return '--no-hook: nobody listened inside'
  const at = command.findIndex(word => PYTHON.test(word))
  const shut = at === -1 ? undefined : command.slice(at + 1).find((word, i, words) => isShut(word, words.slice(0, i)))
  if (shut) return `Python was started with ${shut}, which lets nobody listen`
  return 'no Python process was heard'
}

/** Options of Python that leave out `sitecustomize` or PYTHONPATH, as far as they stand before the script. */
const isShut = (word: string, before: readonly string[]) =>
  /^-[a-zA-Z]*[ISE]/.test(word) && !word.startsWith('--') && before.every(other => other.startsWith('-'))

/** requirements.txt written anew where the process that trained had other packages than were seen before it started. */
export async function requirementsPut(
  {objects, ref}: Pick<LookPorts, 'objects' | 'ref'>,
  folder: string,
  heard: Heard | undefined,
): Promise<Put[]> {
  const text = heard?.environment?.requirements
  if (text === undefined) return []
  const [known] = await objects.find([`${ref}:${folder}/requirements.txt`])
  if (known && samePackages(Buffer.from(known.bytes).toString(), text)) return []
  return [{path: 'requirements.txt', bytes: Buffer.from(text), ...(known && {expect: known.oid})}]
}

/** The list from before the start also says where a package came from, and then no version. */
function samePackages(before: string, heard: string): boolean {
  const versions = (text: string) =>
    new Map(
      text.split('\n').flatMap(line => {
        const [, name, version] = /^([^\s#@=]+)(?:==(\S+))?/.exec(line) ?? []
        return name ? [[name, version] as const] : []
      }),
    )
  const [a, b] = [versions(before), versions(heard)]
  return a.size === b.size && [...a].every(([name, version]) => b.has(name) && (version ?? b.get(name)) === b.get(name))
}
