import {addressOf, type DataNeed} from '../../model/data-needs'
import {pathProblem} from '../../model/paths'

/** Something on the Hugging Face hub. */
export interface HubAddress {
  readonly kind: 'model' | 'dataset' | 'space'
  /** `org/name`, or `name` for what is older than organizations. */
  readonly id: string
  /** A commit, branch or tag. */
  readonly revision?: string
  /** Of the repository; undefined: all of it. */
  readonly file?: string
}

const NAME = '[A-Za-z0-9][\\w.-]{0,95}'
const ID = new RegExp(`^(?!.*(?:--|\\.\\.))${NAME}(?:/${NAME})?$`)
/** `refs/pr/1` is the one kind of revision that people write with slashes. */
const PINNED = /^([^@]+)@(refs\/(?:pr|convert)\/[^/]+|[^/]+)(?:\/(.+))?$/
const RESOLVED = /^https?:\/\/(?:www\.)?(?:huggingface\.co|hf\.co)\/(.+?)\/(?:resolve|blob|raw)\/([^/?#]+)\/([^?#]+)/i
const REVISION = /^[A-Za-z0-9](?!.*\.\.)[\w./+-]{0,127}$/

/** What of the hub an input is, by its address, or by `org/name@commit` as its revision. Pure; what is odd is none. */
export function hubAddress(need: DataNeed): HubAddress | undefined {
  const {revision} = need
  const address = addressOf(need)
  const resolved = address === undefined ? null : RESOLVED.exec(address)
  if (resolved) return checked(resolved[1]!, decoded(resolved[2]!), decoded(resolved[3]!))
  if (address !== undefined && /^hf:\/\//i.test(address)) {
    const rest = address.slice('hf://'.length).replace(/[?#].*$/, '')
    const pinned = PINNED.exec(rest)
    if (pinned) return checked(pinned[1]!, decoded(pinned[2]!), pinned[3])
    const [kind, plain] = kindOf(rest)
    const [org, name, ...file] = plain.split('/')
    const id = name === undefined ? org! : `${org}/${name}`
    return checked(`${kind}s/${id}`, plainRevision(revision), file.length > 0 ? file.join('/') : undefined)
  }
  const named = revision === undefined ? null : /^([\w.-]+\/[\w.-]+)@([0-9a-f]{40})$/.exec(revision)
  if (named) return checked(named[1]!, named[2]!, undefined)
  const {path, digest} = need
  const bare = digest === undefined && path !== undefined && /^[0-9a-f]{40}$/.test(revision ?? '')
  return bare && ID.test(path) && path.includes('/') ? checked(path, revision, undefined) : undefined
}

/** A revision says the name again where a file of the cache was read. */
const plainRevision = (revision: string | undefined) => revision?.replace(/^.*@/, '')

function kindOf(text: string): [HubAddress['kind'], string] {
  const [, kind, rest] = /^(models|datasets|spaces)\/(.+)$/.exec(text) ?? []
  return kind === undefined ? ['model', text] : [kind.slice(0, -1) as HubAddress['kind'], rest!]
}

function checked(said: string, revision: string | undefined, file: string | undefined): HubAddress | undefined {
  const [kind, id] = kindOf(said)
  const path = file?.replace(/\/+$/, '')
  if (!ID.test(id) || (path && pathProblem(path) !== undefined)) return undefined
  if (revision !== undefined && !REVISION.test(revision)) return undefined
  return {kind, id, ...(revision !== undefined && {revision}), ...(path && {file: path})}
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
