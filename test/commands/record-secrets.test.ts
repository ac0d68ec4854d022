import {plainRecord, workplace} from '../support/workplace'

const token = ['gh', 'p_', 'q7Zt2Kx9Lm4Wp8Rv3Yc6Hn1Bd5Fg0JsTkE4u'].join('')

test('a secret in a record or a note does not reach the ledger, and its place is told', () => {
  const place = workplace()
  const params = {lr: 0.1, hub_token: token, db: {password: 'swordfish'}}
  const run = place.json(['record', '-'], {input: JSON.stringify(plainRecord('one', {params, notes: `used ${token}`}))})
  expect(run.warnings).toContainEqual('a secret is not recorded: params.hub_token, params.db.password, notes')
  place.ok('note', 'one', `the key is ${token}`)
  const everything = place.git('log', '-p', 'exp-ledger')
  expect(everything).not.toContain(token)
  expect(everything).not.toContain('swordfish')
  expect(place.json(['show', 'one']).params).toMatchObject({lr: 0.1, hub_token: '[redacted:github-token]'})
})

test('nor does one in a flag, a tag or a message', () => {
  const place = workplace()
  const input = JSON.stringify(plainRecord('one'))
  const flags = ['--tag', token, '--tag', 'kept', '--note', `with ${token}`, '--message', `by ${token}`]
  const {warnings} = place.json(['record', '-', ...flags], {input})
  expect(warnings).toContainEqual('a secret is not recorded: --tag, --note, --message')
  expect(place.json(['show', 'one']).tags).toEqual(expect.arrayContaining(['[redacted:github-token]', 'kept']))
  expect(place.refused(['tag', 'one', token])).toMatchObject({code: 'USAGE', exit: 2})
  expect(place.exp(['tag', 'one', 'fine', '--message', `by ${token}`]).stderr).toContain('a secret in the message')
  expect(place.git('log', '-p', 'exp-ledger')).not.toContain(token)
})
