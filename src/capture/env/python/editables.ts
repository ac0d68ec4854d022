import {basename, dirname, join, resolve} from 'node:path'
import type {JsonObject} from '../../../base/json'
import type {Machine} from '../../../ports/machine'
import {scriptAt} from '../../argv-params'
import type {Package} from './packages'

const LIMIT_MS = 1500
const MOST = 20

/**
 * Packages that are installed from a folder and run from there: the commit of each folder's repository, and whether its tracked
 * files differ from it. Names only: where it lies on this machine helps nobody else.
 */
export async function editablesOf(machine: Machine, packages: readonly Package[], top: string): Promise<JsonObject[]> {
  const there = packages.filter(({folder}) => folder !== undefined && machine.stat(folder)?.kind === 'directory')
  return Promise.all(
    there.slice(0, MOST).map(async ({name, version, folder}) => {
      const inside = folder === top || folder!.startsWith(`${top}/`)
      return {name, version, ...(inside ? {here: true} : await stateOf(machine, folder!))}
    }),
  )
}

/**
 * Repositories beside this one that the command imports from, by `PYTHONPATH` or because its script lies there: the name of each one's
 * folder, its commit, and whether tracked files differ from it.
 */
export async function siblingsOf(
  machine: Machine,
  {argv, cwd, top}: {readonly argv: readonly string[]; readonly cwd: string; readonly top: string},
): Promise<JsonObject[]> {
  const at = scriptAt(argv)
  const script = at < 0 ? [] : [{via: 'script', path: dirname(resolve(cwd, argv[at]!))}]
  const listed = (machine.env['PYTHONPATH'] ?? '').split(':').filter(Boolean)
  const folders = [...listed.map(path => ({via: 'PYTHONPATH', path: resolve(cwd, path)})), ...script]
  const found = new Map<string, string>()
  for (const {via, path} of folders) {
    const root = rootOf(machine, path)
    if (root !== undefined && root !== top && !found.has(root)) found.set(root, via)
  }
  const states = [...found].slice(0, MOST).map(async ([root, via]) => ({
    name: basename(root),
    via,
    ...(await stateOf(machine, root)),
  }))
  return Promise.all(states)
}

/** The top of the repository that a folder lies in; undefined where it lies in none. */
function rootOf(machine: Machine, path: string): string | undefined {
  for (let folder = machine.realPath(path); folder !== undefined; folder = dirname(folder)) {
    if (machine.stat(join(folder, '.git')) !== undefined) return folder
    if (dirname(folder) === folder) return undefined
  }
  return undefined
}

async function stateOf(machine: Machine, folder: string): Promise<JsonObject> {
  const args = ['-C', folder, 'status', '--porcelain=v2', '--branch', '--untracked-files=no']
  const said = await machine.run('git', args, {limitMs: LIMIT_MS})
  if (said.kind !== 'ended' || said.code !== 0) return {unresolved: true}
  const lines = said.stdout.split('\n').filter(Boolean)
  const commit = lines.find(line => line.startsWith('# branch.oid '))?.slice('# branch.oid '.length)
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return {unresolved: true}
  return {commit, dirty: lines.some(line => !line.startsWith('#'))}
}
