import type {Comparison} from '../compare/compare-runs'
import type {TextPair} from '../compare/text-diff'
import {readHead} from '../ledger/head'
import type {RunId} from '../model/ids'
import {ARTIFACTS_FOLDER} from '../model/paths'
import type {LedgerSettings} from '../model/settings'
import type {GitObjects} from '../ports/git-objects'
import {type Shown, type ShowPorts, showAt} from './show-run'

export interface DiffInput {
  readonly before: string
  readonly after: string
  /** Also what is the same. */
  readonly all: boolean
}

export interface Diffed {
  readonly before: {readonly id: RunId; readonly name: string}
  readonly after: {readonly id: RunId; readonly name: string}
  readonly comparison: Comparison
  readonly settings: LedgerSettings
  readonly hints: readonly string[]
}

/** What differs between two runs: fields, and the text of files that both have. */
export async function diffRuns(ports: ShowPorts, input: DiffInput): Promise<Diffed> {
  const head = await readHead(ports.objects, ports.ref)
  const [{compareRuns}, before, after] = await Promise.all([
    import('../compare/compare-runs'),
    showAt(ports, head, input.before),
    showAt(ports, head, input.after),
  ])
  const texts = await textPairs(ports.objects, before, after)
  const {settings} = head
  return {
    before: {id: before.id, name: before.name},
    after: {id: after.id, name: after.name},
    comparison: await compareRuns(before.record, after.record, {
      directions: settings.directions,
      all: input.all,
      texts,
    }),
    settings,
    hints: [...before.hints, ...after.hints],
  }
}

const TEXT = /\.(?:ya?ml|json|toml|ini|cfg|conf|txt|md|py|jinja2?|prompt)$/i
const MAX_PAIRS = 20

/** Text files committed whole with both runs, at one path, with other bytes. */
async function textPairs(objects: GitObjects, before: Shown, after: Shown): Promise<TextPair[]> {
  const old = new Map(before.run.files.map(({path, oid}) => [path, oid]))
  const changed = after.run.files.filter(({path, oid}) => {
    const was = old.get(path)
    return path.startsWith(`${ARTIFACTS_FOLDER}/`) && TEXT.test(path) && was !== undefined && was !== oid
  })
  const pairs = changed.slice(0, MAX_PAIRS)
  const texts: string[] = []
  const oids = pairs.flatMap(({path, oid}) => [old.get(path)!, oid])
  for await (const blob of objects.blobs(oids)) texts.push(Buffer.from(blob.bytes).toString())
  return pairs.map(({path}, i) => ({
    path: path.slice(ARTIFACTS_FOLDER.length + 1),
    before: texts[2 * i]!,
    after: texts[2 * i + 1]!,
  }))
}
