/** How many dots a character holds, across and down, and the bit of each. */
interface Matrix {
  readonly across: number
  readonly down: number
  readonly bits: readonly number[]
}

/** The dots of a Braille character, row by row, as U+2800 counts them. */
export const BRAILLE: Matrix = {across: 2, down: 4, bits: [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]}
export const LETTERS: Matrix = {across: 1, down: 1, bits: [1]}

/** Lines drawn into a grid of characters; each holds the bits of its dots. */
export class DotGrid {
  readonly cells: Uint8Array

  constructor(
    readonly columns: number,
    readonly rows: number,
    private readonly matrix: Matrix,
  ) {
    this.cells = new Uint8Array(columns * rows)
  }

  /** The dot that a place from 0 (left) to 1 (right) falls on. */
  across(place: number): number {
    return Math.round(place * (this.columns * this.matrix.across - 1))
  }

  /** From 0 (bottom) to 1 (top); dots count from the top. */
  down(place: number): number {
    return Math.round((1 - place) * (this.rows * this.matrix.down - 1))
  }

  /** Bresenham's line between two dots, both of them drawn. */
  line(x0: number, y0: number, x1: number, y1: number): void {
    const [dx, dy] = [Math.abs(x1 - x0), -Math.abs(y1 - y0)]
    const [right, down] = [x0 < x1 ? 1 : -1, y0 < y1 ? 1 : -1]
    let [x, y, error] = [x0, y0, dx + dy]
    for (;;) {
      this.dot(x, y)
      if (x === x1 && y === y1) return
      const twice = 2 * error
      if (twice >= dy) {
        error += dy
        x += right
      }
      if (twice <= dx) {
        error += dx
        y += down
      }
    }
  }

  /** A point that stands alone: two dots by two, where dots are small. */
  blot(x: number, y: number): void {
    const more = this.matrix.across > 1 ? [0, 1] : [0]
    for (const right of more) for (const below of more) this.dot(x + right, y + below)
  }

  /** Each dot of a column from one row to another; with `every` only those that make a pattern so sparse. */
  span(x: number, from: number, to: number, every = 1): void {
    for (let y = from; y <= to; y++) if ((x + y) % every === 0) this.dot(x, y)
  }

  private dot(x: number, y: number): void {
    const {across, down, bits} = this.matrix
    if (x >= this.columns * across || y >= this.rows * down) return
    const cell = Math.floor(y / down) * this.columns + Math.floor(x / across)
    this.cells[cell]! |= bits[(y % down) * across + (x % across)]!
  }
}
