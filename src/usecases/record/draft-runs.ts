import {type Found, inspectArtifacts} from '../../artifacts/ingest'
import {ExpError} from '../../base/errors'
import {at, isObject, type Json, type JsonObject} from '../../base/json'
import {type Problem, pointerOf} from '../../base/problem'
import {shellWord} from '../../base/text'
import {captureCode} from '../../capture/code'
import type {InputDocument} from '../../format/input'
import {type LedgerHead, readHead} from '../../ledger/head'
import {rememberFiles} from '../../ledger/known-files'
import type {Oid} from '../../model/ids'
import {TEMPLATES_FOLDER, templateNameOf, templatePath} from '../../model/paths'
import type {ArtifactEntry} from '../../model/record'
import type {GitObject} from '../../ports/git-objects'
import {normalize} from '../../schema/plain-template'
import {type CompiledTemplate, compileTemplate, preloadTemplate, templateNotFound} from '../../schema/templates'
import {codeFromHere, hexCommit, resolveCode, saysNoCommit} from './code-of'
import type {RecordInput, RecordPorts} from './recording'

/** Something a draft names and nobody has. */
export interface Missing {
  readonly pointer: string
  readonly kind: MissingKind
  readonly word: string
}

export type MissingKind = 'artifact' | 'commit' | 'code' | 'split'

/** A draft with all that the repository, the ledger and the disk say of it. */
export interface DraftRun {
  readonly document: InputDocument
  readonly name: string
  readonly fields: JsonObject
  readonly place: (pointer: string) => string
  readonly template: CompiledTemplate
  readonly found: readonly Found[]
  /** The code commit that the draft names and the repository has. */
  readonly code: Oid | undefined
  readonly missing: readonly Missing[]
  readonly problems: readonly Problem[]
}

export interface Drafted {
  readonly head: LedgerHead
  readonly drafts: readonly DraftRun[]
}

/** Brings each document to the record's shape and looks up what it names; changes nothing. */
export async function draftRuns(
  ports: RecordPorts,
  input: RecordInput,
  documents: readonly InputDocument[],
): Promise<Drafted> {
  const normal = documents.map(document => ({document, ...normalize(document.draft)}))
  const commits = [...new Set(normal.flatMap(({fields}) => hexCommit(fields) ?? []))]
  const names = [...new Set(normal.map(({fields}) => templateName(fields, input)).filter(name => name !== undefined))]
  const asked = [
    ...commits.map(commit => `${commit}^{commit}`),
    ...names.map(name => `${ports.ref}:${templatePath(name)}`),
  ]
  const asksHere = normal.some(({fields}) => saysNoCommit(fields))
  const [head, here] = await Promise.all([
    readHead(ports.objects, ports.ref, asked, ports.cache),
    asksHere ? captureCode(ports.repository) : undefined,
    preloadTemplate(names[0] ?? 'generic'),
  ])
  const found = new Map<string, GitObject | undefined>(asked.map((name, i) => [name, head.extra[i]]))
  const templates = new Templates(ports, head, found)
  const folder = artifactFolder(ports, input)
  const drafts: DraftRun[] = []
  for (const {document, fields, from, problems} of normal) {
    const name = String(fields['name'] ?? document.draft['run_name'] ?? `document at line ${document.line}`)
    const code = saysNoCommit(fields) ? codeFromHere(fields, here!) : resolveCode(fields, found)
    const template = await templates.get(templateName(fields, input) ?? head.settings.template)
    const artifacts = inspectArtifacts(ports.files, entriesOf(fields), folder, head.settings.caps)
    const complete = withFlags({...fields, code: code.code}, input)
    drafts.push({
      document,
      name,
      fields: complete,
      place: from,
      template,
      found: artifacts.found,
      code: code.commit,
      missing: missing(complete, artifacts.found),
      problems: [...problems, ...artifacts.problems],
    })
  }
  return {head, drafts}
}

