import {join} from 'node:path'
import {type Discovered, discover, discoverWithoutGit} from '../adapters/git/cli-repository'
import {isFalse, isTrue} from '../adapters/git/git-config'
import {lfsStore} from '../adapters/git/lfs/store'
import {lookup} from '../adapters/git/lookup'
import {isRecording, type Places, plainPlaces} from '../adapters/git/places'
import {type GitProgram, gitProgram} from '../adapters/git/program'
import {nodeCache} from '../adapters/node/cache'
import type {OwnFolders} from '../adapters/node/own-folder'
import {terminalProgress} from '../adapters/node/progress'
import {nodeClock, nodeIds, nodeTimer} from '../adapters/node/world'
import {isExpError} from '../base/errors'
import {resolveSettings, type Settings} from '../config/settings'
import type {AppendPorts} from '../ledger/drain'
import {ledgerRef} from '../model/refs'
import type {ArtifactStore} from '../ports/artifact-store'
import type {Copies} from '../ports/copies'
import type {Files} from '../ports/files'
import type {GitObjects} from '../ports/git-objects'
import type {GitRemotes} from '../ports/git-remotes'
import type {GitRepository, RepositoryFacts} from '../ports/git-repository'
import type {LiveRuns} from '../ports/live-runs'
import type {Recorded} from '../ports/recorded'
import type {Spool} from '../ports/spool'
import type {TemplateSandbox} from '../ports/template-sandbox'
import type {Worktrees} from '../ports/worktrees'
import type {Progress} from '../ports/world'

/** Everything a use case may ask for; each takes the few it needs. */
export interface Context extends AppendPorts {
  readonly repository: GitRepository
  readonly remotes: GitRemotes
  readonly settings: Settings
  readonly files: Files
  readonly store: ArtifactStore
  readonly recorded: Recorded
  /** Where changes waited while the git dir could not be written. */
  readonly strays: Spool | undefined
  /** Our own folder, and the one for what it will not take. */
  readonly own: OwnFolders
  readonly sandbox: TemplateSandbox
  readonly worktrees: Worktrees
  readonly progress: Progress
  /** Commits are to be signed, by git's own setting. */
  readonly sign: boolean
  /** git itself, for adapters that are put together later. */
  readonly git: GitProgram
  /** A value of git's configuration. */
  readonly gitConfig: (key: string) => string | undefined
  /** What is kept here of runs that go on. */
  readonly liveHere: () => Promise<LiveRuns>
  /** Copies of artifacts outside of the repository. */
  readonly copies: () => Promise<Copies>
  /** Sets a key of git's own configuration, in this repository. */
  readonly setConfig: (key: string, value: string | undefined) => Promise<void>
}

export interface World {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly progress: Progress
}

/**
 * Finds the repository and puts the real adapters together: git's program, and isomorphic-git where there is none. Throws NOT_A_REPOSITORY, DUBIOUS_OWNERSHIP, GIT_TOO_OLD, NO_GIT,
 * BAD_SETTING.
 */
