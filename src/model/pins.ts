/**
 * One package of an index at one version: `numpy==1.26.4`, `torch[opt]==2.3.0+cpu`. No option, address, marker, range or wildcard:
 * whoever installs it gets that version or nothing, and no word of it is an option.
 */
const PIN = /^[A-Za-z0-9](?:[\w.-]{0,98}[A-Za-z0-9])?(?:\[[A-Za-z0-9][\w,.-]{0,98}\])?==[A-Za-z0-9][\w.+!-]{0,98}$/

export const isPin = (text: string): boolean => PIN.test(text)

export interface PinnedList {
  readonly pins: readonly string[]
  /** Lines that are no plain pin, and those of packages that lay in a folder: an index may have another of that name. */
  readonly left: readonly string[]
}

/** What our own lists say of a package that came from no index. */
const FROM_FOLDER = /#.*\bfrom a folder\b/

/** Parts a list of packages as pip reads it; `folders` are names of packages that ran from a folder, as far as the list does not say so. */
export function pinnedList(text: string, folders: readonly string[] = []): PinnedList {
  const elsewhere = new Set(folders.map(plainName))
  const [pins, left]: [string[], string[]] = [[], []]
  for (const line of text.split(/\r?\n/)) {
    const said = withoutComment(line)
    if (said === '') continue
    const plain = isPin(said) && !FROM_FOLDER.test(line) && !elsewhere.has(nameOfLine(said))
    if (plain) pins.push(said)
    else left.push(said)
  }
  return {pins, left}
}

export const withoutComment = (line: string): string => line.replace(/(?:^|\s)#.*$/, '').trim()

/** Normalized as PEP 503 has it. */
export const plainName = (name: string): string => name.toLowerCase().replace(/[-_.]+/g, '-')

export const nameOfLine = (line: string): string => plainName(/^[\w.-]+/.exec(line)?.[0] ?? '')
