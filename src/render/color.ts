/** What is marked in the text of a terminal; every one of them gives the text back where there is no colour. */
export interface Style {
  readonly bold: (text: string) => string
  readonly dim: (text: string) => string
  readonly red: (text: string) => string
  readonly green: (text: string) => string
  readonly yellow: (text: string) => string
  readonly cyan: (text: string) => string
}

/** The text must be free of control characters already (base/text `safe`). */
export function styleOf(color: boolean): Style {
  const style = (on: number, off: number) => (text: string) =>
    color && text !== '' ? `\u001b[${on}m${text}\u001b[${off}m` : text
  return {
    bold: style(1, 22),
    dim: style(2, 22),
    red: style(31, 39),
    green: style(32, 39),
    yellow: style(33, 39),
    cyan: style(36, 39),
  }
}

/** Cyan, yellow, magenta, blue, green, red: those first that are told apart with any kind of colour vision. */
const HUES = [36, 33, 35, 94, 32, 31]

/** So many curves have a colour of their own. */
export const HUE_COUNT = HUES.length

/** The colour of the nth curve, over and over; faint for what stays in the background. */
export function hueOf(nth: number, color: boolean, faint = false): (text: string) => string {
  const [on, off] = faint ? ['2;', '22;'] : ['', '']
  return text => (color && text !== '' ? `\u001b[${on}${HUES[nth % HUES.length]}m${text}\u001b[${off}39m` : text)
}
