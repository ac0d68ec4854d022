import type {Comparison} from '../compare/compare-runs'
import type {StatLine} from '../compare/stat'
import {readHead} from '../ledger/head'
import type {RunId} from '../model/ids'
import type {LedgerSettings} from '../model/settings'
import type {ArtifactStore} from '../ports/artifact-store'
import type {Files} from '../ports/files'
import {type ShowPorts, showAt} from './show-run'
import type {SourcePorts} from './source-of-runs'

export type DiffPorts = ShowPorts & SourcePorts & {readonly store: ArtifactStore; readonly files: Files}

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
  /** The comparison in numbers, a line for each part of it that differs. */
  readonly stat: readonly StatLine[]
  readonly differs: boolean
  readonly settings: LedgerSettings
  readonly hints: readonly string[]
}

/** What differs between two runs: fields, the code that ran, packages, and the text of files that both have. */
export async function diffRuns(ports: DiffPorts, input: DiffInput): Promise<Diffed> {
  const head = await readHead(ports.objects, ports.ref)
  const [{compareRuns}, {sourceOfRuns}, {runTexts}, {differs, statOf}, before, after] = await Promise.all([
    import('../compare/compare-runs'),
    import('./source-of-runs'),
    import('./run-texts'),
    import('../compare/stat'),
    showAt(ports, head, input.before),
    showAt(ports, head, input.after),
  ])
  const [found, {texts, packages, patches}] = await Promise.all([
    sourceOfRuns(ports, before, after),
    runTexts(ports, before, after),
  ])
  const {settings} = head
  const comparison = await compareRuns(before.record, after.record, {
    directions: settings.directions,
    all: input.all,
    // The trees say all that the patches do.
    texts: found && !found.source.compared ? [...patches, ...texts] : texts,
    source: found?.source,
    packages,
  })
  return {
    before: {id: before.id, name: before.name},
    after: {id: after.id, name: after.name},
    comparison,
    stat: statOf(comparison),
    differs: differs(comparison),
    settings,
    hints: [...before.hints, ...after.hints, ...(found?.hints ?? [])],
  }
}
