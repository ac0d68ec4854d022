import type {PackageDiff} from '../../packages'
import type {InputChange} from './change'

/** What the records alone do not tell. */
export interface Evidence {
  /** Paths that differ between the trees that ran; undefined: a tree is not to be had. */
  readonly files?: readonly string[] | undefined
  /** undefined: a list is missing. `same`: both have the same packages. */
  readonly packages?: PackageDiff | 'same' | undefined
  /** Config files kept by both that differ, with the one line that does, where it is one. */
  readonly configs?: readonly InputChange[]
  /** What was found of the data before the run, of inputs that neither record tells apart. */
  readonly data?: readonly InputChange[]
}