/** A template named by the record or the command; undefined leaves it to the ledger. */
function templateName(fields: JsonObject, input: RecordInput): string | undefined {
  const said = at(fields, 'template', 'name')
  return typeof said === 'string' ? said : input.template
}

class Templates {
  readonly #compiled = new Map<string, Promise<CompiledTemplate>>()

  constructor(
    readonly ports: RecordPorts,
    readonly head: LedgerHead,
    readonly found: ReadonlyMap<string, GitObject | undefined>,
  ) {}

  get(name: string): Promise<CompiledTemplate> {
    const known = this.#compiled.get(name) ?? this.#load(name)
    this.#compiled.set(name, known)
    return known
  }

  async #load(name: string): Promise<CompiledTemplate> {
    const path = `${this.ports.ref}:${templatePath(name)}`
    const object =
      this.found.get(path) ?? this.head.files.get(templatePath(name)) ?? (await this.ports.objects.find([path]))[0]
    if (!object) throw templateNotFound(name, await this.#names())
    if (!this.head.files.has(templatePath(name)))
      rememberFiles(
        this.ports.cache,
        this.ports.ref,
        this.head.tip,
        new Map([...this.head.files, [templatePath(name), object]]),
      )
    return compileTemplate(object.bytes, name, this.ports.sandbox, object.oid)
  }

  async #names(): Promise<string[]> {
    const files = await this.ports.objects.files(this.head.tip, TEMPLATES_FOLDER)
    return files.flatMap(({path}) => templateNameOf(path) ?? [])
  }
}

function entriesOf(fields: JsonObject): ArtifactEntry[] {
  const list = fields['artifacts']
  if (!Array.isArray(list)) return []
  return list.filter(item => isObject(item) && typeof item['path'] === 'string') as unknown as ArtifactEntry[]
}

/** Beside the record, as a training script leaves them; or where the user says. Throws FILE_NOT_FOUND where that is no folder. */
function artifactFolder({files}: RecordPorts, {artifacts, source}: RecordInput): string {
  if (artifacts === undefined) return source === '-' ? files.resolve('.') : files.resolve(source, '..')
  const folder = files.resolve(artifacts)
  const real = files.realPath(folder)
  if (real !== undefined && files.facts(real)?.kind === 'directory') return folder
  throw new ExpError('FILE_NOT_FOUND', `there is no folder "${artifacts}" for artifact names to start from`, {
    hints: [`what is there: ls ${shellWord(files.resolve(folder, '..'))}`],
    data: {path: artifacts},
  })
}

function withFlags(fields: JsonObject, input: RecordInput): JsonObject {
  const said = Array.isArray(fields['tags']) ? (fields['tags'] as Json[]) : []
  const tags = [...new Set([...said, ...input.tags])]
  const notes = [...(typeof fields['notes'] === 'string' ? [fields['notes']] : []), ...input.notes].join('\n\n')
  return {...fields, ...(tags.length > 0 && {tags}), ...(notes !== '' && {notes})}
}

/** Everything that is only a word: artifacts not on disk, a commit not in the repository, hashes that are none. */
function missing(fields: JsonObject, found: readonly Found[]): Missing[] {
  const commit = at(fields, 'code', 'commit')
  const splits = at(fields, 'dataset', 'splits')
  const unresolved = (value: Json | undefined) => at(value, 'unresolved') === true
  return [
    ...found.flatMap(({entry, file}, i): Missing[] =>
      file === undefined ? [{pointer: `/artifacts/${i}`, kind: 'artifact', word: entry.path}] : [],
    ),
    ...(unresolved(fields['code']) ? [unknownCode(commit)] : []),
    ...(isObject(splits) ? Object.entries(splits) : []).flatMap(([name, split]): Missing[] =>
      unresolved(split) ? [{pointer: pointerOf(['dataset', 'splits', name]), kind: 'split', word: name}] : [],
    ),
  ]
}

function unknownCode(commit: Json | undefined): Missing {
  const kind = commit === undefined ? 'code' : 'commit'
  return {pointer: '/code/commit', kind, word: commit === undefined ? 'code.commit' : String(commit)}
}
