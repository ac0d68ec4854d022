/** What was drawn last, and how much room there was. */
export interface Drawn {
  readonly lines: number
  readonly columns: number
  readonly rows: number
}

const [HIDE, SHOW] = ['\u001b[?25l', '\u001b[?25h']
const CLEAR_LINE_END = '\u001b[K'
const CLEAR_BELOW = '\u001b[J'
const CLEAR_ALL = '\u001b[H\u001b[2J'

/**
 * What writes these lines over those drawn before, in one piece, so that nothing flickers and the cursor, hidden meanwhile, is never left
 * hidden; it ends below the last line. Lines must be shorter than the room is wide, and fewer than its rows. Where the room
 * has changed the terminal may have wrapped what it showed, so all is cleared.
 */
export function redraw(lines: readonly string[], room: Omit<Drawn, 'lines'>, before: Drawn | undefined): string {
  const moved = before !== undefined && (before.columns !== room.columns || before.rows !== room.rows)
  const up = before === undefined || before.lines === 0 ? '' : `\u001b[${before.lines}A`
  const body = lines.map(line => `${line}${CLEAR_LINE_END}\n`).join('')
  return `${HIDE}${moved ? CLEAR_ALL : up}${body}${CLEAR_BELOW}${SHOW}`
}
