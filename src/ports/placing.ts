import type {Pieces} from './copies'

/**
 * Files and folders at places below a folder of ours: whole or not there, never over what stands there, and never through a link or out of it.
 * Each answers false where something stands at the path or on the way to it. Throws READ_ONLY, DISK_FULL.
 */
export interface Placing {
  /** Throws what the bytes throw, and nothing of them is kept then. */
  write(folder: string, path: string, pieces: Pieces): Promise<boolean>
  /**
   * A copy of the file or folder `source`, links in it followed, which shares its blocks where the file system can. It is put in its place once
   * `right` has looked at it; where that answers false it is taken away, and so is the answer.
   */
  copy(
    folder: string,
    path: string,
    source: string,
    right: (copy: string) => Promise<boolean>,
  ): Promise<boolean | 'wrong'>
}
