import {formatNumber} from '../numbers'
import type {Scale} from './scale'

export interface Tick {
  /** On the scale, from 0 to 1. */
  readonly at: number
  readonly label: string
}

/** Rounded values along an axis, at most `most` of them (2 or more); where no rounded ones fit, its ends; for one value itself. */
export function ticksOf(scale: Scale, most: number): Tick[] {
  const at = (value: number, label: string) => ({at: Math.max(0, Math.min(1, scale.place(value))), label})
  if (scale.only !== undefined) return [at(scale.only, shortLabel(scale.only))]
  const rounded = scale.log ? decades(scale, most) : undefined
  if (rounded) return rounded.map(value => at(value, logLabel(value)))
  const found = multiples(scale, most)
  const ticks = found?.values.map(value => at(value, linearLabel(value, found))) ?? []
  const fit = ticks.length > 0 && ticks.every(({label}) => label.length <= LABEL_MAX)
  return fit ? ticks : [scale.min, scale.max].map(value => at(value, shortLabel(value)))
}

/** A longer label would take the room of the plot. */
const LABEL_MAX = 10

interface Multiples {
  readonly values: readonly number[]
  readonly step: number
  /** Of their absolute values. */
  readonly largest: number
}

/** Multiples of 1, 2 or 5 times a power of ten: the finest of which there are few enough. */
function multiples({min, max, log}: Scale, most: number): Multiples | undefined {
  const span = max - min
  const finest = Math.floor(Math.log10(span / most))
  if (!Number.isFinite(span) || finest < -300) return undefined
  for (const exponent of [finest, finest + 1, finest + 2]) {
    for (const mantissa of [1, 2, 5]) {
      const step = mantissa * 10 ** exponent
      const [from, to] = [Math.max(log ? 1 : -Infinity, Math.ceil(min / step - SLACK)), Math.floor(max / step + SLACK)]
      const count = to - from + 1
      if (count > most || !Number.isSafeInteger(to)) continue
      if (count < 2) return undefined
      const values = Array.from({length: count}, (_, i) => (from + i) * step)
      return {values, step, largest: Math.max(Math.abs(values[0]!), Math.abs(values.at(-1)!))}
    }
  }
  return undefined
}

/** An end that is a multiple, but for the last digits of its double, is one. */
const SLACK = 1e-9

/** Powers of ten, with twice and five times them or every second, third, … alone; undefined where there are none to speak of. */
function decades({min, max}: Scale, most: number): number[] | undefined {
  const [from, to] = [Math.floor(Math.log10(min)), Math.ceil(Math.log10(max))]
  const within = (mantissas: readonly number[], stride: number) => {
    const exponents = Array.from({length: to - from + 1}, (_, i) => from + i).filter(each => each % stride === 0)
    const values = exponents.flatMap(exponent => mantissas.map(mantissa => mantissa * 10 ** exponent))
    return values.filter(value => value >= min * (1 - SLACK) && value <= max * (1 + SLACK) && Number.isFinite(value))
  }
  const fine = within([1, 2, 5], 1)
  if (fine.length <= most) return fine.length >= 3 ? fine : undefined
  const values = STRIDES.map(stride => within([1], stride)).find(({length}) => length <= most)
  return values && values.length >= 2 ? values : undefined
}

/** From one power of ten to the next that is labelled; doubles span 632 of them. */
const STRIDES = [1, 2, 5, 10, 20, 50, 100, 200, 500]

function logLabel(value: number): string {
  return value >= 0.001 && value < 10_000 ? String(Number(value.toPrecision(1))) : exponential(value, 0)
}

const UNITS = [
  [1e12, 'T'],
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
] as const

/** As many digits as tell the ticks of one axis apart, the same for all of them: `0.25`, `12k`, `1.5M`, `2e-5`. */
function linearLabel(value: number, {step, largest}: Multiples): string {
  if (Math.abs(value) < step / 2) return '0'
  if (largest < 0.001 || largest >= 1e15) return exponential(value, Math.max(0, digitsOf(largest) - digitsOf(step)))
  const [unit, sign] = (largest >= 10_000 && UNITS.find(([size]) => size <= largest)) || [1, '']
  const decimals = Math.max(0, -digitsOf(step / unit))
  return decimals > UNIT_DECIMALS && sign !== ''
    ? value.toFixed(Math.max(0, -digitsOf(step)))
    : `${(value / unit).toFixed(decimals)}${sign}`
}

/** With more of them the plain number is shorter. */
const UNIT_DECIMALS = 2

/** Some four digits, whatever the value. */
function shortLabel(value: number): string {
  const plain = formatNumber(value)
  return plain.length <= LABEL_MAX ? plain : exponential(value, 3).replace(/\.?0+e/, 'e')
}

const digitsOf = (value: number) => Math.floor(Math.log10(value) + SLACK)
const exponential = (value: number, digits: number) => value.toExponential(digits).replace('e+', 'e')
