import {ExpError} from '../../base/errors'
import type {Oid} from '../../model/ids'
import type {Signature} from '../../ports/git-objects'
import type {GitRepository, RepositoryFacts, WorktreeState} from '../../ports/git-repository'
import {type GitConfig, isTrue} from './git-config'
import {type GitVariables, keptConfig} from './kept-config'
import {type Places, plainPlaces} from './places'
import type {GitProgram} from './program'

export interface Discovered {
  readonly repository: GitRepository
  readonly config: GitConfig
  readonly promisor: boolean
  /** There is no git program: the ledger can be read, by isomorphic-git, and nothing else. */
  readonly withoutGit?: true
}

/**
 * Finds the repository at the working directory: its places by ourselves where that is plain, configuration and identity from
 * git. Throws NOT_A_REPOSITORY, DUBIOUS_OWNERSHIP, GIT_TOO_OLD, NO_GIT.
 */
export async function discover(
  git: GitProgram,
  cwd: string,
  env: NodeJS.ProcessEnv,
  plain = plainPlaces(cwd, env),
): Promise<Discovered> {
  const kept = plain && keptConfig(plain, env)
  const known = kept?.read()
  const [asked, {config, idents}] = await Promise.all([plain ? undefined : askPlaces(git), known ?? askVariables(git)])
  const plainly = plain && plainFacts(plain, config)
  if (kept && plainly && !known) await kept.keep(git, {config, idents})
  const facts = asked ?? plainly ?? (await askPlaces(git))
  const promisor = [...config].some(([key, value]) => /^remote\..*\.promisor$/.test(key) && isTrue(value))
  return {config, promisor, repository: repository(git, facts, config, idents, env)}
}

/** undefined where the configuration says that things are not as they look, or git did not read this repository's at all. */
function plainFacts(places: Places, config: GitConfig): RepositoryFacts | undefined {
  const format = config.get('extensions.objectformat') ?? 'sha1'
  if (config.has('core.worktree') || isTrue(config.get('core.bare')) || !config.has('core.repositoryformatversion')) {
    return undefined
  }
  return format === 'sha1' || format === 'sha256' ? {...places, bare: false, objectFormat: format} : undefined
}

async function askPlaces(git: GitProgram): Promise<RepositoryFacts> {
  const facts = parsePlaces((await git.run(PLACES, {ok: [0, 128]})).stdout.toString())
  if (facts) return facts
  // Asked again alone, so that git's own words come through.
  await git.run(['rev-parse', '--git-dir'])
  await checkVersion(git)
  throw new ExpError('GIT_FAILED', 'git does not say where the repository is', {
    hints: ['git rev-parse --git-common-dir'],
  })
}

const PLACES = [
  'rev-parse',
  '--path-format=absolute',
  '--git-dir',
  '--git-common-dir',
  '--is-bare-repository',
  '--show-object-format',
  '--show-prefix',
  '--show-toplevel',
]

function parsePlaces(stdout: string): RepositoryFacts | undefined {
  const [gitDir, commonDir, bare, objectFormat, prefix, worktree] = stdout.split('\n')
  if (!gitDir || gitDir.startsWith('--') || !commonDir || (objectFormat !== 'sha1' && objectFormat !== 'sha256')) {
    return undefined
  }
  return {
    gitDir,
    commonDir,
    bare: bare === 'true',
    objectFormat,
    prefix: prefix ?? '',
    worktree: worktree === '' ? undefined : worktree,
  }
}

const NEEDED = [2, 31] as const

async function checkVersion(git: GitProgram): Promise<void> {
  const {stdout} = await git.run(['--version'])
  const version = stdout.toString().trim().replace('git version ', '')
  const [major = 0, minor = 0] = version.split('.').map(Number)
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return
  throw new ExpError('GIT_TOO_OLD', `git ${version} is too old; git exp needs ${NEEDED.join('.')} or newer`, {
    hints: ['install a newer git, for example: conda install -c conda-forge git'],
    data: {found: version, needed: NEEDED.join('.')},
  })
}

async function askVariables(git: GitProgram): Promise<GitVariables> {
  const {stdout} = await git.run(['var', '-l'], {ok: 'any', deaf: 'stderr'})
  const variables = parseVariables(stdout.toString())
  // Known since 2.35; a git that does not know it may be too old.
  if (!variables.idents.has('GIT_DEFAULT_BRANCH')) await checkVersion(git)
  return variables
}

