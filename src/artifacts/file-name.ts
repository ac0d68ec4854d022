import {pathProblem} from '../model/paths'

/** Characters that are kept of a name, the ending among them: at most 240 bytes. */
const MAX = 80

/**
 * The last part of an artifact's path as a name for a file of the user's: none that is hidden, that programs take for a flag, that
 * leads elsewhere, or that a file system refuses. What a record says is never used as a path.
 */
export function fileNameOf(path: string): string {
  const name = path
    .toWellFormed()
    .split(/[/\\]/)
    .at(-1)!
    .replace(/[^\p{L}\p{N}\p{M}._+=@() -]/gu, '_')
    .replace(/^[.\s-]+|[.\s]+$/g, '')
  const short = name.length <= MAX ? name : `${name.slice(0, MAX - 20)}${name.slice(-20)}`.toWellFormed()
  return pathProblem(short) === undefined ? short : `artifact_${short}`.replace(/_$/, '')
}
