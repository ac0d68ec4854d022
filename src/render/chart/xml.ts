import {htmlText} from '../html'

/** Two characters that XML has no place for, beside the controls that are made visible anyway. */
const NONE = /[\ufffe\uffff]/g

/** A stranger's text within an element or a quoted attribute of XML; what XML cannot hold is made visible, halves of pairs replaced. */
export const xmlText = (text: string): string =>
  htmlText(text.toWellFormed().replace(NONE, character => `\\u{${character.charCodeAt(0).toString(16)}}`))