/** `git var -l`: configuration lines, then GIT_…_IDENT lines. A line that starts no key continues the value above it. */
function parseVariables(stdout: string): {config: GitConfig; idents: Map<string, string>} {
  const config = new Map<string, string>()
  const idents = new Map<string, string>()
  let last: string | undefined
  for (const line of stdout.split('\n')) {
    const found = /^([a-z][a-z0-9-]*\.(?:[^=]*\.)?[a-z][a-z0-9-]*|GIT_[A-Z_]+)(?:=(.*))?$/.exec(line)
    if (found?.[1]?.startsWith('GIT_')) idents.set(found[1], found[2] ?? '')
    else if (found) {
      last = found[1]!
      config.set(last, found[2] ?? 'true')
    } else if (last !== undefined && line !== '') config.set(last, `${config.get(last)}\n${line}`)
  }
  return {config, idents}
}

function repository(
  git: GitProgram,
  facts: RepositoryFacts,
  config: GitConfig,
  idents: ReadonlyMap<string, string>,
  env: NodeJS.ProcessEnv,
): GitRepository {
  const identity = async (role: 'author' | 'committer'): Promise<Signature> => {
    const upper = role.toUpperCase()
    const name = env[`GIT_${upper}_NAME`] ?? config.get(`${role}.name`) ?? config.get('user.name')
    const email = env[`GIT_${upper}_EMAIL`] ?? config.get(`${role}.email`) ?? config.get('user.email') ?? env['EMAIL']
    const known = name && email ? idents.get(`GIT_${upper}_IDENT`) : undefined
    // Where git would have to guess, git itself decides whether it may.
    const text = known ?? (await git.run(['var', `GIT_${upper}_IDENT`])).stdout.toString().trim()
    return parseIdent(text)
  }
  return {
    facts,
    state: () => worktreeState(git, facts),
    author: () => identity('author'),
    committer: () => identity('committer'),
    remoteUrl: async () => remoteUrl(config),
  }
}

function parseIdent(text: string): Signature {
  const [, name, email, time, zone] = /^(.*) <(.*)> (\d+) ([+-]\d{4})$/.exec(text) ?? []
  if (!email || !name) {
    throw new ExpError('NO_IDENTITY', `git gives no usable name and address: "${text}"`, {
      hints: ['git config --global user.name "Your Name"', 'git config --global user.email you@example.com'],
    })
  }
  return {name, email, time: Number(time), zone: zone!}
}

function remoteUrl(config: GitConfig): string | undefined {
  const remotes = [...config].filter(([key]) => /^remote\..*\.url$/.test(key))
  const chosen = remotes.find(([key]) => key === 'remote.origin.url') ?? (remotes.length === 1 ? remotes[0] : undefined)
  return chosen && withoutCredentials(chosen[1])
}

/** `https://user:token@host/x` → `https://host/x`; ssh's `git@host` stays, it is no secret. */
export function withoutCredentials(url: string): string {
  return url.replace(/^([a-z][a-z0-9+.-]*:\/\/)(?:([^/@]*)@)?/i, (_, scheme: string, user: string | undefined) =>
    /^ssh:/i.test(scheme) && user !== undefined && !user.includes(':') ? `${scheme}${user}@` : scheme,
  )
}

async function worktreeState(git: GitProgram, facts: RepositoryFacts): Promise<WorktreeState | undefined> {
  if (facts.worktree === undefined) return undefined
  const args = [
    'status',
    '--porcelain=v2',
    '--branch',
    '-z',
    '--untracked-files=normal',
    '--no-renames',
    '--no-ahead-behind',
  ]
  const {stdout} = await git.run(args)
  const count = {staged: 0, unstaged: 0, untracked: 0, unmerged: 0}
  let head: Oid | undefined
  let branch: string | undefined
  for (const line of stdout.toString().split('\0')) {
    if (line.startsWith('# branch.oid ') && !line.endsWith('(initial)')) head = line.slice(13) as Oid
    else if (line.startsWith('# branch.head ') && line !== '# branch.head (detached)') branch = line.slice(14)
    else if (line.startsWith('1 ')) {
      if (line[2] !== '.') count.staged++
      if (line[3] !== '.') count.unstaged++
    } else if (line.startsWith('u ')) count.unmerged++
    else if (line.startsWith('? ')) count.untracked++
  }
  return {head, branch, ...count}
}

/** A plain repository where there is no git program, with git's default configuration; undefined where it is not plain. */
export function discoverWithoutGit(cwd: string, env: NodeJS.ProcessEnv, missing: unknown): Discovered | undefined {
  const places = plainPlaces(cwd, env)
  if (!places) return undefined
  const needsGit = () => Promise.reject(missing)
  return {
    config: new Map(),
    promisor: false,
    withoutGit: true,
    repository: {
      // Any other object format is refused when the objects are opened.
      facts: {...places, bare: false, objectFormat: 'sha1'},
      state: needsGit,
      author: needsGit,
      committer: needsGit,
      remoteUrl: needsGit,
    },
  }
}
