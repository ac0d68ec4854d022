import {ExpError} from '../base/errors'
import {nearest} from '../base/text'
import {DEFAULT_LEDGER} from '../model/refs'

export type Origin = 'environment' | 'git config' | 'default'

interface SettingSpec {
  readonly env: string
  readonly fallback: string
  readonly summary: string
  /** Why a value is not one, or undefined. */
  readonly problem: (value: string) => string | undefined
}

const seconds = (value: string) =>
  /^\d+(\.\d+)?$/.test(value) ? undefined : 'expected a number of seconds, for example 60'
const refName = (value: string) =>
  /^(?![/-])(?!.*(?:\.\.|@\{|\/\/|\.lock(?:\/|$)))[^\s~^:?*[\\\x00-\x1f]+(?<![./])$/.test(value)
    ? undefined
    : 'expected a branch name or a full ref name, for example exp-ledger'
const oneOf =
  (...values: string[]) =>
  (value: string) =>
    values.includes(value) ? undefined : `expected one of ${values.join(', ')}`

/** Every setting, by its git key. */
export const SETTINGS = {
  'exp.ledger': {
    env: 'GIT_EXP_LEDGER',
    fallback: DEFAULT_LEDGER,
    summary: 'branch, or full name of a ref outside refs/heads/, that holds the ledger',
    problem: refName,
  },
  'exp.store': {
    env: 'GIT_EXP_STORE',
    fallback: 'local',
    summary: 'where artifact bytes live: local (under the git dir) or lfs (where Git LFS keeps its own)',
    problem: oneOf('local', 'lfs'),
  },
  'exp.lockTimeout': {
    env: 'GIT_EXP_LOCK_TIMEOUT',
    fallback: '60',
    summary: 'seconds to wait while another process holds the ledger; the record then waits in the spool',
    problem: seconds,
  },
  'exp.autopush': {
    env: 'GIT_EXP_AUTOPUSH',
    fallback: 'false',
    summary: 'push the ledger in the background when a run starts and ends: false, true, or the name of a remote',
    problem: word => (/^[\w.][\w./-]*$/.test(word) ? undefined : 'expected false, true, or the name of a remote'),
  },
} as const satisfies Record<string, SettingSpec>

export type SettingKey = keyof typeof SETTINGS

export interface Setting {
  readonly key: SettingKey
  readonly value: string
  readonly origin: Origin
  readonly summary: string
}

export type Settings = Readonly<Record<SettingKey, Setting>>

/** Environment over git config over default. Keys of git config are looked up in lower case, as git prints them. */
export function resolveSettings(
  environment: Readonly<Record<string, string | undefined>>,
  gitConfig: ReadonlyMap<string, string>,
): Settings {
  const entries = (Object.keys(SETTINGS) as SettingKey[]).map(
    key => [key, resolve(key, environment, gitConfig)] as const,
  )
  return Object.fromEntries(entries) as Settings
}

function resolve(
  key: SettingKey,
  environment: Readonly<Record<string, string | undefined>>,
  gitConfig: ReadonlyMap<string, string>,
): Setting {
  const spec: SettingSpec = SETTINGS[key]
  const fromEnv = environment[spec.env]
  const fromGit = gitConfig.get(key.toLowerCase())
  const value = fromEnv || fromGit || spec.fallback
  const origin = fromEnv ? 'environment' : fromGit ? 'git config' : 'default'
  const problem = spec.problem(value)
  if (problem) throw badSetting(key, value, origin, problem)
  return {key, value, origin, summary: spec.summary}
}

function badSetting(key: SettingKey, value: string, origin: Origin, problem: string): ExpError {
  const name = origin === 'environment' ? SETTINGS[key].env : key
  return new ExpError('BAD_SETTING', `${name} is "${value}"; ${problem}`, {
    hints: [origin === 'environment' ? `unset ${name}` : `git config --unset ${key}`],
  })
}

/** The key as we spell it, whatever case it was typed in; throws BAD_SETTING with the nearest. */
export function settingKey(typed: string): SettingKey {
  const keys = Object.keys(SETTINGS) as SettingKey[]
  const found = keys.find(
    key => key.toLowerCase() === typed.toLowerCase() || key.toLowerCase() === `exp.${typed.toLowerCase()}`,
  )
  if (found) return found
  const near = nearest(typed, keys)
  throw new ExpError('BAD_SETTING', `there is no setting "${typed}"`, {
    hints: [near ? `did you mean ${near}?` : 'git exp config lists them'],
  })
}

/** Throws BAD_SETTING when `value` is none for `key`. */
export function checkSetting(key: SettingKey, value: string): void {
  const problem = SETTINGS[key].problem(value)
  if (!problem) return
  throw new ExpError('BAD_SETTING', `"${value}" is no value for ${key}; ${problem}`, {
    hints: ['what each setting is: git exp config'],
  })
}
