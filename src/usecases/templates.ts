import {isExpError, withHints} from '../base/errors'
import type {JsonObject} from '../base/json'
import type {Problem} from '../base/problem'
import {readRecord} from '../format/record'
import {type LedgerHead, readHead} from '../ledger/head'
import {readRun} from '../ledger/read-run'
import {liveRows} from '../model/columns'
import type {Digest, RunId} from '../model/ids'
import {RECORD_FILE, TEMPLATES_FOLDER, templateNameOf} from '../model/paths'
import type {Summary} from '../model/summary'
import type {Files} from '../ports/files'
import type {TemplateSandbox} from '../ports/template-sandbox'
import {bundledTemplates} from '../schema/bundled'
import {makeRun} from '../schema/make-run'
import {type CompiledTemplate, compileTemplate, templateNotFound} from '../schema/templates'
import {type IndexPorts, indexAt} from './run-index'

export type TemplatePorts = IndexPorts & {
  readonly ref: string
  readonly files: Files
  readonly sandbox: TemplateSandbox
}

export interface TemplateRow {
  readonly name: string
  readonly title: string
  readonly default: boolean
}

/** The ledger's templates; without a ledger, those that `init` would put there. */
export async function listTemplates(ports: TemplatePorts): Promise<{templates: TemplateRow[]; ledger: boolean}> {
  const head = await headIfAny(ports)
  const sources = head ? await templatesOf(ports, head) : bundledTemplates()
  const standard = head?.settings.template ?? 'generic'
  const templates = sources.map(({name, bytes}) => ({name, title: titleOf(bytes), default: name === standard}))
  return {templates, ledger: head !== undefined}
}

/** The text of a template. Throws TEMPLATE_NOT_FOUND. */
export async function showTemplate(
  ports: TemplatePorts,
  asked: string | undefined,
): Promise<{name: string; text: string}> {
  const head = await headIfAny(ports)
  const name = asked ?? head?.settings.template ?? 'generic'
  const sources = head ? await templatesOf(ports, head) : bundledTemplates()
  const found = sources.find(template => template.name === name)
  if (!found)
    throw templateNotFound(
      name,
      sources.map(template => template.name),
    )
  return {name, text: Buffer.from(found.bytes).toString()}
}

export interface TemplateChecked {
  readonly name: string
  readonly digest: Digest
  /** Runs that name it, and those of them that do not satisfy it as it is now. */
  readonly runs: number
  readonly failing: readonly {readonly id: RunId; readonly name: string; readonly problems: readonly Problem[]}[]
}

const MAX_TEMPLATE = 1024 * 1024

/** Compiles a template of the ledger, or a file, and checks the runs that name it. Throws BAD_TEMPLATE. */
export async function checkTemplate(ports: TemplatePorts, asked: string): Promise<TemplateChecked> {
  const head = await headIfAny(ports)
  const {name, bytes} = await source(ports, head, asked)
  const template = await compileTemplate(bytes, name, ports.sandbox)
  const {runs, failing} = head ? await checkRuns(ports, head, template) : {runs: 0, failing: []}
  return {name, digest: template.digest, runs, failing}
}

async function source(ports: TemplatePorts, head: LedgerHead | undefined, asked: string) {
  if (/[./\\]/.test(asked)) {
    const name = asked.replace(/^.*[/\\]/, '').replace(/(?:\.schema)?\.json$/, '')
    return {name, bytes: await readTemplate(ports, asked)}
  }
  const {name, text} = await showTemplate(ports, asked)
  return {name, bytes: Buffer.from(text), head}
}

async function readTemplate(ports: TemplatePorts, file: string): Promise<Uint8Array> {
  try {
    return await ports.files.read(file, MAX_TEMPLATE)
  } catch (error) {
    throw withHints(error, 'TOO_BIG', ['what a template looks like: git exp template show generic'])
  }
}

async function checkRuns(ports: TemplatePorts, head: LedgerHead, template: CompiledTemplate) {
  const {table} = await indexAt(ports, head)
  const runs: Summary[] = []
  for (const row of liveRows(table)) {
    const summary = table.document(row) as unknown as Summary
    if (summary.template === template.name) runs.push(summary)
  }
  const objects = await ports.objects.find(runs.map(({path}) => `${head.tip}:${path}/${RECORD_FILE}`))
  const failing = []
  for (const [i, {id, name, path}] of runs.entries()) {
    const record = await readRecord(objects[i]?.bytes ?? new Uint8Array(), `${path}/${RECORD_FILE}`)
    const made = await madeWith(record, template)
    if (!('problems' in made)) continue
    // What it lacks may have come later, as the digest of large data does.
    const {folded, events} = await readRun(ports.objects, head.tip, path)
    const now = events.length === 0 ? made : await madeWith(withoutEvents(folded), template)
    if (!('problems' in now)) continue
    failing.push({id, name, problems: now.problems.filter(({severity}) => severity !== 'warning')})
  }
  return {runs: runs.length, failing}
}

/** The question is whether it would satisfy these bytes, not whether it was checked with them. */
const madeWith = (record: JsonObject, template: CompiledTemplate) =>
  makeRun({...record, template: {name: template.name, digest: template.digest}}, template)

const withoutEvents = ({events: _, newer: __, ...fields}: JsonObject): JsonObject => fields

async function templatesOf(ports: TemplatePorts, head: LedgerHead): Promise<{name: string; bytes: Uint8Array}[]> {
  const named = (await ports.objects.files(head.tip, TEMPLATES_FOLDER)).flatMap(({path, oid}) => {
    const name = templateNameOf(path)
    return name === undefined ? [] : [{name, oid}]
  })
  const bytes: Uint8Array[] = []
  for await (const blob of ports.objects.blobs(named.map(({oid}) => oid))) bytes.push(blob.bytes)
  return named.map(({name}, i) => ({name, bytes: bytes[i]!}))
}

function titleOf(bytes: Uint8Array): string {
  try {
    const {title} = JSON.parse(Buffer.from(bytes).toString()) as {title?: unknown}
    return typeof title === 'string' ? title : ''
  } catch {
    return '(not readable)'
  }
}

async function headIfAny(ports: TemplatePorts): Promise<LedgerHead | undefined> {
  try {
    return await readHead(ports.objects, ports.ref)
  } catch (error) {
    if (isExpError(error, 'NO_LEDGER')) return undefined
    throw error
  }
}
