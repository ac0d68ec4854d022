import {sha256} from '../base/digest'
import {ExpError} from '../base/errors'
import type {Json, JsonObject} from '../base/json'
import {dotted} from '../base/problem'
import {nearest, safe} from '../base/text'
import type {Digest} from '../model/ids'
import type {SchemaError, TemplateAnswer, TemplateSandbox} from '../ports/template-sandbox'
import {digestOf, digestOfBlob} from './generated/template-digests'
import {byDigest} from './generated/validators'
import {hostileRefusal, sizeRefusal} from './hostile'
import {errorsOf} from './schema-errors'

/** A template that can answer for a record. */
export interface CompiledTemplate {
  readonly name: string
  /** Of the file's exact bytes; what a record pins. */
  readonly digest: Digest
  readonly document: JsonObject
  /** What is wrong with a record that holds no bigint; throws BAD_TEMPLATE where the template overruns its limits. */
  readonly errors: (record: JsonObject) => Promise<readonly SchemaError[]>
}

/** Loads what checking a record under this bundled template will take, while there is something to wait for anyway. */
export async function preloadTemplate(name: string): Promise<void> {
  const digest = Object.hasOwn(digestOf, name) ? digestOf[name] : undefined
  await Promise.all([import('./generated/accepts-run'), digest && byDigest[digest]?.accepts()])
}

/**
 * Makes a template ready; `blob` is the id that git has given its bytes, which says what their digest is where they are ours. One of ours, by the digest of its bytes, runs precompiled; a team's own is refused where it is hostile
 * and then compiled in the sandbox. Throws BAD_TEMPLATE with the place in it.
 */
export async function compileTemplate(
  bytes: Uint8Array,
  name: string,
  sandbox: TemplateSandbox,
  blob?: string,
): Promise<CompiledTemplate> {
  const tooBig = sizeRefusal(bytes)
  if (tooBig) throw badTemplate(name, tooBig.pointer, tooBig.reason)
  const known = blob !== undefined && Object.hasOwn(digestOfBlob, blob) ? digestOfBlob[blob] : undefined
  const digest = (known ?? `sha256:${sha256(bytes)}`) as Digest
  const document = parse(bytes, name)
  const checker = Object.hasOwn(byDigest, digest) ? byDigest[digest] : undefined
  if (checker) return {name, digest, document, errors: record => errorsOf(checker, record)}
  const refusal = hostileRefusal(document)
  if (refusal) throw badTemplate(name, refusal.pointer, refusal.reason)
  const template = JSON.stringify(document)
  checked(name, await sandbox.check({template, values: []}))
  const errors = async (record: JsonObject) => checked(name, await sandbox.check({template, values: [record]}))[0] ?? []
  return {name, digest, document, errors}
}

function parse(bytes: Uint8Array, name: string): JsonObject {
  try {
    return JSON.parse(new TextDecoder('utf-8', {fatal: true}).decode(bytes)) as JsonObject
  } catch (error) {
    throw badTemplate(name, '', `is no JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function checked(name: string, answer: TemplateAnswer): readonly (readonly SchemaError[])[] {
  switch (answer.kind) {
    case 'checked':
      return answer.errors
    case 'refused':
      throw badTemplate(name, answer.pointer, answer.reason)
    case 'overran':
      throw badTemplate(
        name,
        '',
        `took longer than ${answer.limitMs / 1000} s and was stopped; expected patterns without nested repeats, as "(a+)+", and few choices in parts that refer to themselves`,
      )
    case 'died':
      throw badTemplate(name, '', `could not be run: ${answer.reason}`)
  }
}

function badTemplate(name: string, pointer: string, reason: string): ExpError {
  const place = pointer === '' ? '' : ` at ${dotted(pointer)}`
  return new ExpError('BAD_TEMPLATE', safe(`the template "${name}"${place} ${reason}`), {
    hints: [`git exp template show ${name}`],
    data: {template: name, pointer} satisfies Record<string, Json>,
  })
}

/** The error for a template that the ledger does not have, with the nearest of those it has. */
export function templateNotFound(name: string, names: readonly string[]): ExpError {
  const near = nearest(name, names)
  return new ExpError(
    'TEMPLATE_NOT_FOUND',
    safe(`there is no template "${name}"; expected one of ${names.join(', ')}`),
    {
      hints: near === undefined ? ['git exp template list'] : [`did you mean ${near}?`],
      data: {template: name, templates: names},
    },
  )
}
