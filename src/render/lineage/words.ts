import {safe} from '../../base/text'
import type {Direction, Step} from '../../lineage/walk'
import type {Tie} from '../../model/lineage'
import type {LineageView} from './lineage-view'

const WORDS: Readonly<Record<Tie, Readonly<Record<Direction, string>>>> = {
  parent: {up: 'parent', down: 'child'},
  reproduces: {up: 'reproduces', down: 'reproduced by'},
  supersedes: {up: 'supersedes', down: 'superseded by'},
  input: {up: 'read', down: 'read by'},
}

export const tieWord = (tie: Tie, direction: Direction) => WORDS[tie][direction]

/** Files that are named at a tie; the others are counted. */
const FILES_SHOWN = 2

/** `parent, read models/base.bin (base_model)`; free of control characters. */
export function stepLabel({files}: LineageView, {at, row, ties}: Step, direction: Direction): string {
  const read = files.get(direction === 'up' ? `${at} ${row}` : `${row} ${at}`) ?? []
  return ties
    .map(tie =>
      tie === 'input' ? [tieWord(tie, direction), filesText(read)].filter(Boolean).join(' ') : tieWord(tie, direction),
    )
    .join(', ')
}

function filesText(files: readonly {readonly path?: string; readonly role?: string}[]): string {
  const named = files.slice(0, FILES_SHOWN).map(({path, role}) => {
    const what = role === undefined || path === undefined ? '' : ` (${safe(role)})`
    return `${safe(path ?? role ?? 'a file')}${what}`
  })
  const more = files.length - named.length
  return [...named, ...(more > 0 ? [`${more} more`] : [])].join(', ')
}
