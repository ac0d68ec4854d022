import {randomBytes} from 'node:crypto'
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import {join} from 'node:path'
import {ExpError, isExpError} from '../../../base/errors'
import type {Oid} from '../../../model/ids'
import {fileFailure} from '../../node/failures'
import {gitFailure} from '../failures'
import type {GitProgram} from '../program'
import {failedFilter, lenient} from './broken-filters'
import type {Place} from './place'
import {joinNul, type RawPath} from './raw-path'

/** The user's index as it was at one moment. */
export interface IndexCopy {
  readonly bytes: Buffer
  /** When it was written, in whole seconds: git distrusts the times of files that are no older. */
  readonly seconds: number
}

/** An entry to write into an index as it is; mode 000000 takes the path out. */
export interface IndexLine {
  readonly path: RawPath
  readonly mode: string
  readonly oid: string
}

/** A path that git would not take in, with its words. */
export interface RefusedPath {
  readonly path: RawPath
  readonly reason: string
}

/** A copy of the user's index in a folder of ours. What is left of a killed process is swept by the next one after an hour. */
export interface PrivateIndex {
  readonly env: Readonly<Record<string, string>>
  /** Looks again for changes of paths that the user told git not to look at. */
  reveal(paths: readonly RawPath[]): Promise<void>
  set(lines: readonly IndexLine[]): Promise<void>
  /** Takes in what the worktree has at these paths, through git's filters; answers those that git would not take. */
  add(paths: readonly RawPath[]): Promise<RefusedPath[]>
  writeTree(): Promise<Oid>
  remove(): void
}

const STALE_MS = 3_600_000
const PREFIX = 'snapshot-'
/** From here on, one flush for all objects instead of one for each: where a flush takes 5 ms, a second for every 200 files. */
const MANY = 32
/** So many paths may be refused before the rest is given up: each costs a few processes to find. */
const MOST_REFUSED = 20

/** Nothing of the copy may reach files beside the user's index, nor trust a monitor that follows the user's. */
const PRIVATE = ['-c', 'core.splitIndex=false', '-c', 'core.fsmonitor=false', '-c', 'core.safecrlf=false']

/** Reads an index; undefined where there is none. */
export function readIndexFile(file: string): IndexCopy | undefined {
  let fd: number
  try {
    fd = openSync(file, 'r')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    return {seconds: Math.floor(fstatSync(fd).mtimeMs / 1000), bytes: readFileSync(fd)}
  } finally {
    closeSync(fd)
  }
}

/** Makes the copy; `remove` is the caller's duty. Throws READ_ONLY, DISK_FULL; what git itself refuses, GIT_FAILED. */
export function privateIndex(
  git: GitProgram,
  place: Place & {
    readonly tmp: string
    /** Clean filters that are known to fail. */
    readonly broken: readonly string[]
  },
  copy: IndexCopy | undefined,
): PrivateIndex {
  sweep(place.tmp)
  const folder = join(place.tmp, `${PREFIX}${randomBytes(6).toString('hex')}`)
  const file = join(folder, 'index')
  const remove = () => rmSync(folder, {recursive: true, force: true})
  try {
    mkdirSync(folder, {recursive: true})
    if (copy) {
      writeFileSync(file, copy.bytes)
      utimesSync(file, copy.seconds, copy.seconds)
    }
  } catch (error) {
    remove()
    throw notWritten(error, place.tmp)
  }
  const env = {...place.env, GIT_INDEX_FILE: file}
  const update = (args: readonly string[], lines: readonly string[]) =>
    git.run([...durable(lines.length), ...PRIVATE, ...lenient(place.broken), 'update-index', ...args], {
      cwd: place.cwd,
      env,
      input: joinNul(lines),
      ok: 'any',
    })
  const mustUpdate = async (args: readonly string[], lines: readonly string[]) => {
    if (lines.length === 0) return
    const {code, stderr} = await update(args, lines)
    if (code !== 0) throw gitFailure(['update-index'], code, stderr)
  }
  return {
    env,
    reveal: async paths => {
      // One kind of flag a process: of several that are given, update-index acts on the last.
      await mustUpdate(['--no-skip-worktree', '-z', '--stdin'], paths)
      await mustUpdate(['--no-assume-unchanged', '-z', '--stdin'], paths)
    },
    set: lines =>
      mustUpdate(
        ['-z', '--index-info'],
        lines.map(({mode, oid, path}) => `${mode} ${oid}\t${path}`),
      ),
    add: paths => addPaths(lines => update(ADD, lines), paths),
    writeTree: async () => {
      // Objects that a partial clone was promised are not asked for.
      const args = [...durable(0), ...PRIVATE, ...lenient(place.broken), 'write-tree', '--missing-ok']
      return (await git.run(args, {cwd: place.cwd, env})).stdout.toString().trim() as Oid
    },
    remove,
  }
}

const ADD = ['--add', '--remove', '--replace', '--ignore-skip-worktree-entries', '-z', '--stdin']

const durable = (objects: number) => [
  '-c',
  'core.fsync=committed',
  ...(objects > MANY ? ['-c', 'core.fsyncMethod=batch'] : []),
]

/** git takes all paths or none, so what it will not take is found by halves. */
async function addPaths(
  add: (paths: readonly RawPath[]) => Promise<{code: number; stderr: string}>,
  paths: readonly RawPath[],
): Promise<RefusedPath[]> {
  const refused: RefusedPath[] = []
  const within = async (some: readonly RawPath[]): Promise<void> => {
    if (some.length === 0) return
    if (refused.length >= MOST_REFUSED) {
      refused.push(...some.map(path => ({path, reason: 'git refused too many files before it'})))
      return
    }
    const {code, stderr} = await add(some)
    if (code === 0) return
    const failure = gitFailure(['update-index'], code, stderr)
    // A full disk or a read-only store says nothing against the files; one file that may not be read does.
    const ownFault = isExpError(failure, 'DISK_FULL') || isExpError(failure, 'READ_ONLY')
    // Until a filter that fails is known for one, it may fail for files that nobody asked for: git looks at those of this second too.
    if ((ownFault && !/open\("/.test(stderr)) || failedFilter(stderr) !== undefined) throw failure
    if (some.length === 1) {
      refused.push({path: some[0]!, reason: failure.message})
      return
    }
    const half = some.length >> 1
    await within(some.slice(0, half))
    await within(some.slice(half))
  }
  await within(paths)
  return refused
}

function notWritten(error: unknown, tmp: string): unknown {
  const {code} = error as NodeJS.ErrnoException
  if (code !== 'EACCES' && code !== 'EPERM') return fileFailure(error, tmp)
  return new ExpError('READ_ONLY', `no snapshot of the code can be made: "${tmp}" cannot be written`, {cause: error})
}

function sweep(tmp: string): void {
  try {
    for (const name of readdirSync(tmp).filter(each => each.startsWith(PREFIX))) {
      const left = join(tmp, name)
      if (Date.now() - statSync(left).mtimeMs > STALE_MS) rmSync(left, {recursive: true, force: true})
    }
  } catch {
    // Nothing is there yet, or somebody else is sweeping.
  }
}
