import {ExpError} from '../../base/errors'
import type {JsonObject} from '../../base/json'
import {captureCode} from '../../capture/code'
import {redactText, redactUrl} from '../../capture/secrets'
import {secretFile} from '../../capture/secrets/file'
import type {Oid} from '../../model/ids'
import {type CodeSnapshot, SNAPSHOT_CAPS} from '../../ports/code-snapshots'
import type {RunPorts} from './running'

export interface ObservedCode {
  /** The record's `code`. */
  readonly fields: JsonObject
  readonly commit: Oid | undefined
  /** From HEAD to what runs, readable. */
  readonly diff?: string
  readonly warnings: readonly string[]
}

/** The code as it stands, a dirty tree as a snapshot; where none can be made, the commit alone, and that it is incomplete. */
export async function observeCode(ports: RunPorts, source: readonly string[]): Promise<ObservedCode> {
  const repo = await ports.repository.remoteUrl()
  // Nothing says that what a bare repository holds is what runs.
  if (ports.repository.facts.bare)
    return {fields: {...(repo && {repo: redactUrl(repo)}), unresolved: true}, commit: undefined, warnings: []}
  const rules = new Set<string>()
  try {
    const snapshot = await ports.snapshots.take({
      caps: SNAPSHOT_CAPS,
      patterns: source,
      secret: secretFile,
      redactDiff: diff => {
        const {text, found} = redactText(diff)
        for (const {rule} of found) rules.add(rule)
        return text
      },
    })
    const code = described(snapshot, repo && redactUrl(repo))
    return {...code, warnings: [...code.warnings, ...secretCode(rules)]}
  } catch (error) {
    if (!(error instanceof ExpError)) throw error
    const {code, commit} = await captureCode(ports.repository)
    const why = `no snapshot of the code could be made: ${error.message}`
    return {fields: {...code, incomplete: [why]}, commit, warnings: [why]}
  }
}

/** Code stays as it ran, so that it can run again. */
function secretCode(rules: ReadonlySet<string>): string[] {
  if (rules.size === 0) return []
  const named = [...rules].sort().join(', ')
  return [
    `what has changed in the code looks like a secret in places (${named}): code.diff is without it, the snapshot has the code as it ran; think before you push refs/exp/code`,
  ]
}

function described(snapshot: CodeSnapshot, repo: string | undefined): ObservedCode {
  const {head, branch, commit, tree, dirty, excluded, excludedMore, incomplete, submodules, diff} = snapshot
  const {staged, unstaged, untracked, deleted, nested} = snapshot
  const counts = Object.entries({
    staged,
    unstaged,
    untracked,
    deleted,
    nested,
    excluded: excluded.length + excludedMore,
  })
  const told = counts.filter(([, count]) => count > 0)
  const fields: JsonObject = {
    ...(repo && {repo}),
    ...(head && {commit: head}),
    ...(branch && {branch}),
    dirty,
    ...(commit && commit !== head && {snapshot: commit}),
    ...(commit && {tree}),
    ...(told.length > 0 && {files: Object.fromEntries(told)}),
    ...(excluded.length > 0 && {
      excluded: excluded.map(({path, why, bytes}) => ({path, why, ...(bytes !== undefined && {bytes})})),
    }),
    ...(submodules.length > 0 && {submodules: submodules.map(each => ({...each}))}),
    ...(incomplete.length > 0 && {incomplete: [...incomplete]}),
    ...(!commit && {unresolved: true}),
  }
  const secrets = excluded.filter(({why}) => why === 'secret')
  return {
    fields,
    commit,
    ...(diff !== undefined && {diff}),
    warnings: [
      ...(secrets.length > 0
        ? [`left out of the snapshot because they look like keys: ${secrets.map(({path}) => path).join(', ')}`]
        : []),
      ...incomplete.map(what => `the snapshot is incomplete: ${what}`),
    ],
  }
}
