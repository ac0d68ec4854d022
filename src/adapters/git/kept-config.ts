import {accessSync, constants, existsSync, statSync} from 'node:fs'
import {delimiter, dirname, isAbsolute, join, resolve} from 'node:path'
import {quietly} from '../../base/quietly'
import type {Cache} from '../../ports/cache'
import {nodeCache} from '../node/cache'
import {isSettled, seen} from '../node/see-file'
import {nodeClock} from '../node/world'
import {type GitConfig, isFalse} from './git-config'
import type {Places} from './places'
import type {GitProgram} from './program'

/** What `git var -l` says: configuration, and identities as git made them. */
export interface GitVariables {
  readonly config: GitConfig
  /** `GIT_AUTHOR_IDENT` and the like. */
  readonly idents: ReadonlyMap<string, string>
}

/** The answer of `git var -l`, kept for the next command in this repository while nothing that it came from has changed. */
export interface KeptConfig {
  read(): GitVariables | undefined
  keep(git: GitProgram, variables: GitVariables): Promise<void>
}

interface Kept {
  readonly asked: string
  /** Identity of each file; null: it was not there. */
  readonly files: readonly (readonly [path: string, identity: string | null])[]
  readonly config: readonly (readonly [string, string])[]
  readonly idents: readonly (readonly [string, string])[]
}

/** Of the environment, all that decides which files git reads and whom it names. */
const ASKED = [
  ...[
    'HOME',
    'XDG_CONFIG_HOME',
    'PATH',
    'EMAIL',
    'USER',
    'GIT_CONFIG_NOSYSTEM',
    'GIT_CONFIG_SYSTEM',
    'GIT_CONFIG_GLOBAL',
  ],
  ...['GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL', 'GIT_COMMITTER_NAME', 'GIT_COMMITTER_EMAIL'],
]
/** Configuration and times that come with the command itself. */
const OF_THE_MOMENT = /^GIT_(?:CONFIG.*|AUTHOR_DATE|COMMITTER_DATE)$/
const MOST = 16
/** A user's configuration may hold what is secret. */
const OWNER_ONLY = 0o600

/**
 * Kept in our folder of the git dir, for this user only; none where the environment itself configures git, on Windows, and where
 * git's own answer depends on more than the files it usually reads (`include`).
 */
export function keptConfig({commonDir, gitDir, worktree}: Places, env: NodeJS.ProcessEnv): KeptConfig | undefined {
  const moment = Object.keys(env).some(name => OF_THE_MOMENT.test(name) && !ASKED.includes(name))
  const program = moment || process.platform === 'win32' ? undefined : onPath(env['PATH'])
  const homes = globals(env)
  if (program === undefined || homes === undefined) return undefined
  const asked = JSON.stringify([process.getuid?.(), ...ASKED.map(name => env[name] ?? null)])
  const folder = join(commonDir, 'exp', 'cache')
  const cache = nodeCache(folder, OWNER_ONLY)
  const name = `config-${fnv(asked)}.json`
  const here = [program, ...homes, join(commonDir, 'config'), join(gitDir, 'config.worktree')]
  return {
    read: () => {
      const kept = parsed(cache.read(name))
      if (kept?.asked !== asked || here.some((path, i) => kept.files[i]?.[0] !== path)) return undefined
      return kept.files.every(([path, identity]) => identityOf(path) === identity) ? variablesOf(kept) : undefined
    },
    keep: async (git, variables) => {
      const started = Date.now()
      if (includes(variables.config) || !writable(folder) || !settledFiles(here, started)) return
      const system = await systemFile(git, env, worktree ?? '', here)
      const files = system && settledFiles([...here, ...system], started)
      if (files) save(cache, name, {asked, files, ...spelled(variables)})
    },
  }
}

const parsed = (bytes: Uint8Array | undefined) =>
  bytes && quietly(() => JSON.parse(Buffer.from(bytes).toString()) as Kept | null)

