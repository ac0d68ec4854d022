import {ExpError} from '../base/errors'
import type {Problem} from '../base/problem'
import type {LedgerSettings} from '../model/settings'
import type {TemplateSandbox} from '../ports/template-sandbox'

/** Characters; a longer pattern is refused. */
const MAX_PATTERN = 1000

/**
 * Whether a name follows the ledger's naming rule (a regular expression, run in the sandbox: it is a stranger's); [] when it does
 * or there is none. Throws BAD_LEDGER_FILE where the pattern itself is bad or overruns.
 */
export async function checkName(
  name: string,
  naming: LedgerSettings['naming'],
  sandbox: TemplateSandbox,
): Promise<Problem[]> {
  const {pattern} = naming
  if (pattern === undefined) return []
  if (pattern.length > MAX_PATTERN) throw badPattern(`has ${pattern.length} characters; the most is ${MAX_PATTERN}`)
  const answer = await sandbox.check({template: JSON.stringify({type: 'string', pattern}), values: [name]})
  if (answer.kind === 'overran') throw badPattern(`took longer than ${answer.limitMs / 1000} s on the name "${name}"`)
  if (answer.kind !== 'checked') throw badPattern(`is no regular expression: ${answer.reason}`)
  if ((answer.errors[0] ?? []).length === 0) return []
  const expected = `project_scenario_model_keyparam_datetime, as the ledger's naming rule ${pattern} has it`
  return [
    {
      pointer: '/name',
      message: `is "${name}"`,
      expected,
      example: 'name: "sentiment_tweets_distilbert_lr1e-4_2026-01-05"',
    },
  ]
}

function badPattern(reason: string): ExpError {
  return new ExpError('BAD_LEDGER_FILE', `naming.pattern in ledger.yaml ${reason}`, {
    hints: ['git show exp-ledger:ledger.yaml'],
  })
}
