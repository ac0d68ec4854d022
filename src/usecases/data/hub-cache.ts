import {type DataNeed, lastPartOf, placeOf} from '../../model/data-needs'
import type {Hashing} from '../../ports/hashing'
import {type HubAddress, hubAddress} from './hub-address'

export interface HubPorts {
  readonly hashing: Pick<Hashing, 'read'>
  readonly files: {resolve(...parts: string[]): string}
  readonly machine: {readonly env: Readonly<Record<string, string | undefined>>}
}

/** Where the hub's cache would have an input, best first; nothing is asked of the hub. */
export function hubPlaces(ports: HubPorts, need: DataNeed): string[] {
  const address = hubAddress(need)
  const root = cacheOf(ports)
  if (!address || root === undefined) return []
  const repository = ports.files.resolve(root, folderOf(address))
  const commit = commitOf(ports, repository, address.revision ?? 'main')
  if (commit === undefined) return []
  const top = ports.files.resolve(repository, 'snapshots', commit)
  if (address.file !== undefined) return [ports.files.resolve(top, address.file)]
  const name = need.path === undefined ? undefined : lastPartOf(placeOf(need)!)
  return [...(name === undefined || need.files !== undefined ? [] : [ports.files.resolve(top, name)]), top]
}

/** As `huggingface_hub` looks for it. */
function cacheOf({files, machine: {env}}: HubPorts): string | undefined {
  const set = env['HF_HUB_CACHE'] || env['HUGGINGFACE_HUB_CACHE']
  if (set) return files.resolve(withHome(set, env['HOME']))
  const caches = env['XDG_CACHE_HOME'] || (env['HOME'] && files.resolve(env['HOME'], '.cache'))
  const home = env['HF_HOME'] || (caches && files.resolve(caches, 'huggingface'))
  return home ? files.resolve(withHome(home, env['HOME']), 'hub') : undefined
}

const withHome = (path: string, home: string | undefined) => (home ? path.replace(/^~(?=\/|$)/, home) : path)

const folderOf = ({kind, id}: HubAddress) => `${kind}s--${id.replace('/', '--')}`

/** A branch or tag is a file that holds the commit it was at when it was fetched last. */
function commitOf({hashing, files}: HubPorts, repository: string, revision: string): string | undefined {
  if (/^[0-9a-f]{40}$/.test(revision)) return revision
  const bytes = hashing.read(files.resolve(repository, 'refs', revision), 100)
  const text = bytes && Buffer.from(bytes).toString().trim()
  return text && /^[0-9a-f]{40}$/.test(text) ? text : undefined
}
