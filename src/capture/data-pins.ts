import type {Digest} from '../model/ids'

/** A file or folder in the cache of the Hugging Face hub. */
export interface HubPlace {
  /** `org/name@<commit>` */
  readonly revision: string
  /** `hf://datasets/org/name@<commit>/file`: where anybody finds it. */
  readonly uri: string
}

const HUB = /(?:^|\/)(models|datasets|spaces)--([^/]+)\/snapshots\/([0-9a-f]{40})(?:\/(.+))?$/

/** Which file of the hub lies at a path (`/` between parts), or undefined where the path leads to none. */
export function hubPlace(path: string): HubPlace | undefined {
  const [, kind, folder, commit, file] = HUB.exec(path) ?? []
  if (!kind || !folder) return undefined
  const revision = `${folder.replaceAll('--', '/')}@${commit}`
  return {revision, uri: `hf://${kind === 'models' ? '' : `${kind}/`}${revision}${file ? `/${file}` : ''}`}
}

/** The digest that a store has put in a file's name: blobs of the hub's cache, objects of Git LFS and ours. */
export function digestInName(real: string): Digest | undefined {
  const hub = /\/(?:models|datasets|spaces)--[^/]+\/blobs\/([0-9a-f]{64})$/.exec(real)
  const object = /\/(?:lfs|exp)\/objects\/([0-9a-f]{2})\/([0-9a-f]{2})\/(\1\2[0-9a-f]{60})$/.exec(real)
  const hex = hub?.[1] ?? object?.[3]
  return hex === undefined ? undefined : (`sha256:${hex}` as Digest)
}

/** What Git LFS says of the file that these bytes stand for; undefined where they are no pointer of its. */
export function lfsPointer(bytes: Uint8Array): {readonly digest: Digest; readonly size: number} | undefined {
  const pattern =
    /^version https:\/\/git-lfs\.github\.com\/spec\/v1\n(?:ext-[^\n]*\n)*oid (sha256:[0-9a-f]{64})\nsize (\d+)\n$/
  const match = bytes.length < 1024 ? pattern.exec(Buffer.from(bytes).toString()) : null
  return match ? {digest: match[1] as Digest, size: Number(match[2])} : undefined
}

/** What DVC says of a file or folder. */
export interface DvcPin {
  /** Hex; a folder's ends in `.dir`. */
  readonly md5: string
  readonly size?: number
}

/**
 * The pin of `path` in a `.dvc` file or a `dvc.lock`, as DVC itself writes them (one `key: value` a line, items with `- `);
 * undefined where there is none, or several that disagree.
 */
export function dvcPin(text: string, path: string): DvcPin | undefined {
  const pins = items(text).filter(
    item => item.get('path') === path && /^[0-9a-f]{32}(?:\.dir)?$/.test(item.get('md5') ?? ''),
  )
  const md5 = pins[0]?.get('md5')
  if (md5 === undefined || pins.some(pin => pin.get('md5') !== md5)) return undefined
  const size = Number(pins[0]!.get('size') ?? Number.NaN)
  return {md5, ...(Number.isSafeInteger(size) && {size})}
}

function items(text: string): Map<string, string>[] {
  const found: Map<string, string>[] = []
  for (const line of text.split(/\r?\n/)) {
    const match = /^\s*(- )?([a-z0-9_]+):(?: +(.*))?$/.exec(line)
    if (!match) continue
    if (match[1]) found.push(new Map())
    found.at(-1)?.set(match[2]!, unquoted(match[3] ?? ''))
  }
  return found
}

const unquoted = (text: string) => /^(['"])(.*)\1$/.exec(text.trim())?.[2] ?? text.trim()
