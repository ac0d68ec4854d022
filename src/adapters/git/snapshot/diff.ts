import {formatBytes} from '../../../base/units'
import type {Oid} from '../../../model/ids'
import type {GitProgram} from '../program'
import type {Place} from './place'

/** Read beyond the cap, so that the redaction sees whole what is cut in two. */
const SLACK = 64 << 10

const DIFF = [
  '-c',
  'core.quotePath=false',
  'diff-tree',
  '-r',
  '-p',
  '-M',
  '-l200',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--src-prefix=a/',
  '--dst-prefix=b/',
]

/** The readable difference of two trees, redacted and at most `maxBytes` long; where it was cut, its last line says so. */
export async function readDiff(
  git: GitProgram,
  place: Place,
  [before, after]: readonly [Oid, Oid],
  {maxBytes, redact}: {readonly maxBytes: number; readonly redact: (text: string) => string},
): Promise<string | undefined> {
  // What a partial clone has not got is not fetched for a review aid.
  const env = {...place.env, GIT_NO_LAZY_FETCH: '1'}
  const bytes = await readUpTo(git, [...DIFF, before, after], {...place, env}, maxBytes + SLACK)
  const text = bytes && redact(bytes.toString())
  if (text === undefined || text === '') return undefined
  return cutLines(text, maxBytes)
}

function cutLines(text: string, maxBytes: number): string {
  const bytes = Buffer.from(text)
  if (bytes.length <= maxBytes) return text
  const note = `… cut after ${formatBytes(maxBytes)}; the snapshot has all of it\n`
  const room = Math.max(0, maxBytes - Buffer.byteLength(note))
  return bytes.subarray(0, bytes.lastIndexOf(0x0a, room) + 1).toString() + note
}

/** What git prints, up to a length; undefined where it fails. */
function readUpTo(git: GitProgram, args: readonly string[], place: Place, most: number): Promise<Buffer | undefined> {
  return new Promise((resolve, reject) => {
    const child = git.start(args, {...place, deaf: 'stderr'})
    const chunks: Buffer[] = []
    let length = 0
    child.stdin.on('error', () => {})
    child.stdin.end()
    child.stdout.on('data', (chunk: Buffer) => {
      chunks.push(chunk)
      length += chunk.length
      if (length > most) child.kill()
    })
    child.on('error', reject)
    child.on('close', code =>
      resolve(code === 0 || length > most ? Buffer.concat(chunks).subarray(0, most) : undefined),
    )
  })
}
