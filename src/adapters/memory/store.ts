import type {Digest} from '../../model/ids'
import type {ArtifactStore, StoredFile} from '../../ports/artifact-store'
import type {Files} from '../../ports/files'

/** A store that remembers which digests it was given, reading them through `files`; its paths are the files' own. */
export function memoryStore(
  files: Pick<Files, 'digest' | 'resolve'>,
  pointer: ArtifactStore['pointer'] = 'exp',
): ArtifactStore {
  const kept = new Map<Digest, string>()
  return {
    pointer,
    has: digest => kept.has(digest),
    locate: digest => kept.get(digest),
    put: async (file): Promise<StoredFile> => {
      const {digest, size} = await files.digest(file)
      kept.set(digest as Digest, files.resolve(file))
      return {digest: digest as Digest, size}
    },
  }
}
