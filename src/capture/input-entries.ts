import type {JsonObject} from '../base/json'
import {dirDigest} from './dir-manifest'
import type {InputState, Survey} from './input-state'

/** Roles that name a split themselves. */
const SPLITS = new Set(['train', 'dev', 'test', 'validation', 'valid', 'val', 'eval'])

export interface InputEntries {
  /** `inputs` of the record, as declared, each once. */
  readonly inputs: readonly JsonObject[]
  /** `dataset.splits` of the record; {} where nothing belongs to a split. */
  readonly splits: JsonObject
  /** One sentence for each input with something to say, for stderr. */
  readonly warnings: readonly string[]
}

/** What the record says of the inputs. */
export function inputEntries({states}: Survey): InputEntries {
  const seen = new Set<string>()
  const inputs = states.map(entryOf).filter(entry => {
    const key = JSON.stringify([entry['role'], entry['path'], entry['uri']])
    return !seen.has(key) && seen.add(key)
  })
  return {inputs, splits: splitsOf(states), warnings: states.flatMap(warningOf)}
}

function entryOf({
  role,
  path,
  uri,
  revision,
  content,
  digested,
  changed,
  problem,
  kind,
  found,
  rows,
}: InputState): JsonObject {
  return {
    role,
    ...(path !== undefined ? {path} : {uri: uri!}),
    ...(revision !== undefined && {revision}),
    ...(content && {digest: content.digest}),
    ...((content?.rows ?? rows) !== undefined && {rows: content?.rows ?? rows!}),
    ...(content && {bytes: content.size}),
    ...(kind === 'folder' && content?.files !== undefined && {files: content.files}),
    how: found ? 'discovered' : 'declared',
    ...(digested && {digested}),
    ...(changed && {changed}),
    ...(problem !== undefined && {problem}),
  }
}

function splitsOf(states: readonly InputState[]): JsonObject {
  const groups = new Map<string, InputState[]>()
  for (const state of states) {
    const name = state.split ?? (SPLITS.has(state.role) ? state.role : undefined)
    if (name !== undefined && !groups.get(name)?.push(state)) groups.set(name, [state])
  }
  return Object.fromEntries([...groups].map(([name, members]) => [name, splitOf(distinct(members))]))
}

const nameOf = ({path, uri}: InputState) => path ?? uri!

function distinct(members: readonly InputState[]): InputState[] {
  return [...new Map(members.map(member => [nameOf(member), member])).values()]
}

/** Several files are one split by the manifest of their names and digests. */
function splitOf(members: readonly InputState[]): JsonObject {
  const contents = members.flatMap(({content}) => content ?? [])
  const whole = contents.length === members.length
  const rows = sum(contents.map(content => content.rows))
  const [only] = members
  const hash = members.length === 1 ? only!.content?.digest : whole ? manifestOf(members) : undefined
  return {
    ...(hash !== undefined ? {hash} : {unresolved: true}),
    ...(whole && rows !== undefined && {rows}),
    ...(whole && {bytes: sum(contents.map(({size}) => size))!}),
    ...(members.length === 1 && {uri: nameOf(only!)}),
  }
}

/** What was found lies in other folders on other machines, and is read in another order: its own name counts. */
function manifestOf(members: readonly InputState[]): string {
  const files = members.map(member => {
    const [name, {digest}] = [nameOf(member), member.content!]
    return {path: member.found ? name.slice(name.lastIndexOf('/') + 1) : name, digest}
  })
  return dirDigest(files.sort((a, b) => (a.digest < b.digest ? -1 : 1)))
}

function sum(numbers: readonly (number | undefined)[]): number | undefined {
  return numbers.reduce((total, n) => (total === undefined || n === undefined ? undefined : total + n), 0)
}

const READ = {before: 'from before it', during: 'from while it ran', after: 'from after it'} as const

function warningOf(state: InputState): string[] {
  const name = `the input "${nameOf(state)}"`
  return [
    ...(state.problem === undefined ? [] : [`${name} ${state.problem}`]),
    ...(state.changed && state.digested
      ? [`${name} changed during the run; its digest is ${READ[state.digested]}`]
      : []),
  ]
}
