import type {Oid} from '../../model/ids'
import type {Signature} from '../../ports/git-objects'
import type {NewCommit, WritePlan} from '../../ports/git-writer'

/** The private refs of one write. */
export interface TmpRefs {
  readonly ledger: string
  readonly chain: string
}

/**
 * The stream for one `git fast-import`: the chain commit (if any), then the ledger commits, then a question for each commit's id.
 * Answers come in the same order: chain first.
 */
export function fastImportStream(plan: WritePlan, tmp: TmpRefs): Buffer {
  const parts: (string | Uint8Array)[] = ['feature done\n']
  if (plan.chain) parts.push(...chainCommit(plan.chain, tmp.chain))
  plan.commits.forEach((commit, i) => {
    parts.push(...ledgerCommit(commit, tmp.ledger, i === 0 ? plan.base : undefined, i + 2))
  })
  if (plan.chain) parts.push('get-mark :1\n')
  plan.commits.forEach((_, i) => {
    parts.push(`get-mark :${i + 2}\n`)
  })
  parts.push('done\n')
  return Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : part)))
}

function* chainCommit(chain: NonNullable<WritePlan['chain']>, ref: string): Generator<string> {
  const [from, ...merges] = chain.base ? [chain.base, ...chain.add] : chain.add
  yield `commit ${ref}\nmark :1\ncommitter ${signature(chain.committer)}\n${data('exp: keep code reachable\n')}`
  yield `from ${from}\n`
  for (const oid of merges) yield `merge ${oid}\n`
  yield 'deleteall\n\n'
}

function* ledgerCommit(
  commit: NewCommit,
  ref: string,
  from: Oid | undefined,
  mark: number,
): Generator<string | Uint8Array> {
  yield `commit ${ref}\nmark :${mark}\nauthor ${signature(commit.author)}\ncommitter ${signature(commit.committer)}\n`
  yield data(commit.message)
  if (from) yield `from ${from}\n`
  for (const oid of commit.merges ?? []) yield `merge ${oid}\n`
  for (const path of commit.removes ?? []) yield `D ${quoted(path)}\n`
  for (const put of commit.puts) {
    if ('oid' in put) yield `M 100644 ${put.oid} ${quoted(put.path)}\n`
    else {
      yield `M 100644 inline ${quoted(put.path)}\ndata ${put.bytes.length}\n`
      yield put.bytes
      yield '\n'
    }
  }
  yield '\n'
}

/** git's own spelling, for a path that would be read as quoted, or end its line early. */
const quoted = (path: string) => `"${path.replace(/["\\]/g, '\\$&').replaceAll('\n', '\\n')}"`

const data = (text: string) => `data ${Buffer.byteLength(text)}\n${text}\n`

/** `Name <email> time zone`, with what git itself strips from names left out. */
export function signature({name, email, time, zone}: Signature): string {
  const clean = (text: string) => text.replace(/[<>\n\r\0]/g, '').replace(/^[\s.,:;"\\']+|[\s.,:;"\\']+$/g, '')
  return `${clean(name)} <${clean(email)}> ${Math.floor(time)} ${zone}`
}
