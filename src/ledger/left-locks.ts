import {shellWord} from '../base/text'
import {CODE_CHAIN} from '../model/refs'
import type {GitWriter, RefLock} from '../ports/git-writer'

/** A git holds the lock of a ref for some milliseconds; hooks of the user's for longer. */
const LONG_MS = 10_000

/** Locks in the ledger's way for so long that whoever made them is dead, in all likelihood. */
export function leftLocks(writer: Pick<GitWriter, 'locks'>, ref: string): readonly RefLock[] {
  return writer.locks([ref, CODE_CHAIN]).filter(({age}) => age >= LONG_MS)
}

/** What to do about one: only the user knows what else is at work here. */
export function unlockHint({file}: RefLock): string {
  return `if no git is at work here, one that was killed has left its lock: rm ${shellWord(file)}`
}
