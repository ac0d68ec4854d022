import {nearest, safe} from '../base/text'

/** What a team agrees on for its runs: `.expconfig` at the top of the repository. Flags of a command go before it. */
export interface TeamDefaults {
  readonly task?: string | undefined
  readonly group?: string | undefined
  readonly template?: string | undefined
  readonly dataset?: string | undefined
  /** Naming rule, as `{task}_{dataset}_{model}_lr{lr}_{date}`. */
  readonly name?: string | undefined
  /** Split → path or address. */
  readonly data: Readonly<Record<string, string>>
  readonly input: readonly {readonly role: string; readonly path: string}[]
  /** Globs of files that a run makes. */
  readonly artifact: readonly string[]
  readonly keep: readonly string[]
  /** Globs of files that are source beside those that are so anyway. */
  readonly source: readonly string[]
  /** What the script calls a split → what the records call it. */
  readonly split: Readonly<Record<string, string>>
}

/** Nothing agreed on. */
export const NO_TEAM_DEFAULTS: TeamDefaults = {data: {}, input: [], artifact: [], keep: [], source: [], split: {}}

const SINGLE = ['task', 'group', 'template', 'dataset', 'name'] as const
const LISTS = ['artifact', 'keep', 'source'] as const
const KEYS = [...SINGLE, ...LISTS, 'data.<split>', 'input.<role>', 'split.<from>']
/** Characters of a value. */
const MAX_VALUE = 1000
/** Entries; what is behind them is ignored. */
const MAX_ENTRIES = 1000

type Single = (typeof SINGLE)[number]
type List = (typeof LISTS)[number]
interface Draft extends Partial<Record<Single, string>>, Record<List, string[]> {
  data: Record<string, string>
  input: {role: string; path: string}[]
  split: Record<string, string>
}

/**
 * Reads what `git config -f .expconfig -z --list` prints. The file is a stranger's as soon as somebody clones: keys that are
 * not known, and values that lead out of the repository, are ignored, each with a warning; nothing of it is ever executed.
 */
export function parseTeamDefaults(listing: string): {defaults: TeamDefaults; warnings: string[]} {
  const draft: Draft = {data: {}, input: [], artifact: [], keep: [], source: [], split: {}}
  const entries = listing.split('\0').filter(Boolean)
  const warnings = entries.slice(0, MAX_ENTRIES).flatMap(entry => {
    const at = entry.indexOf('\n')
    const problem = at === -1 ? noValue(entry) : take(draft, entry.slice(0, at), entry.slice(at + 1))
    return problem === undefined ? [] : [`.expconfig: ${safe(problem)}; it is ignored`]
  })
  if (entries.length > MAX_ENTRIES)
    warnings.push(`.expconfig: has more than ${MAX_ENTRIES} entries; the rest is ignored`)
  return {defaults: draft, warnings}
}

const noValue = (key: string) => `"${key}" has no value`

/** Puts one entry into the draft, or answers why not. */
function take(draft: Draft, key: string, value: string): string | undefined {
  const [section, ...rest] = key.split('.')
  const [kind = '', ...names] = rest
  if (section !== 'exp') return `"${key}" is no setting for runs`
  if (value.length > MAX_VALUE || /[\0-\x1f\x7f]/.test(value)) return `"${key}" is too long, or has control characters`
  const single = SINGLE.find(each => each === kind)
  const list = LISTS.find(each => each === kind)
  if (names.length === 0 && single) {
    draft[single] = value
    return undefined
  }
  if (names.length === 0 && list) return leadsOut(key, value) ?? takeInto(draft[list], value)
  const name = entryName(names)
  if (name === undefined || (kind !== 'data' && kind !== 'input' && kind !== 'split')) return unknownKey(key)
  return takeNamed(draft, kind, key, name, value)
}

function takeNamed(
  draft: Draft,
  kind: 'data' | 'input' | 'split',
  key: string,
  name: string,
  value: string,
): string | undefined {
  if (value === '') return noValue(key)
  const problem = kind === 'split' ? undefined : unsafePath(key, value)
  if (problem !== undefined) return problem
  // A key of git's has no underscore.
  if (kind === 'input') draft.input.push({role: name.replaceAll('-', '_'), path: value})
  else draft[kind][name] = value
  return undefined
}

/** As git has it, an empty value empties the list. */
function takeInto(list: string[], value: string): undefined {
  if (value === '') list.length = 0
  else list.push(value)
}

/** `exp.data.train`, and `exp.data.dev_en.path` (`[exp "data.dev_en"] path = …`) for names that git's keys cannot have. */
function entryName(names: readonly string[]): string | undefined {
  const last = names.at(-1)
  const whole = names.length > 1 && (last === 'path' || last === 'to') ? names.slice(0, -1) : names
  const name = whole.join('.')
  return /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,99}$/u.test(name) ? name : undefined
}

function unknownKey(key: string): string {
  const near = nearest(
    key,
    KEYS.map(each => `exp.${each}`),
  )
  return `"${key}" is none of the keys it may have${near === undefined ? '' : ` (did you mean ${near}?)`}`
}

/** Data and inputs are hashed where they lie, which may be anywhere but somebody's home; addresses will do as well. */
function unsafePath(key: string, value: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(value)) return undefined
  return /^~|(?:^|[\\/])\.\.(?:[\\/]|$)/.test(value) ? `"${key}" leads out of the repository ("${value}")` : undefined
}

/** What is taken into records and snapshots lies below the top of the repository. */
function leadsOut(key: string, value: string): string | undefined {
  const out = /^(?:[\\/~]|[A-Za-z]:)|(?:^|[\\/])(?:\.\.|\.git)(?:[\\/]|$)/i
  return out.test(value.replace(/^!/, '')) ? `"${key}" leads out of the repository ("${value}")` : undefined
}

/**
 * A command's flags over the team's defaults: a word replaces the team's; a split replaces that split; inputs of a role replace
 * the team's of that role; lists are added to, and an empty word in a list drops what stands before it.
 */
export function withTeamDefaults(flags: Partial<TeamDefaults>, team: TeamDefaults): TeamDefaults {
  const roles = new Set((flags.input ?? []).map(({role}) => role))
  const words = SINGLE.map(key => [key, flags[key] ?? team[key]] as const).filter(([, value]) => value !== undefined)
  return {
    ...(Object.fromEntries(words) as Pick<TeamDefaults, Single>),
    artifact: joined(team.artifact, flags.artifact),
    keep: joined(team.keep, flags.keep),
    source: joined(team.source, flags.source),
    data: {...team.data, ...flags.data},
    split: {...team.split, ...flags.split},
    input: [...team.input.filter(({role}) => !roles.has(role)), ...(flags.input ?? [])],
  }
}

function joined(team: readonly string[], flags: readonly string[] = []): string[] {
  const all = [...team, ...flags]
  return [...new Set(all.slice(all.lastIndexOf('') + 1))]
}
