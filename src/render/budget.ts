import {plural} from '../base/text'

/** A comment on GitHub holds so many characters. */
export const COMMENT_MAX = 65_536

/** Adds pieces while there is room and counts those for which there is none. */
export class Budget {
  private readonly left = new Map<string, number>()
  private text = ''

  constructor(private readonly max: number) {}

  /** With room left for `after` characters more. */
  add(piece: string, after = 0): boolean {
    if (this.text.length + piece.length + after > this.max) return false
    this.text += piece
    return true
  }

  leaveOut(noun: string, count: number): void {
    this.left.set(noun, (this.left.get(noun) ?? 0) + count)
  }

  end(): string {
    const more = [...this.left].map(([noun, count]) => plural(count, `more ${noun}`))
    return more.length === 0 ? this.text : `${this.text}\n_${more.join(' and ')} not shown_\n`
  }
}
