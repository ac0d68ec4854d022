import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Json, JsonObject} from '../../src/base/json'
import {formatProblem, type Problem} from '../../src/base/problem'
import type {TemplateSandbox} from '../../src/ports/template-sandbox'
import {bundledTemplates} from '../../src/schema/bundled'
import {makeRun} from '../../src/schema/make-run'
import {normalize} from '../../src/schema/plain-template'
import {type CompiledTemplate, compileTemplate} from '../../src/schema/templates'
import {requestHandler} from '../../src/schema/worker-main'

/** The plain template as the brief has it. */
export function plainDraft(): Record<string, Json> {
  return JSON.parse(readFileSync(join(__dirname, '../fixtures/minimal-template.json'), 'utf8'))
}

/** The sandbox's handler without the thread, for templates that are known to end. */
export function directSandbox(): TemplateSandbox {
  const handle = requestHandler()
  return {check: async request => handle(request)}
}

/** For what must never reach a sandbox. */
export const noSandbox: TemplateSandbox = {
  check: () => {
    throw new Error('the sandbox was asked')
  },
}

export function bundled(name: string): Promise<CompiledTemplate> {
  const found = bundledTemplates().find(template => template.name === name)
  if (!found) throw new Error(`no template ${name}`)
  return compileTemplate(found.bytes, name, noSandbox)
}

export function custom(schema: unknown, sandbox: TemplateSandbox = directSandbox()): Promise<CompiledTemplate> {
  return compileTemplate(Buffer.from(JSON.stringify(schema)), 'own', sandbox)
}

/** What the tool adds to a draft that was brought to the record's shape. */
export function dressed(fields: JsonObject, {name, digest}: CompiledTemplate): JsonObject {
  return {
    status: 'finished',
    created: '2026-01-05T09:30:00.000Z',
    ...fields,
    format: 1,
    id: 'k3v9q2m7x4tb',
    template: {name, digest},
  }
}

/** Every problem of a draft as people read it. */
export async function complaints(draft: JsonObject, template: CompiledTemplate): Promise<string[]> {
  const {fields, problems} = normalize(draft)
  const made = await makeRun(dressed(fields, template), template)
  return lines([...problems, ...('problems' in made ? made.problems : [])])
}

export function lines(problems: readonly Problem[]): string[] {
  return problems
    .filter(({severity}) => severity !== 'warning')
    .map(problem => formatProblem(problem, 'f').replace(/^f: /, ''))
}
