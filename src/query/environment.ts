import type {Environment} from '@marcbachmann/cel-js'
import {timestamp} from '../base/time'
import {patternFor} from './pattern'

const UNITS: Readonly<Record<string, number>> = {s: 1e3, m: 6e4, h: 3.6e6, d: 8.64e7, w: 6.048e8}

/** Our name for `matches` inside what the engine runs: its own would hang on `(a+)+$`. */
export const SAFE_MATCHES = 'matchesInTime'

/** The language of filters: CEL in which numbers are one kind, with `ago("7d")`. */
export function makeEnvironment(Cel: typeof Environment, now: number): Environment {
  const environment = new Cel({unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false})
  environment.registerFunction('ago(string): string', (span: string) => ago(span, now))
  environment.registerFunction(`string.${SAFE_MATCHES}(string): bool`, (text: string, pattern: string) =>
    patternFor(pattern)(text),
  )
  for (const [left, right] of [
    ['double', 'int'],
    ['int', 'double'],
  ]) {
    for (const [sign, work] of ARITHMETIC) {
      environment.registerOperator(`${left} ${sign} ${right}`, (a, b) => work(Number(a), Number(b)))
    }
  }
  environment.registerOperator('double == int', (a, b) => Number(a) === Number(b))
  environment.registerOperator('double % double', (a: number, b: number) => a % b)
  return environment
}

const ARITHMETIC: readonly (readonly [string, (a: number, b: number) => number])[] = [
  ['+', (a, b) => a + b],
  ['-', (a, b) => a - b],
  ['*', (a, b) => a * b],
  ['/', (a, b) => a / b],
  ['%', (a, b) => a % b],
]

/** `7d` before `now`, spelled as `created` is, so that the two compare as texts. Throws RangeError. */
export function ago(span: string, now: number): string {
  const parts = /^(\d{1,6})([smhdw])$/.exec(span)
  if (!parts)
    throw new RangeError(`"${span}" is no span of time; expected a number and s, m, h, d or w, as in ago("7d")`)
  return timestamp(Math.max(0, now - Number(parts[1]) * UNITS[parts[2]!]!))
}
