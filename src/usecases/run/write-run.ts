import {blobOid} from '../../base/digest'
import {ExpError} from '../../base/errors'
import type {JsonObject} from '../../base/json'
import {dotted, type Problem} from '../../base/problem'
import {plural} from '../../base/text'
import {writeRecord} from '../../format/record'
import {recordEntry} from '../../ledger/change'
import type {LedgerHead} from '../../ledger/head'
import type {Oid} from '../../model/ids'
import {runFolder, slugOf, TEMPLATES_FOLDER, templateNameOf, templatePath} from '../../model/paths'
import type {Run} from '../../model/record'
import type {Signature} from '../../ports/git-objects'
import {makeTrackedRun} from '../../schema/make-run'
import {type CompiledTemplate, compileTemplate, templateNotFound} from '../../schema/templates'
import {keep} from './keep'
import type {Fields, Kept, LookPorts} from './running'

/** A record that was checked, and the bytes it is. */
export interface Spelled {
  readonly run: Run
  readonly folder: string
  readonly bytes: Uint8Array
  /** The blob that the bytes are. */
  readonly oid: Oid
  readonly unmet: readonly Problem[]
}

/** The template that a run is checked with: the one named, or the ledger's. Throws TEMPLATE_NOT_FOUND, BAD_TEMPLATE. */
export async function templateFor(
  ports: Pick<LookPorts, 'objects' | 'sandbox'>,
  head: LedgerHead,
  named: string | undefined,
): Promise<CompiledTemplate> {
  const name = named ?? head.settings.template
  const [object] = await ports.objects.find([`${head.tip}:${templatePath(name)}`])
  if (!object) {
    const files = await ports.objects.files(head.tip, TEMPLATES_FOLDER)
    throw templateNotFound(
      name,
      files.flatMap(({path}) => templateNameOf(path) ?? []),
    )
  }
  return compileTemplate(object.bytes, name, ports.sandbox, object.oid)
}

/** Throws BAD_RECORD with every problem where the fields are no record. */
export async function spellRun(
  fields: Fields,
  template: CompiledTemplate,
  objectFormat: 'sha1' | 'sha256',
): Promise<Spelled> {
  const made = await makeTrackedRun(withPin(fields, template), template)
  if ('problems' in made) throw badRecord(made.problems)
  const {run, unmet} = made
  const bytes = writeRecord(run)
  const oid = blobOid(bytes, objectFormat) as Oid
  return {run, bytes, oid, unmet, folder: runFolder(run.created, slugOf(run.name), run.id)}
}

const withPin = (fields: Fields, {name, digest}: CompiledTemplate): JsonObject => ({
  ...fields,
  template: {name, digest},
})

function badRecord(problems: readonly Problem[]): ExpError {
  const lines = problems.map(
    ({pointer, message, expected}) => `${dotted(pointer)} ${message}${expected ? `; expected ${expected}` : ''}`,
  )
  return new ExpError('BAD_RECORD', `${plural(lines.length, 'problem')}, nothing was started\n${lines.join('\n')}`, {
    data: {problems},
  })
}

/** The commit that holds the code. */
export interface NamedCode {
  readonly oid: Oid
  /** It is not known to be on the chain yet. */
  readonly unchained: boolean
  readonly pinned: boolean
}

export interface RunWrite {
  readonly spelled: Spelled
  readonly verb: string
  readonly author: Signature
  readonly puts?: readonly {readonly path: string; readonly bytes: Uint8Array; readonly expect?: Oid}[]
  /** The `run.yaml` that this one replaces. */
  readonly replaces?: Oid
  /** The folder, where the run has one already: its name was chosen at birth. */
  readonly folder?: string
  readonly code?: NamedCode
  /** How long to wait for others, in ms. */
  readonly patience: number
}

/** Brings a run's record to the ledger, as one commit, or leaves it where it survives. */
export async function commitRun(ports: LookPorts, write: RunWrite): Promise<Kept> {
  const {spelled, code} = write
  const entry = recordEntry({
    run: spelled.run,
    verb: write.verb,
    folder: write.folder ?? spelled.folder,
    record: spelled.bytes,
    puts: write.puts ?? [],
    ...(write.replaces && {replaces: write.replaces}),
    author: write.author,
    message: undefined,
    code: code?.oid,
    unchained: code?.unchained === true,
    pinned: code?.pinned === true,
    // A signature may ask for a passphrase; nobody may be there.
    sign: ports.sign,
  })
  return keep(ports, entry, write.patience)
}
