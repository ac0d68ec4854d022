import type {TemplateAnswer} from '../../../src/ports/template-sandbox'
import {checkName} from '../../../src/schema/naming'
import {directSandbox, lines, noSandbox} from '../../support/records'

const pattern = '^[a-z]+_[a-z0-9-]+_[a-z0-9-]+_[A-Za-z0-9-]+_\\d{4}-\\d{2}-\\d{2}$'

describe('checkName', () => {
  test('no rule, no sandbox', async () => {
    expect(await checkName('anything', {unique: false}, noSandbox)).toEqual([])
  })

  test('a name that follows the rule, and one that does not', async () => {
    const naming = {pattern, unique: true}
    expect(await checkName('sentiment_tweets_distilbert_lr1e-4_2026-01-05', naming, directSandbox())).toEqual([])
    const [line] = lines(await checkName('run1', naming, directSandbox()))
    expect(line).toContain(
      'name is "run1"; expected project_scenario_model_keyparam_datetime, as the ledger\'s naming rule',
    )
    expect(line).toContain('for example name: "sentiment_tweets_distilbert_lr1e-4_2026-01-05"')
  })

  test.each<[string, TemplateAnswer | undefined, string]>([
    ['(', undefined, 'is no regular expression'],
    ['a'.repeat(1001), undefined, 'has 1001 characters; the most is 1000'],
    ['(a+)+$', {kind: 'overran', limitMs: 2000}, 'took longer than 2 s on the name "n"'],
  ])('the pattern %.20s is BAD_LEDGER_FILE', async (bad, answer, message) => {
    const sandbox = answer ? {check: async () => answer} : directSandbox()
    await expect(checkName('n', {pattern: bad, unique: false}, sandbox)).rejects.toMatchObject({
      code: 'BAD_LEDGER_FILE',
      message: expect.stringContaining(message),
    })
  })
})