export async function openContext({cwd, env, progress}: World): Promise<Context> {
  const git = gitProgram({cwd, env})
  const asking = lookup(git)
  // git looks around while the adapters are loaded.
  const plain = plainPlaces(cwd, env)
  const looking = find(git, cwd, env, plain)
  // Whoever finds a recorder at work waits for it anyway, and may have no question.
  if (!plain || !isRecording(plain)) asking.start()
  const [found, adapters] = await Promise.all([looking, loadAdapters()])
  const settings = resolveSettings(env, found.config)
  const {facts} = found.repository
  const folders = adapters.ownFolder(facts.commonDir, env)
  const {own, stray} = folders
  return {
    repository: found.repository,
    settings,
    progress,
    ref: ledgerRef(settings['exp.ledger'].value),
    objectFormat: facts.objectFormat,
    committer: once(() => found.repository.committer()),
    patience: Number(settings['exp.lockTimeout'].value) * 1000,
    sign: isTrue(found.config.get('commit.gpgsign')),
    objects: found.withoutGit
      ? await isomorphic(facts)
      : adapters.cliObjects(git, {promisor: found.promisor, lookup: asking, commonDir: facts.commonDir}),
    writer: adapters.cliWriter(git, {...facts, promisor: found.promisor, noMaintenance: noMaintenance(found)}),
    remotes: adapters.cliRemotes(git, found.config),
    spool: adapters.nodeSpool(own),
    strays: stray === undefined ? undefined : adapters.nodeSpool(stray),
    own: folders,
    cache: nodeCache(join(own, 'cache')),
    store: adapters.localStore(...storePlace(settings, facts.commonDir, own, found)),
    recorded: adapters.nodeRecorded(facts.gitDir),
    files: adapters.nodeFiles(cwd),
    sandbox: lazySandbox(),
    worktrees: adapters.nodeWorktrees(facts),
    clock: nodeClock,
    ids: nodeIds,
    timer: nodeTimer,
    git,
    gitConfig: key => found.config.get(key),
    liveHere: async () => (await import('../adapters/node/live-runs')).nodeLiveRuns(join(own, 'live')),
    copies: async () => (await import('../adapters/node/copies')).nodeCopies(cwd, env),
    setConfig: (key, value) => setConfig(git, key, value),
  }
}

/** Without a git program a ledger can still be read. */
async function find(
  git: GitProgram,
  cwd: string,
  env: NodeJS.ProcessEnv,
  plain: Places | undefined,
): Promise<Discovered> {
  try {
    return await discover(git, cwd, env, plain)
  } catch (error) {
    const plain = isExpError(error, 'NO_GIT') ? discoverWithoutGit(cwd, env, error) : undefined
    if (!plain) throw error
    return plain
  }
}

async function isomorphic({commonDir, gitDir}: RepositoryFacts): Promise<GitObjects> {
  return (await import('../adapters/git/isomorphic-objects')).isomorphicObjects({commonDir, gitDir})
}

async function loadAdapters() {
  const parts = await Promise.all([
    import('../adapters/git/cli-objects'),
    import('../adapters/git/cli-remotes'),
    import('../adapters/git/cli-writer'),
    import('../adapters/node/files'),
    import('../adapters/node/local-store'),
    import('../adapters/node/own-folder'),
    import('../adapters/node/recorded'),
    import('../adapters/node/spool'),
    import('../adapters/node/worktrees'),
  ])
  const [objects, remotes, writer, files, store, own, recorded, spool, worktrees] = parts
  return {
    ...objects,
    ...remotes,
    ...writer,
    ...files,
    ...store,
    ...own,
    ...recorded,
    ...spool,
    ...worktrees,
  }
}

async function setConfig(git: GitProgram, key: string, value: string | undefined): Promise<void> {
  await git.run(value === undefined ? ['config', '--unset-all', key] : ['config', key, value], {ok: [0, 5]})
}

/** The user has switched git's own housekeeping off. */
const noMaintenance = ({config}: Discovered) => config.get('gc.auto') === '0' || isFalse(config.get('maintenance.auto'))

function storePlace(settings: Settings, commonDir: string, own: string, {config}: Discovered): [string, 'exp' | 'lfs'] {
  if (settings['exp.store'].value !== 'lfs') return [join(own, 'objects'), 'exp']
  return [lfsStore(commonDir, config.get('lfs.storage')), 'lfs']
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}

/** The worker is started by the first template that is not one of ours, and kept. */
function lazySandbox(): TemplateSandbox {
  const worker = once(async () => (await import('../adapters/node/template-worker')).workerSandbox())
  return {check: async request => (await worker()).check(request)}
}

const SILENT: Progress = {step: () => {}, end: () => {}}

/** Progress for people, on stderr; none for machines. */
export function progressOf(json: boolean): Progress {
  return json ? SILENT : terminalProgress(process.stderr)
}
