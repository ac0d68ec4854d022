import {lstatSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync} from 'node:fs'
import {link, rename, rm} from 'node:fs/promises'
import {homedir, tmpdir} from 'node:os'
import {basename, dirname, isAbsolute, join, resolve} from 'node:path'
import {ExpError} from '../../base/errors'
import {quietly} from '../../base/quietly'
import {shellWord} from '../../base/text'
import type {Copies, CopyTarget, Pieces} from '../../ports/copies'
import {fileFailure} from './failures'
import {fill, onSignal} from './new-file'
import {randomBytes} from './random'

const WEEK_MS = 7 * 24 * 60 * 60 * 1000
/** Of the digest, in the name of a folder. */
const SHORT = 32

/** Copies to look at lie below `$XDG_CACHE_HOME/git-exp/opened`, or in a folder of /tmp of their own where that cannot be. */
export function nodeCopies(cwd: string, env: NodeJS.ProcessEnv): Copies {
  const set = env['XDG_CACHE_HOME']
  const cache = set && isAbsolute(set) ? set : join(env['HOME'] || homedir(), '.cache')
  return {
    lay: (name, digest, pieces) => lay(join(cache, 'git-exp', 'opened'), name, digest, pieces),
    write: (target, pieces) => write(cwd, target, pieces),
  }
}

async function lay(desk: string, name: string, digest: string, pieces: Pieces): Promise<string> {
  sweep(desk)
  const key = digest.replace(/^sha256:/, '').slice(0, SHORT)
  const folder = privateFolder(join(desk, key)) ?? mkdtempSync(join(tmpdir(), 'git-exp-'))
  const path = join(folder, name)
  // Read-only: what is changed in a copy to look at would be lost.
  await writeWhole(path, path, pieces, 0o400, (tmp, to) => rename(tmp, to))
  return path
}

/** undefined where it cannot be written, or is somebody else's. */
function privateFolder(folder: string): string | undefined {
  return quietly(() => {
    mkdirSync(folder, {recursive: true, mode: 0o700})
    const {uid, mode} = lstatSync(folder)
    const mine = uid === process.getuid?.() && (mode & 0o077) === 0
    return mine || process.platform === 'win32' ? folder : undefined
  })
}

function sweep(desk: string): void {
  for (const name of quietly(() => readdirSync(desk)) ?? []) {
    const folder = join(desk, name)
    quietly(() => {
      const old = Date.now() - lstatSync(folder).mtimeMs > WEEK_MS
      if (old && /^[0-9a-f]{32}$/.test(name)) rmSync(folder, {recursive: true, force: true})
    })
  }
}

async function write(cwd: string, {to, name, force}: CopyTarget, pieces: Pieces): Promise<string> {
  const said = to.endsWith('/') || isFolder(resolve(cwd, to)) ? join(to, name) : to
  const path = resolve(cwd, said)
  if (!isFolder(dirname(path))) throw noFolder(dirname(said))
  refuseWhatIsThere(path, said, force)
  // Without --force by a hard link: that fails where somebody was quicker to take the name.
  await writeWhole(path, said, pieces, 0o666, force ? rename : (tmp, at) => settle(tmp, at, said))
  return said
}

const isFolder = (path: string) => quietly(() => statSync(path).isDirectory()) === true

function refuseWhatIsThere(path: string, said: string, force: boolean): void {
  const there = quietly(() => lstatSync(path))
  if (!there) return
  if (there.isDirectory()) throw exists(said, 'is a folder', [])
  if (!there.isFile() && !there.isSymbolicLink()) throw exists(said, 'is no ordinary file', [])
  if (!force) throw exists(said, 'is there already', ['to replace it: --force'])
}

async function settle(tmp: string, path: string, said: string): Promise<void> {
  try {
    await link(tmp, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') return settleWithoutLinks(tmp, path, said)
    throw exists(said, 'is there already', ['to replace it: --force'])
  }
  await rm(tmp, {force: true})
}

/** Some file systems have no links. */
async function settleWithoutLinks(tmp: string, path: string, said: string): Promise<void> {
  refuseWhatIsThere(path, said, false)
  await rename(tmp, path)
}

/** Beside its place first, so that nobody sees half of it; a signal takes that away. */
async function writeWhole(
  path: string,
  said: string,
  pieces: Pieces,
  mode: number,
  place: (tmp: string, path: string) => Promise<void>,
): Promise<void> {
  const tmp = join(dirname(path), `.git-exp-${randomBytes(6).toString('hex')}`)
  const stop = onSignal(() => rmSync(tmp, {force: true}))
  try {
    await fill(tmp, pieces, mode)
    await place(tmp, path)
  } catch (error) {
    await rm(tmp, {force: true}).catch(() => {})
    throw writeFailure(error, said)
  } finally {
    stop()
  }
}

function noFolder(folder: string): ExpError {
  return new ExpError('FILE_NOT_FOUND', `there is no folder "${folder}"`, {
    hints: [`mkdir -p ${shellWord(folder)}`],
    data: {path: folder},
  })
}

function exists(path: string, what: string, hints: readonly string[]): ExpError {
  const other = `another name: -o ${shellWord(join(dirname(path), `other-${basename(path)}`))}`
  return new ExpError('FILE_EXISTS', `"${path}" ${what}`, {hints: [...hints, other], data: {path}})
}

/** As for other files, but that reading is not what failed. */
function writeFailure(error: unknown, said: string): unknown {
  const {code, message} = error as NodeJS.ErrnoException
  if (code !== 'EACCES' && code !== 'EPERM' && code !== 'EROFS') return fileFailure(error, said)
  return new ExpError('READ_ONLY', `"${said}" cannot be written: ${message}`, {
    hints: [`who may write there: ls -ld ${shellWord(dirname(said))}`],
    cause: error,
    data: {path: said},
  })
}
