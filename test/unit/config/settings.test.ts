import {checkSetting, resolveSettings, settingKey} from '../../../src/config/settings'

test('environment over git config over default, each with its origin', () => {
  const settings = resolveSettings(
    {GIT_EXP_LEDGER: 'mine'},
    new Map([
      ['exp.ledger', 'team'],
      ['exp.locktimeout', '5'],
    ]),
  )
  expect(settings['exp.ledger']).toMatchObject({value: 'mine', origin: 'environment'})
  expect(settings['exp.lockTimeout']).toMatchObject({value: '5', origin: 'git config'})
  expect(settings['exp.store']).toMatchObject({value: 'local', origin: 'default'})
})

test.each([
  ['exp.lockTimeout', 'soon'],
  ['exp.store', 'cloud'],
  ['exp.ledger', 'a..b'],
  ['exp.ledger', 'a b'],
  ['exp.ledger', 'x.lock'],
] as const)('%s = %j is refused', (key, value) => {
  expect(() => checkSetting(key, value)).toThrow(expect.objectContaining({code: 'BAD_SETTING'}))
})

test('keys are found in any case and misspellings get the nearest', () => {
  expect(settingKey('EXP.LOCKTIMEOUT')).toBe('exp.lockTimeout')
  expect(() => settingKey('exp.ledgr')).toThrow(expect.objectContaining({hints: ['did you mean exp.ledger?']}))
})
