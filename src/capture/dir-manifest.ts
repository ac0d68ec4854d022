import {sha256} from '../base/digest'
import type {Digest} from '../model/ids'

export interface ManifestFile {
  /** From the folder, `/` between parts. */
  readonly path: string
  readonly digest: Digest
}

/**
 * The text that stands for a folder (`dir-v1`): a line `<hex>  <path>` for each file, in the order of the paths' bytes. Names with a
 * backslash, a newline or a carriage return are spelled as coreutils does, so that `sha256sum -c` in the folder checks it.
 */
export function dirManifest(files: readonly ManifestFile[]): string {
  const keyed = files.map(file => ({file, key: Buffer.from(file.path)}))
  keyed.sort((a, b) => Buffer.compare(a.key, b.key))
  return keyed.map(({file}) => lineOf(file)).join('')
}

/** The digest of a folder: that of its manifest. */
export function dirDigest(files: readonly ManifestFile[]): Digest {
  return `sha256:${sha256(Buffer.from(dirManifest(files)))}` as Digest
}

const ESCAPES: Readonly<Record<string, string>> = {'\\': '\\\\', '\n': '\\n', '\r': '\\r'}

function lineOf({path, digest}: ManifestFile): string {
  const spelled = path.replace(/[\\\n\r]/g, c => ESCAPES[c]!)
  return `${spelled === path ? '' : '\\'}${digest.slice('sha256:'.length)}  ${spelled}\n`
}