function variablesOf({config, idents}: Kept): GitVariables {
  const now = `${Math.floor(nodeClock.now() / 1000)} ${nodeClock.zone()}`
  return {config: new Map(config), idents: new Map(idents.map(([name, who]) => [name, who + now]))}
}

/** Identities without their time, which is that of the command. */
function spelled({config, idents}: GitVariables): Pick<Kept, 'config' | 'idents'> {
  const named = [...idents].flatMap(([name, text]) => {
    const who = name.endsWith('_IDENT') ? /^.*> /.exec(text)?.[0] : undefined
    return who ? [[name, who] as const] : []
  })
  return {config: [...config], idents: named}
}

const includes = (config: GitConfig) => [...config.keys()].some(key => /^include(?:if)?\./.test(key))

/** The git that a child would be. A version of it that cannot be asked for may be put in its place: it is watched like a file. */
function onPath(path: string | undefined): string | undefined {
  const folders = (path ?? '').split(delimiter)
  return folders.every(isAbsolute)
    ? folders.map(folder => join(folder, 'git')).find(file => statSync(file, {throwIfNoEntry: false})?.isFile())
    : undefined
}

function globals(env: NodeJS.ProcessEnv): string[] | undefined {
  const {HOME: home, XDG_CONFIG_HOME: xdg, GIT_CONFIG_GLOBAL: only} = env
  if (only !== undefined) return isAbsolute(only) ? [only] : undefined
  if (!home) return undefined
  return [join(home, '.gitconfig'), join(xdg || join(home, '.config'), 'git', 'config')]
}

/** The file that git takes for the whole machine's, if any; undefined where it reads more than that and `known`. */
async function systemFile(
  git: GitProgram,
  env: NodeJS.ProcessEnv,
  worktree: string,
  known: readonly string[],
): Promise<string[] | undefined> {
  const ask = async (...which: string[]) => {
    const {stdout, stderr} = await git.run(['config', ...which, '--list', '--show-origin', '--name-only', '-z'], {
      ok: 'any',
    })
    const origins = stdout
      .toString()
      .split('\0')
      .filter((text, i) => i % 2 === 0 && text !== '')
    const missing = /unable to read config file '(.*)'/.exec(stderr)?.[1]
    return missing === undefined ? origins.map(text => resolve(worktree, text.replace(/^file:/, ''))) : [missing]
  }
  const [all, system] = await Promise.all([
    ask(),
    isFalse(env['GIT_CONFIG_NOSYSTEM'] ?? 'false') ? ask('--system') : undefined,
  ])
  const paths = [...new Set(system)]
  // One that is there and empty is not told.
  if (system && (paths.length !== 1 || !isAbsolute(paths[0]!))) return undefined
  return all.every(path => known.includes(path) || paths.includes(path)) ? paths : undefined
}

const look = (path: string) => {
  const stat = quietly(() => statSync(path, {bigint: true, throwIfNoEntry: false}))
  return stat && seen(path, stat)
}

const identityOf = (path: string) => look(path)?.identity ?? null

/** The files as they are; undefined where one was touched so lately that it may change again without looking otherwise. */
function settledFiles(paths: readonly string[], now: number): Kept['files'] | undefined {
  const found = paths.map(look)
  return found.every(file => !file || isSettled(file, now))
    ? paths.map((path, i) => [path, found[i]?.identity ?? null])
    : undefined
}

/** Where we have no folder yet, looking makes none. */
const writable = (folder: string) =>
  quietly(() => accessSync(existsSync(folder) ? folder : dirname(folder), constants.W_OK) ?? true) ?? false

function save(cache: Cache, name: string, kept: Kept): void {
  const others = cache.list().filter(other => other.startsWith('config-'))
  if (others.length >= MOST) for (const other of others) cache.remove(other)
  cache.write(name, Buffer.from(JSON.stringify(kept)))
}

/** FNV-1a: a name only, what it stands for is compared. */
function fnv(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}
