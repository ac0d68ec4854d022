import {mediaTypeOf} from '../../artifacts/media-type'
import {sha256} from '../../base/digest'
import {ExpError} from '../../base/errors'
import {configWords} from '../../capture/said-values'
import {redactText} from '../../capture/secrets'
import type {Digest} from '../../model/ids'
import {ARTIFACTS_FOLDER, pathProblem} from '../../model/paths'
import type {ArtifactEntry} from '../../model/record'
import type {Files} from '../../ports/files'

export interface KeptConfigs {
  /** As the record names them, below the top of the repository where they lie there. */
  readonly paths: readonly string[]
  readonly entries: readonly ArtifactEntry[]
  readonly puts: readonly {readonly path: string; readonly bytes: Uint8Array}[]
  readonly warnings: readonly string[]
}

/** A config file is short; what is larger is data. */
const MAX_BYTES = 100 * 1024
const MOST = 20

/** Config files of a command, kept as they are before it starts. Those named by a flag must be there: throws FILE_NOT_FOUND. */
export async function keepConfigs(
  files: Files,
  argv: readonly string[],
  named: readonly string[],
  {cwd, top}: {readonly cwd: string; readonly top: string},
): Promise<KeptConfigs> {
  const guessed = configWords(argv).filter(
    word => files.facts(files.realPath(files.resolve(cwd, word)) ?? '')?.kind === 'file',
  )
  const kept = new Map<string, {entry: ArtifactEntry; bytes: Uint8Array}>()
  const warnings: string[] = []
  for (const word of [...new Set([...named, ...guessed])].slice(0, MOST)) {
    const file = files.resolve(cwd, word)
    const path = below(file, top) ?? below(file, cwd) ?? file.slice(file.lastIndexOf('/') + 1)
    if (pathProblem(path) || kept.has(path.toLowerCase())) continue
    const bytes = await read(files, file, named.includes(word))
    if (!bytes) continue
    const {text, found} = redactText(Buffer.from(bytes).toString())
    const clean = found.length === 0 ? bytes : Buffer.from(text)
    if (found.length > 0) warnings.push(`a secret in ${path} is not recorded`)
    const media = mediaTypeOf(path)
    const entry = {
      path,
      role: 'config',
      digest: `sha256:${sha256(clean)}` as Digest,
      size: clean.length,
      ...(media && {media_type: media}),
      ...(found.length > 0 && {redacted: true}),
    }
    kept.set(path.toLowerCase(), {entry, bytes: clean})
  }
  const all = [...kept.values()]
  return {
    paths: all.map(({entry}) => entry.path),
    entries: all.map(({entry}) => entry),
    puts: all.map(({entry, bytes}) => ({path: `${ARTIFACTS_FOLDER}/${entry.path}`, bytes})),
    warnings,
  }
}

const below = (file: string, folder: string) =>
  file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : undefined

async function read(files: Files, file: string, must: boolean): Promise<Uint8Array | undefined> {
  try {
    return await files.read(file, MAX_BYTES)
  } catch (error) {
    if (must || !(error instanceof ExpError)) throw error
    return undefined
  }
}
