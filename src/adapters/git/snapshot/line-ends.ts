import {readFileSync} from 'node:fs'
import type {GitProgram} from '../program'
import type {Place} from './place'
import type {IndexLine} from './private-index'
import {onDisk, type RawPath, shownPath, splitNul} from './raw-path'

/** Each costs two processes. */
const MOST = 200

/**
 * Entries of the index at `place` for files whose line ends git has made others than a checkout gives back (`text=auto` where a file
 * has CR LF): with the bytes that ran. What any other filter does to a file is meant.
 */
export async function ownLineEnds(git: GitProgram, place: Place, paths: readonly RawPath[]): Promise<IndexLine[]> {
  // An argument must be text.
  const named = paths.filter(path => Buffer.from(shownPath(path)).toString('latin1') === path).slice(0, MOST)
  if (named.length === 0) return []
  const args = ['--literal-pathspecs', 'ls-files', '-s', '-z', '--', ...named.map(shownPath)]
  const entries = splitNul((await git.run(args, place)).stdout).map(line => ({
    mode: line.slice(0, 6),
    path: line.slice(line.indexOf('\t') + 1),
  }))
  const lines: IndexLine[] = []
  for (const {mode, path} of entries) {
    const oid = await ownBytes(git, place, path)
    if (oid !== undefined) lines.push({mode, path, oid})
  }
  return lines
}

/** The blob of a file as it is on disk, where a checkout would give it other line ends. */
async function ownBytes(git: GitProgram, place: Place, path: RawPath): Promise<string | undefined> {
  const bytes = readFileSync(onDisk(place.cwd, path))
  const {code, stdout} = await git.run(['cat-file', '--filters', `:${shownPath(path)}`], {...place, ok: 'any'})
  if (code !== 0 || stdout.equals(bytes) || plain(stdout) !== plain(bytes)) return undefined
  const written = await git.run(['-c', 'core.fsync=committed', 'hash-object', '-w', '--no-filters', '--stdin'], {
    ...place,
    input: bytes,
  })
  return written.stdout.toString().trim()
}

const plain = (bytes: Buffer) => bytes.toString('latin1').replaceAll('\r\n', '\n')
