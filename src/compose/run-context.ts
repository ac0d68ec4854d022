import {join} from 'node:path'
import {lfsPlaces} from '../adapters/git/lfs/store'
import type {Checkouts} from '../ports/checkouts'
import type {Children} from '../ports/children'
import type {CodeSnapshots} from '../ports/code-snapshots'
import type {Downloads} from '../ports/downloads'
import type {Hashing} from '../ports/hashing'
import type {Links} from '../ports/links'
import type {LiveRuns} from '../ports/live-runs'
import type {Machine} from '../ports/machine'
import type {Placing} from '../ports/placing'
import type {Producers} from '../ports/producers'
import type {Spool} from '../ports/spool'
import {type Context, openContext, type World} from './context'

/** What looking at runs that go on asks besides. */
export interface LookContext extends Context {
  readonly refuge: Spool
  readonly live: LiveRuns
  readonly machine: Machine
}

/** What running a command asks besides. */
export interface RunContext extends LookContext {
  readonly children: Children
  readonly snapshots: CodeSnapshots
  readonly hashing: Hashing
  readonly producers: Producers
  readonly checkouts: Checkouts
  readonly links: Links
  readonly placing: () => Promise<Placing>
  readonly downloads: () => Promise<Downloads>
  readonly hook: string | undefined
}

/** Loaded by the commands that need it only. */
export async function lookContext(context: Context, env: NodeJS.ProcessEnv): Promise<LookContext> {
  const [{nodeLiveRuns}, {nodeMachine}, {nodeSpool}] = await Promise.all([
    import('../adapters/node/live-runs'),
    import('../adapters/node/machine'),
    import('../adapters/node/spool'),
  ])
  const {own, refuge} = context.own
  return {
    ...context,
    refuge: nodeSpool(refuge()),
    live: nodeLiveRuns(join(own, 'live')),
    machine: nodeMachine(env),
  }
}

export async function runContext(context: Context, env: NodeJS.ProcessEnv): Promise<RunContext> {
  const [
    look,
    {nodeChildren},
    {hookFolder},
    {nodeHashing},
    {cliSnapshots},
    {cliProducers},
    {cliCheckouts},
    {nodeLinks},
  ] = await Promise.all([
    lookContext(context, env),
    import('../adapters/node/children'),
    import('../adapters/node/hook-folder'),
    import('../adapters/node/hashing'),
    import('../adapters/git/snapshot'),
    import('../adapters/git/producers'),
    import('../adapters/git/checkouts'),
    import('../adapters/node/links'),
  ])
  const {git, own, repository, gitConfig} = context
  const {facts} = repository
  const lfs = lfsPlaces(facts.commonDir, gitConfig('lfs.storage'))
  return {
    ...look,
    children: nodeChildren,
    hashing: nodeHashing({own: own.own}),
    producers: cliProducers(git),
    hook: hookFolder(),
    links: nodeLinks,
    placing: async () => (await import('../adapters/node/placing')).nodePlacing,
    downloads: async () => (await import('../adapters/node/downloads')).nodeDownloads(),
    checkouts: cliCheckouts({facts, env, own: own.own, lfs}),
    snapshots: cliSnapshots(git, {facts, env, lfs}),
  }
}

/** Variables by which git is told of one repository or folder, and that must not lead it away from another. */
const GIT_PLACE = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_COMMON_DIR', 'GIT_NAMESPACE']

/** The same in another folder, a linked worktree for one, with these variables set or, where undefined, taken away. */
export async function runContextAt(
  world: World,
  cwd: string,
  variables: Readonly<Record<string, string | undefined>>,
): Promise<RunContext> {
  const away = Object.fromEntries(GIT_PLACE.map(name => [name, undefined]))
  const more = {...away, ...variables, PWD: cwd}
  const env = Object.fromEntries(
    Object.entries({...world.env, ...more}).filter(([, value]) => value !== undefined),
  ) as NodeJS.ProcessEnv
  const context = await runContext(await openContext({...world, cwd, env}), env)
  const {children} = context
  const run: Children['run'] = (spec, started) =>
    children.run({...spec, quiet: true, env: {...more, ...spec.env}}, started)
  return {...context, children: {...children, run}}
}
