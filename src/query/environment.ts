import type {Environment} from '@marcbachmann/cel-js'
import type {Here} from './local-time'
import {patternFor} from './pattern'
import {TIMES} from './times'

/** Our name for `matches` inside what the engine runs: its own would hang on `(a+)+$`. */
export const SAFE_MATCHES = 'matchesInTime'

/** The language of filters: CEL in which numbers are one kind, with `ago("7d")` and `date("monday")`. */
export function makeEnvironment(Cel: typeof Environment, here: Here): Environment {
  const environment = new Cel({unlistedVariablesAreDyn: true, homogeneousAggregateLiterals: false})
  for (const [name, time] of Object.entries(TIMES))
    environment.registerFunction(`${name}(string): string`, (text: string) => time(text, here))
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
