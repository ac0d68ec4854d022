const ASCII = /^[\x00-\x7f]*$/
const SPACES = /[\t-\r]/g
const MARKS = /\p{M}/gu

/** A text as it is compared in a search: without case, accents and the forms of one letter; every blank a space. */
export function foldText(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase().replace(SPACES, ' ')
  let folded = ''
  for (const character of text) folded += foldCharacter(character)
  return folded
}

/** Where each UTF-16 unit of the folded text came from in the text; one more at the end. */
export function foldedPlaces(text: string): number[] {
  const places: number[] = []
  let at = 0
  for (const character of text) {
    const {length} = ASCII.test(character) ? character : foldCharacter(character)
    for (let i = 0; i < length; i++) places.push(at)
    at += character.length
  }
  return [...places, at]
}

/** Up and down again: some letters have two small forms (σ and ς), and ß is ss. */
function foldCharacter(character: string): string {
  if (/\s/.test(character)) return ' '
  return character.normalize('NFKD').replace(MARKS, '').toUpperCase().toLowerCase().replace(MARKS, '')
}
