import type {SnapshotCaps} from '../../../ports/code-snapshots'

/** What is left of the caps. */
export interface Budget {
  /** Takes files out of what is left, or says which cap is in the way and takes nothing. */
  spend(files: number, bytes: number): 'count' | 'total' | undefined
}

/** A budget of which nothing is spent. */
export function budgetOf({files, totalBytes}: SnapshotCaps): Budget {
  let filesLeft = files
  let bytesLeft = totalBytes
  return {
    spend: (count, bytes) => {
      if (count > filesLeft) return 'count'
      if (bytes > bytesLeft) return 'total'
      filesLeft -= count
      bytesLeft -= bytes
      return undefined
    },
  }
}
