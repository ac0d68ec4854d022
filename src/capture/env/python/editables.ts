import type {JsonObject} from '../../../base/json'
import type {Machine} from '../../../ports/machine'
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

async function stateOf(machine: Machine, folder: string): Promise<JsonObject> {
  const args = ['-C', folder, 'status', '--porcelain=v2', '--branch', '--untracked-files=no']
  const said = await machine.run('git', args, {limitMs: LIMIT_MS})
  if (said.kind !== 'ended' || said.code !== 0) return {unresolved: true}
  const lines = said.stdout.split('\n').filter(Boolean)
  const commit = lines.find(line => line.startsWith('# branch.oid '))?.slice('# branch.oid '.length)
  if (commit === undefined || !/^[0-9a-f]{40,64}$/.test(commit)) return {unresolved: true}
  return {commit, dirty: lines.some(line => !line.startsWith('#'))}
}
