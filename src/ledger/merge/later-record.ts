import {isOpen} from '../../model/record'

interface Version {
  readonly text: string
  readonly oid: string
}

/**
 * Of two versions of one record the later: a final one, else the one that tells more, since a recorder adds. Undefined where both are
 * final and differ. Swapping them gives the same version.
 */
export function laterRecord(ours: Version, theirs: Version): 'ours' | 'theirs' | undefined {
  const [here, there] = [isOpen(statusOf(ours)), isOpen(statusOf(theirs))]
  if (here !== there) return here ? 'theirs' : 'ours'
  if (!here) return undefined
  const longer = ours.text.length - theirs.text.length
  return longer > 0 || (longer === 0 && ours.oid > theirs.oid) ? 'ours' : 'theirs'
}

/** In the one spelling of records it stands at the beginning of a line. */
const statusOf = ({text}: Version) => /^status: (\w+)$/m.exec(text)?.[1]
