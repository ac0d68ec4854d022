import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs'
import {delimiter, isAbsolute, join, resolve} from 'node:path'
import type {Places} from './places'
import type {GitProgram} from './program'

/** What `git var -l` says: configuration, and identities as git made them. */
export interface GitVariables {
  readonly config: ReadonlyMap<string, string>
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
  readonly files: readonly (readonly [path: string, state: string])[]
  readonly config: readonly (readonly [string, string])[]
  readonly idents: readonly (readonly [string, string])[]
}

/** Of the environment, all that decides which files git reads and whom it names. */
const ASKED = ['HOME', 'XDG_CONFIG_HOME', 'PATH', 'EMAIL', 'USER', 'GIT_CONFIG_NOSYSTEM', 'GIT_CONFIG_SYSTEM']
ASKED.push('GIT_CONFIG_GLOBAL', 'GIT_AUTHOR_NAME', 'GIT_AUTHOR_EMAIL', 'GIT_COMMITTER_NAME', 'GIT_COMMITTER_EMAIL')
/** Configuration and times that come with the command itself. */
const OF_THE_MOMENT = /^GIT_(?:CONFIG.*|AUTHOR_DATE|COMMITTER_DATE)$/
/** A file changed so lately may change again without looking otherwise. */
const SETTLED_MS = 2000
const MOST = 16

/**
 * Kept in our folder of the git dir, for this user only; none where the environment itself configures git, on Windows, and where git's own answer
 * depends on more than the files it usually reads (`include`).
 */
export function keptConfig({commonDir, gitDir, worktree}: Places, env: NodeJS.ProcessEnv): KeptConfig | undefined {
  const moment = Object.keys(env).some(name => OF_THE_MOMENT.test(name) && !ASKED.includes(name))
  const program = moment || process.platform === 'win32' ? undefined : onPath(env['PATH'])
  const homes = globals(env)
  if (program === undefined || homes === undefined) return undefined
  const asked = JSON.stringify([process.getuid?.(), ...ASKED.map(name => env[name] ?? null)])
  const folder = join(commonDir, 'exp', 'cache')
  const file = join(folder, `config-${shortHash(asked)}.json`)
  const here = [program, ...homes, join(commonDir, 'config'), join(gitDir, 'config.worktree')]
  return {
    read: () => {
      const kept = quietly(() => JSON.parse(readFileSync(file, 'utf8')) as Kept)
      if (kept?.asked !== asked || here.some((path, i) => kept.files[i]?.[0] !== path)) return undefined
      if (kept.files.some(([path, state]) => stateOf(path) !== state)) return undefined
      return {config: new Map(kept.config), idents: new Map(kept.idents.map(([name, ident]) => [name, ident + now()]))}
    },
    keep: async (git, {config, idents}) => {
      const started = Date.now()
      if ([...config.keys()].some(key => /^include(?:if)?\./.test(key)) || !writable(folder)) return
      const system = here.every(path => isSettled(path, started))
        ? await systemFile(git, env, worktree ?? '', here)
        : undefined
      if (system === undefined) return
      const paths = [...here, ...system]
      if (!paths.every(path => isSettled(path, started))) return
      const files = paths.map(path => [path, stateOf(path)] as const)
      const names = [...idents].flatMap(([name, text]) => {
        const who = name.endsWith('_IDENT') ? /^.*> /.exec(text)?.[0] : undefined
        return who ? [[name, who] as const] : []
      })
      save(folder, file, {asked, files, config: [...config], idents: names})
    },
  }
}

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
  const [all, system] = await Promise.all([ask(), isOff(env['GIT_CONFIG_NOSYSTEM']) ? ask('--system') : undefined])
  const paths = [...new Set(system)]
  // One that is there and empty is not told.
  if (system && (paths.length !== 1 || !isAbsolute(paths[0]!))) return undefined
  return all.every(path => known.includes(path) || paths.includes(path)) ? paths : undefined
}

const isOff = (value: string | undefined) => value === undefined || /^(?:false|no|off|0|)$/i.test(value)

const stateOf = (path: string): string => {
  const stat = quietly(() => statSync(path, {bigint: true, throwIfNoEntry: false}))
  return stat === undefined ? 'none' : [stat.ino, stat.size, stat.mtimeNs, stat.ctimeNs].join(' ')
}

function isSettled(path: string, now: number): boolean {
  const stat = quietly(() => statSync(path, {throwIfNoEntry: false}))
  return stat === undefined || Math.max(stat.mtimeMs, stat.ctimeMs) < now - SETTLED_MS
}

/** Where we have no folder yet, looking makes none. */
function writable(folder: string): boolean {
  return (
    quietly(() => {
      if (!existsSync(folder)) mkdirSync(folder)
      accessSync(folder, constants.W_OK)
      return true
    }) ?? false
  )
}

/** Nobody else may read it: a user's configuration may hold what is secret. */
function save(folder: string, file: string, kept: Kept): void {
  const tmp = `${file}.${process.pid}.tmp`
  quietly(() => {
    const others = readdirSync(folder).filter(name => name.startsWith('config-'))
    if (others.length >= MOST) for (const name of others) unlinkSync(join(folder, name))
    writeFileSync(tmp, JSON.stringify(kept), {mode: 0o600})
    renameSync(tmp, file)
  })
}

/** ` <seconds> <zone>`, as git ends an identity. */
function now(): string {
  const date = new Date()
  const east = -date.getTimezoneOffset()
  const two = (value: number) => String(Math.trunc(value)).padStart(2, '0')
  return `${Math.floor(date.getTime() / 1000)} ${east < 0 ? '-' : '+'}${two(Math.abs(east) / 60)}${two(Math.abs(east) % 60)}`
}

/** FNV-1a: a name only, what it stands for is compared. */
function shortHash(text: string): string {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

function quietly<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch {
    return undefined
  }
}
