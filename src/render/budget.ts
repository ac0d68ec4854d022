import {plural} from '../base/text'

/** Adds pieces while there is room and counts those for which there is none. */
export class Budget {
  private readonly left = new Map<string, number>()
  private text = ''

  constructor(private readonly max: number) {}

  add(piece: string): boolean {
    if (this.text.length + piece.length > this.max) return false
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
