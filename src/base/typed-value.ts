import type {Json} from './json'

/** The value a person means by a word: a number, yes or no, nothing, else the text. Digits that say more than a number keep it. */
export function typedValue(text: string): Json {
  if (/^(?:true|false)$/i.test(text)) return text.toLowerCase() === 'true'
  if (/^(?:null|none)$/i.test(text)) return null
  if (/^[+-]?(?:0|[1-9]\d*)$/.test(text)) {
    const whole = Number(text)
    return Number.isSafeInteger(whole) ? whole : BigInt(text)
  }
  if (/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i.test(text) && !/^[+-]?0\d/.test(text)) return Number(text)
  return text
}

/** The word that means this value; undefined: none does, as for a text that looks like a number. */
export function wordFor(value: Json): string | undefined {
  if (typeof value === 'object' && value !== null) return undefined
  const text = String(value)
  return text !== '' && Object.is(typedValue(text), value) ? text : undefined
}
