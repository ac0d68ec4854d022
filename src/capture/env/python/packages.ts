import {join} from 'node:path'
import {fileURLToPath} from 'node:url'
import type {Machine} from '../../../ports/machine'
import {bareUrl, textOf} from '../probe'

/** A distribution that Python finds. */
export interface Package {
  /** Normalized as PEP 503 has it: `scikit-learn`. */
  readonly name: string
  readonly version: string
  /** Where it comes from, where that is no package index: `git+https://…@<commit>`, an archive's address, `editable`, `folder`. */
  readonly source?: string
  /** Of an editable one: where its code lies on this machine. */
  readonly folder?: string
}

/** PEP 503: lower case, runs of `-_.` as one hyphen. */
export function normalizedName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, '-')
}

/** The packages of these folders, sorted by name; the first folder that has one wins, as it does for Python. */
export function listPackages(machine: Machine, folders: readonly string[]): Package[] {
  const found = new Map<string, Package>()
  for (const folder of folders) {
    for (const entry of machine.list(folder) ?? []) {
      const item = packageOf(machine, folder, entry)
      if (item && !found.has(item.name)) found.set(item.name, item)
    }
  }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Lines in pip's requirements format; where a local folder was installed, a comment says so and no path of the machine does. */
export function requirementsText(packages: readonly Package[]): string {
  return packages.map(item => `${requirement(item)}\n`).join('')
}

function requirement({name, version, source}: Package): string {
  if (source === undefined) return `${name}==${version}`
  if (source.includes(':')) return `${name} @ ${source}`
  return `${name}==${version}  # ${source === 'editable' ? 'editable, from a folder' : 'from a folder'}`
}

function packageOf(machine: Machine, folder: string, entry: string): Package | undefined {
  // pip renames what it removes to `~name` and may leave it behind.
  if (entry.startsWith('~')) return undefined
  if (entry.endsWith('.dist-info')) return wheel(machine, folder, entry)
  if (entry.endsWith('.egg-link')) return linked(machine, folder, entry)
  if (!/\.egg(?:-info)?$/.test(entry)) return undefined
  const parts = /^([^-]+(?:-[^-\d][^-]*)*)-(\d[^-]*?)(?:-py\d.*)?\.egg(?:-info)?$/.exec(entry)
  if (parts) return made(parts[1], parts[2])
  return metadata(textOf(machine, join(folder, entry, 'PKG-INFO')))
}

function wheel(machine: Machine, folder: string, entry: string): Package | undefined {
  const parts = /^(.+?)-([^-]+)\.dist-info$/.exec(entry)
  const item = parts ? made(parts[1], parts[2]) : metadata(textOf(machine, join(folder, entry, 'METADATA')))
  const url = item && textOf(machine, join(folder, entry, 'direct_url.json'))
  const source = sourceOf(url)
  if (!item || source === undefined) return item
  const home = source === 'editable' ? folderOf(url) : undefined
  return {...item, source, ...(home !== undefined && {folder: home})}
}

/** What `setup.py develop` leaves: a file with the path of the folder that has the package. */
function linked(machine: Machine, folder: string, entry: string): Package | undefined {
  const target = textOf(machine, join(folder, entry))?.split('\n')[0]?.trim()
  const info = target && (machine.list(target) ?? []).find(name => name.endsWith('.egg-info'))
  const item = info ? metadata(textOf(machine, join(target, info, 'PKG-INFO'))) : undefined
  return item && {...item, source: 'editable', folder: target!}
}

function metadata(text: string | undefined): Package | undefined {
  const field = (name: string) => text?.match(new RegExp(`^${name}:[ \\t]*(\\S+)`, 'mi'))?.[1]
  return made(field('Name'), field('Version'))
}

/** File names spell a version's hyphen as an underscore. A name or version that could not be one of a package is none. */
function made(name: string | undefined, version: string | undefined): Package | undefined {
  if (!name || !version || !/^[\w.-]+$/.test(name) || !/^[\w.+!]+$/.test(version)) return undefined
  return {name: normalizedName(name), version: version.replaceAll('_', '-')}
}

interface DirectUrl {
  readonly url?: unknown
  readonly vcs_info?: {readonly vcs?: unknown; readonly commit_id?: unknown}
  readonly dir_info?: {readonly editable?: unknown}
  readonly archive_info?: {readonly hash?: unknown; readonly hashes?: {readonly sha256?: unknown}}
}

/** PEP 610. An archive on a disk of the machine that built the package tells nobody anything. */
function sourceOf(json: string | undefined): string | undefined {
  if (json === undefined) return undefined
  try {
    const {url, vcs_info: vcs, dir_info: dir, archive_info: archive} = JSON.parse(json) as DirectUrl
    const address = bareUrl(String(url ?? ''))
    if (address === undefined || /\s/.test(address)) return undefined
    const local = address.startsWith('file:')
    if (vcs && !local)
      return `${plain(vcs.vcs) || 'git'}+${address}${plain(vcs.commit_id) && `@${plain(vcs.commit_id)}`}`
    if (dir || vcs) return dir?.editable === true ? 'editable' : 'folder'
    const sha256 = plain(archive?.hashes?.sha256) || plain(archive?.hash).replace(/^sha256=/, '')
    return local ? undefined : `${address}${/^[0-9a-f]{64}$/.test(sha256) ? `#sha256=${sha256}` : ''}`
  } catch {
    return undefined
  }
}

function folderOf(json: string | undefined): string | undefined {
  try {
    return fileURLToPath(String((JSON.parse(json ?? '') as DirectUrl).url))
  } catch {
    return undefined
  }
}

const plain = (value: unknown) => (typeof value === 'string' && /^[\w=.-]+$/.test(value) ? value : '')
