import type {Json} from '../base/json'
import {numberOf, parseNumber} from './numbers'
import type {Cell} from './prediction-rows'

/**
 * One spelling for a label or an id: 1, "1" and "1.0" (as pandas writes integers beside gaps) are one, and so are true and "True".
 * A list of one is that one; any other list or object is its JSON. Texts are left as they are: "007" is not 7.
 */
export function labelText(cell: Cell): string | undefined {
  if (typeof cell === 'string') return plainText(cell)
  if (typeof cell === 'number') return Number.isNaN(cell) ? undefined : String(cell)
  if (Array.isArray(cell) && cell.length === 1 && typeof cell[0] !== 'object') return labelText(cell[0])
  return typeof cell === 'object' ? JSON.stringify(cell, spellBig) : cell === undefined ? undefined : String(cell)
}

function plainText(text: string): string {
  if (/^-?\d+\.0+$/.test(text)) return text.slice(0, text.indexOf('.'))
  return /^(?:true|false)$/i.test(text) ? text.toLowerCase() : text
}

const spellBig = (_: string, value: unknown) => (typeof value === 'bigint' ? String(value) : value)

/** A number, true or false; in a text too. */
export function isNumber(cell: Cell): boolean {
  return numberIn(cell) !== undefined
}

/** true is 1, false 0; NaN for what is no finite number. */
export function finiteOrNone(cell: Cell): number {
  const value = numberIn(cell) ?? Number.NaN
  return Number.isFinite(value) ? value : Number.NaN
}

function numberIn(cell: Cell): number | undefined {
  if (typeof cell === 'boolean') return Number(cell)
  if (typeof cell !== 'string') return numberOf(cell as Json | undefined)
  const flag = /^(?:true|false)$/i.test(cell) ? Number(cell.toLowerCase() === 'true') : undefined
  return flag ?? parseNumber(cell)
}

/** All are numbers and some no whole ones: quantities, not the names of classes. */
export function isFractional(cells: readonly Cell[]): boolean {
  return (
    cells.every(cell => cell === undefined || isNumber(cell)) &&
    cells.some(cell => Number.isFinite(finiteOrNone(cell)) && !Number.isInteger(finiteOrNone(cell)))
  )
}
