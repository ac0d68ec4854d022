import {createHash} from 'node:crypto'
import type {Oid} from '../../model/ids'
import type {Commit, ObjectType, Signature, TreeEntry} from '../../ports/git-objects'

/** One line of one tree object; `name` holds no `/`. */
export interface TreeLine {
  readonly name: string
  readonly mode: TreeEntry['mode']
  readonly oid: Oid
}

/** What a commit object says. Its lines are written as they come: a message keeps its CRs and its missing last newline. */
export interface CommitParts {
  readonly tree: Oid
  readonly parents: readonly Oid[]
  /** `Name <email> seconds zone` */
  readonly author: string
  readonly committer: string
  readonly message: string
}

/** SHA-1: the one object format that is read without the git program. */
const OID_BYTES = 20

/** The SHA-1 id git gives an object. */
export function objectOid(type: ObjectType, bytes: Uint8Array): Oid {
  return createHash('sha1').update(`${type} ${bytes.length}\0`).update(bytes).digest('hex') as Oid
}

/** git's order of names within a tree: by bytes, a folder as if its name ended in `/`. */
export function compareLines(a: TreeLine, b: TreeLine): number {
  const [left, right] = [sortKey(a), sortKey(b)]
  return left === right ? 0 : Buffer.compare(Buffer.from(left), Buffer.from(right))
}

const sortKey = (line: TreeLine) => (line.mode === '040000' ? `${line.name}/` : line.name)

/** A tree object; lines in any order. */
export function encodeTree(lines: readonly TreeLine[]): Buffer {
  const parts = [...lines]
    .sort(compareLines)
    .flatMap(({mode, name, oid}) => [Buffer.from(`${mode.replace(/^0/, '')} ${name}\0`), Buffer.from(oid, 'hex')])
  return Buffer.concat(parts)
}

/** The lines of a tree object, in the order they stand in. Throws RangeError where it is cut short. */
export function decodeTree(bytes: Uint8Array): TreeLine[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const lines: TreeLine[] = []
  for (let at = 0; at < buffer.length; ) {
    const space = buffer.indexOf(0x20, at)
    const nul = buffer.indexOf(0, space)
    const end = nul + 1 + OID_BYTES
    if (space < 0 || nul < 0 || end > buffer.length) throw new RangeError('a tree object is cut short')
    lines.push({
      mode: canonicalMode(Number.parseInt(buffer.toString('latin1', at, space), 8)),
      name: buffer.toString('utf8', space + 1, nul),
      oid: buffer.toString('hex', nul + 1, end) as Oid,
    })
    at = end
  }
  return lines
}

/** Old trees hold modes like 100664; git reads them as one of these five. */
function canonicalMode(mode: number): TreeEntry['mode'] {
  switch (mode & 0o170000) {
    case 0o040000:
      return '040000'
    case 0o120000:
      return '120000'
    case 0o160000:
      return '160000'
    default:
      return mode & 0o100 ? '100755' : '100644'
  }
}

/** A commit object. */
export function encodeCommit({tree, parents, author, committer, message}: CommitParts): Buffer {
  const lines = [`tree ${tree}`, ...parents.map(oid => `parent ${oid}`), `author ${author}`, `committer ${committer}`]
  return Buffer.from(`${lines.join('\n')}\n\n${message}`)
}

/** What a commit object says, in whichever encoding it names. */
export function decodeCommit(oid: Oid, bytes: Uint8Array): Commit {
  const text = decodeText(bytes)
  const gap = text.indexOf('\n\n')
  const head = (gap < 0 ? text : text.slice(0, gap)).split('\n')
  const values = (key: string) =>
    head.filter(line => line.startsWith(`${key} `)).map(line => line.slice(key.length + 1))
  return {
    oid,
    tree: (values('tree')[0] ?? '') as Oid,
    parents: values('parent') as Oid[],
    author: decodeSignature(values('author')[0] ?? ''),
    committer: decodeSignature(values('committer')[0] ?? ''),
    message: gap < 0 ? '' : text.slice(gap + 2),
  }
}

function decodeText(bytes: Uint8Array): string {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const gap = buffer.indexOf('\n\n')
  const head = buffer.toString('latin1', 0, gap < 0 ? buffer.length : gap)
  const encoding = /\nencoding (.+)/.exec(head)?.[1] ?? 'utf-8'
  try {
    return new TextDecoder(encoding, {ignoreBOM: true}).decode(buffer)
  } catch {
    return buffer.toString()
  }
}

function decodeSignature(text: string): Signature {
  const [, name = '', email = '', time = '0', zone = '+0000'] =
    /^(.*?)\s*<(.*?)>\s*(\d+)\s+([+-]\d{4})/.exec(text) ?? []
  return {name, email, time: Number(time), zone: zone === '-0000' ? '+0000' : zone}
}

/** The object an annotated tag points at. */
export function tagTarget(bytes: Uint8Array): Oid | undefined {
  return /^object ([0-9a-f]{40})\n/.exec(Buffer.from(bytes).toString('latin1', 0, 64))?.[1] as Oid | undefined
}
