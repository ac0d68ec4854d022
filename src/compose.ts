import {isAbsolute, join} from 'node:path'
import {cliObjects} from './adapters/git/cli-objects'
import {cliRemotes} from './adapters/git/cli-remotes'
import {type Discovered, discover} from './adapters/git/cli-repository'
import {cliWriter} from './adapters/git/cli-writer'
import {type GitProgram, gitProgram} from './adapters/git/program'
import {nodeCache} from './adapters/node/cache'
import {nodeFiles} from './adapters/node/files'
import {localStore} from './adapters/node/local-store'
import {ownFolder} from './adapters/node/own-folder'
import {terminalProgress} from './adapters/node/progress'
import {nodeRecorded} from './adapters/node/recorded'
import {nodeSpool} from './adapters/node/spool'
import {nodeClock, nodeIds, nodeTimer} from './adapters/node/world'
import {resolveSettings, type Settings} from './config/settings'
import type {AppendPorts} from './ledger/append'
import {ledgerRef} from './model/refs'
import type {ArtifactStore} from './ports/artifact-store'
import type {Files} from './ports/files'
import type {GitRemotes} from './ports/git-remotes'
import type {GitRepository} from './ports/git-repository'
import type {Recorded} from './ports/recorded'
import type {TemplateSandbox} from './ports/template-sandbox'
import type {Progress} from './ports/world'

/** Everything a use case may ask for; each takes the few it needs. */
export interface Context extends AppendPorts {
  readonly repository: GitRepository
  readonly remotes: GitRemotes
  readonly settings: Settings
  readonly files: Files
  readonly store: ArtifactStore
  readonly recorded: Recorded
  readonly sandbox: TemplateSandbox
  readonly progress: Progress
  /** Commits are to be signed, by git's own setting. */
  readonly sign: boolean
  /** Sets a key of git's own configuration, in this repository. */
  readonly setConfig: (key: string, value: string | undefined) => Promise<void>
}

export interface World {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly progress: Progress
}

/**
 * Finds the repository and puts the real adapters together. Throws NOT_A_REPOSITORY, DUBIOUS_OWNERSHIP, GIT_TOO_OLD, NO_GIT,
 * BAD_SETTING.
 */
export async function openContext({cwd, env, progress}: World): Promise<Context> {
  const git = gitProgram({cwd, env})
  const found = await discover(git, env)
  const settings = resolveSettings(env, found.config)
  const {facts} = found.repository
  const own = ownFolder(facts.commonDir, env)
  return {
    repository: found.repository,
    settings,
    progress,
    ref: ledgerRef(settings['exp.ledger'].value),
    objectFormat: facts.objectFormat,
    committer: once(() => found.repository.committer()),
    patience: Number(settings['exp.lockTimeout'].value) * 1000,
    sign: found.config.get('commit.gpgsign') === 'true',
    objects: cliObjects(git, {promisor: found.promisor}),
    writer: writer(git, found),
    remotes: cliRemotes(git, found.config),
    spool: nodeSpool(own),
    cache: nodeCache(join(own, 'cache')),
    store: store(settings, facts.commonDir, own, found),
    recorded: nodeRecorded(facts.gitDir),
    files: nodeFiles(cwd),
    sandbox: lazySandbox(),
    clock: nodeClock,
    ids: nodeIds,
    timer: nodeTimer,
    setConfig: async (key, value) => {
      await git.run(value === undefined ? ['config', '--unset-all', key] : ['config', key, value], {ok: [0, 5]})
    },
  }
}

function writer(git: GitProgram, {repository, config, promisor}: Discovered) {
  const off = config.get('gc.auto') === '0' || config.get('maintenance.auto') === 'false'
  return cliWriter(git, {...repository.facts, promisor, noMaintenance: off})
}

function store(settings: Settings, commonDir: string, own: string, {config}: Discovered): ArtifactStore {
  if (settings['exp.store'].value !== 'lfs') return localStore(join(own, 'objects'))
  const set = config.get('lfs.storage')
  const folder = set === undefined ? join(commonDir, 'lfs') : isAbsolute(set) ? set : join(commonDir, set)
  return localStore(join(folder, 'objects'), 'lfs')
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
  const worker = once(async () => (await import('./adapters/node/template-worker')).workerSandbox())
  return {check: async request => (await worker()).check(request)}
}

const SILENT: Progress = {step: () => {}, end: () => {}}

/** Progress for people, on stderr; none for machines. */
export function progressOf(json: boolean): Progress {
  return json ? SILENT : terminalProgress(process.stderr)
}
