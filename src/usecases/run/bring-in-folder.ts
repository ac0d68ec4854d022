import {ExpError} from '../../base/errors'
import {safe} from '../../base/text'
import {type LedgerHead, mustBeWritable, readHead} from '../../ledger/head'
import type {RunId} from '../../model/ids'
import type {Summary} from '../../model/summary'
import type {Signature} from '../../ports/git-objects'
import type {LiveState} from '../../ports/live-runs'
import {ofAttempts} from '../heard'
import {findRun, indexAt} from '../run-index'
import {curvesOf} from './curves'
import {recordChildren} from './heard-children'
import type {LookPorts} from './running'
import {codeOf, fieldsOf, timeOf} from './self-fields'
import {filesOf} from './self-files'
import {readSelfRecorded, runFoldersIn, type SelfRecorded} from './self-recorded'
import {withResults} from './self-results'
import {straysIn} from './self-strays'
import type {Talk} from './talk'
import {commitRun, spellRun, templateFor} from './write-run'

export interface BroughtIn {
  readonly id: RunId
  readonly name: string
  /** `known`: the ledger has it already. `going`: it has not ended yet. */
  readonly what: 'brought' | 'known' | 'going'
  readonly folder: string
}

/** Makes runs of folders in which Python recorded itself without git or Node, each once. Throws FILE_NOT_FOUND where there is none. */
export async function bringInFolder(ports: LookPorts, place: string, said: Talk): Promise<BroughtIn[]> {
  const folder = ports.files.resolve(place)
  const folders = runFoldersIn(ports.machine, folder)
  const strays = straysIn(ports.machine, folder)
  for (const text of strays) said.warn(text)
  if (folders.length + strays.length === 0) {
    throw new ExpError(
      'FILE_NOT_FOUND',
      `"${place}" holds no run that recorded itself; expected a folder with run.json`,
      {
        hints: ['ls .gitexp', 'python -m gitexp run -- <command> makes one'],
        data: {path: place},
      },
    )
  }
  const [head, author] = await Promise.all([readHead(ports.objects, ports.ref), ports.repository.author()])
  mustBeWritable(head)
  const brought: BroughtIn[] = []
  for (const each of folders) {
    const found = readSelfRecorded(ports.machine, each)
    if (typeof found === 'string') said.warn(`${each} is left alone: ${found}`)
    else {
      // One that cannot be a record keeps no other away.
      const one = await bringIn(ports, head, author, found, said).catch(error => {
        if (!(error instanceof ExpError)) throw error
        said.warn(`${each} is left alone: ${error.message}`)
      })
      if (one) brought.push(one)
    }
  }
  return brought
}

async function bringIn(
  ports: LookPorts,
  head: LedgerHead,
  author: Signature,
  recorded: SelfRecorded,
  said: Talk,
): Promise<BroughtIn> {
  const {id, folder, run} = recorded
  const name = typeof run['name'] === 'string' && run['name'] !== '' ? safe(run['name']) : `run_${id}`
  const answer = (what: BroughtIn['what']) => ({id, name, what, folder})
  const known = await knownAs(ports, head, id)
  if (known) {
    // Of a job step only what it was called keeps its id apart.
    const other = known.started !== undefined && known.started !== timeOf(run['started'])
    if (other) said.warn(`${folder} is left alone: another run, ${safe(known.name)}, has its id ${id} already`)
    return answer('known')
  }
  if (stillGoes(ports, recorded)) return answer('going')
  const found = await withResults(ports, recorded, said)
  const {heard} = found
  for (const text of heard.warnings) said.warn(text)
  const template = await templateFor(ports, head, typeof run['template'] === 'string' ? run['template'] : undefined)
  const code = await codeOf(ports, found)
  const files = await filesOf(ports, found, head.settings.caps, said)
  const plain = fieldsOf(found, {name, author, code: code.fields, artifacts: files.entries})
  const points = ofAttempts(heard.run.points, plain.fields)
  const state = asState(ports, found, name, plain.fields)
  const curves = await curvesOf(ports, state, points, head.settings.caps.series)
  const fields = {...plain.fields, ...plain.metrics(points), ...curves.fields}
  const spelled = await spellRun(fields, template, ports.objectFormat)
  const kept = await commitRun(ports, {
    spelled,
    verb: 'recover',
    author,
    puts: [...plain.puts, ...files.puts, ...curves.puts],
    ...(code.named && {code: code.named}),
    patience: ports.patience,
  })
  said.kept(kept, id)
  const whole = {...state, folder: spelled.folder, fields}
  await recordChildren(ports, {head, author, template}, whole, String(fields['status']), heard.children, said)
  ports.live.remove(id)
  return answer('brought')
}

async function knownAs(ports: LookPorts, head: LedgerHead, id: RunId): Promise<Summary | undefined> {
  try {
    await findRun(ports, head, id)
    return (await indexAt(ports, head)).summary(id)
  } catch (error) {
    if (error instanceof ExpError && error.code === 'RUN_NOT_FOUND') return undefined
    throw error
  }
}

/** So long a run on another machine must have been silent to be taken for ended, in ms. */
const SILENT_MS = 10 * 60_000

function stillGoes({live, clock}: LookPorts, {run, end, lastWord}: SelfRecorded): boolean {
  if (end) return false
  const {host, boot, pid} = run
  const alive = live.alive({host: String(host), boot: String(boot ?? ''), pid: Number(pid), born: ''})
  return alive === 'yes' || (alive === 'unknown' && clock.now() - (lastWord ?? 0) < SILENT_MS)
}

const asState = (
  ports: LookPorts,
  {id, folder}: SelfRecorded,
  name: string,
  fields: LiveState['fields'],
): LiveState => ({
  id,
  name,
  folder: '',
  record: '' as LiveState['record'],
  fields,
  after: {top: folder, cwd: ports.files.resolve('.'), artifacts: [], keep: [], inputs: null, hash: 'never'},
})
