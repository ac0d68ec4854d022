import {basename, dirname, join, relative} from 'node:path'
import {fileURLToPath, pathToFileURL} from 'node:url'
import {ExpError} from '../base/errors'
import type {Content, Hashing, SeenFile} from '../ports/hashing'
import type {Clock} from '../ports/world'
import {type DvcPin, dvcPin, hubPlace, lfsPointer} from './data-pins'
import {isUri, uriRevision} from './data-uris'
import {folderOf, knownContent} from './folder-content'
import type {DeclaredInput, InputState, Survey} from './input-state'
import {withoutCredentials} from './secrets/urls'

export interface InputPlace {
  /** Where the command was typed; absolute. */
  readonly cwd: string
  /** Top of the worktree; undefined: there is none, and every file lies outside. */
  readonly top: string | undefined
}

/** What a folder may take before the command starts; what is larger is walked beside it. */
const WALK = {files: 20_000, ms: 150}
const MAX_LOCK = 4 * 1024 * 1024
const MAX_DVC = 64 * 1024

/**
 * Looks at every declared input without reading large bytes: what stands there, and each digest that is known already, from our own
 * cache, the name of the file in a store, or a pointer. Throws FILE_NOT_FOUND for a path that is not there.
 */
export async function surveyInputs(
  ports: {readonly hashing: Hashing; readonly clock: Clock},
  declared: readonly DeclaredInput[],
  place: InputPlace,
): Promise<Survey> {
  const since = ports.clock.now()
  const states: InputState[] = []
  const until = since + WALK.ms
  for (const input of declared) {
    const {role, split, found} = input
    const said = {role, ...(split !== undefined && {split}), ...(found && {found})}
    if (isUri(input.path)) states.push({...said, kind: 'address', ...address(input.path)})
    else states.push({...said, ...(await surveyPath(ports, input.path, place, since, until))})
  }
  return {since, states}
}

function address(said: string): Pick<InputState, 'uri' | 'revision'> {
  const uri = withoutCredentials(said)
  const revision = uriRevision(uri)
  return {uri, ...(revision !== undefined && {revision})}
}

type Surveyed = Omit<InputState, 'role' | 'split'>

async function surveyPath(
  {hashing, clock}: {readonly hashing: Hashing; readonly clock: Clock},
  said: string,
  place: InputPlace,
  since: number,
  until: number,
): Promise<Surveyed> {
  const at = absolute(said, place.cwd)
  const seen = hashing.look(at)
  if (seen.kind === 'missing') throw notThere(said, seen.near)
  if (seen.kind === 'unusable') return {kind: 'unusable', ...whereabouts(hashing, at, at, place), problem: seen.problem}
  const where = {at, ...whereabouts(hashing, at, seen.real, place)}
  if (seen.kind === 'file') return {kind: 'file', ...where, ...surveyFile(hashing, at, seen, place.top, since)}
  const walk = await hashing.walk(at, {files: WALK.files, ms: Math.max(0, until - clock.now())})
  if (!walk.complete) return {kind: 'folder', ...where, ...revisionOf(hashing, at, seen.real, place.top, undefined)}
  const {stamp, size, content, problem} = folderOf(hashing, seen.real, walk, since)
  const pin = revisionOf(hashing, at, seen.real, place.top, size)
  return {kind: 'folder', ...where, stamp, size, ...pin, ...before(content), ...(problem !== undefined && {problem})}
}

const before = (content: Content | undefined) => (content ? {content, digested: 'before' as const} : {})

function surveyFile(hashing: Hashing, at: string, file: SeenFile, top: string | undefined, since: number) {
  const head = file.size < 1024 ? hashing.read(file.real, 1023) : undefined
  const pointer = head && lfsPointer(head)
  const pin = revisionOf(hashing, at, file.real, top, file.size)
  const base = {stamp: file.stamp, size: file.size, ...pin}
  if (pointer) {
    const problem = 'is a pointer of Git LFS, and the file itself is not here (git lfs pull brings it)'
    return {...base, size: pointer.size, ...before(pointer), problem}
  }
  return {...base, ...before(knownContent(hashing, file, since))}
}

function absolute(said: string, cwd: string): string {
  if (!/^file:/i.test(said)) return isAbsolute(said) ? said : join(cwd, said)
  try {
    return fileURLToPath(said)
  } catch {
    throw notThere(said, undefined)
  }
}

const isAbsolute = (path: string) => path.startsWith('/') || /^[A-Za-z]:[\\/]|^\\\\/.test(path)

/** Windows' own paths with `/`; elsewhere a backslash is part of a name. */
const slashed = (path: string) => (/^[A-Za-z]:\\/.test(path) ? path.replaceAll('\\', '/') : path)

function notThere(said: string, near: string | undefined): ExpError {
  const folder = dirname(said)
  return new ExpError('FILE_NOT_FOUND', `there is no file or folder "${said}", which is declared as an input`, {
    hints: [near === undefined ? `ls ${folder}` : `did you mean ${join(folder, near)}?`],
    data: {path: said},
  })
}

/** Relative to the top where it lies below it, by its name or by where it leads; else an address, the hub's own for what is in its cache. */
function whereabouts(hashing: Hashing, at: string, real: string, {top}: InputPlace): Pick<InputState, 'path' | 'uri'> {
  const home = top === undefined ? undefined : hashing.look(top)
  const tops = home?.kind === 'folder' ? [top!, home.real] : []
  for (const [folder, path] of tops.flatMap(each => [[each, at] as const, [each, real] as const])) {
    const below = relative(folder, path)
    if (below === '') return {path: '.'}
    if (below !== '..' && !/^\.\.[\\/]/.test(below) && !isAbsolute(below)) return {path: slashedBelow(below, folder)}
  }
  return {uri: (hubPlace(slashed(at)) ?? hubPlace(slashed(real)))?.uri ?? pathToFileURL(at).href}
}

const slashedBelow = (path: string, folder: string) => (folder.startsWith('/') ? path : path.replaceAll('\\', '/'))

/** The version that others know it by: the hub's commit, or DVC's hash where the size does not belie it. */
function revisionOf(hashing: Hashing, at: string, real: string, top: string | undefined, size: number | undefined) {
  const hub = hubPlace(slashed(at)) ?? hubPlace(slashed(real))
  if (hub) return {revision: hub.revision}
  const pin = dvcPinOf(hashing, at, top)
  const fits = pin && (pin.size === undefined || size === undefined || pin.size === size)
  return fits ? {revision: `dvc:md5:${pin.md5}`} : {}
}

function dvcPinOf(hashing: Hashing, at: string, top: string | undefined): DvcPin | undefined {
  const own = hashing.read(`${at}.dvc`, MAX_DVC)
  if (own) return dvcPin(Buffer.from(own).toString(), basename(at))
  const inside = top !== undefined && at.startsWith(`${top}/`)
  for (let folder = dirname(at); ; folder = dirname(folder)) {
    const lock = hashing.read(join(folder, 'dvc.lock'), MAX_LOCK)
    if (lock) return dvcPin(Buffer.from(lock).toString(), slashedBelow(relative(folder, at), folder))
    if (!inside || folder === top || folder === dirname(folder)) return undefined
  }
}
