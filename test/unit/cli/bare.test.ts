import {withBareValues} from '../../../src/cli/bare'
import {expressParse} from '../../../src/cli/express'
import {flagLabel, outline} from '../../../src/cli/manual/outline'
import {oclifParse} from '../../../src/cli/oclif/parse'
import {type AnyCommand, defineCommand} from '../../../src/cli/spec'

const flags = {
  watch: {kind: 'integer', summary: 'again', helpValue: '<seconds>', min: 1, bare: 2},
  where: {kind: 'string', summary: 'filter'},
} as const
const facts = {summary: 'Test', examples: [], flags} as const
const run = async () => ({data: null})
const plain: AnyCommand = defineCommand({...facts, id: 'plain', args: [], run})
const wordy: AnyCommand = defineCommand({...facts, id: 'wordy', args: [{name: 'word', summary: 'a word'}], run})

test.each([
  ['--watch', '--watch=2'],
  ['--watch 5', '--watch=5'],
  ['--watch=7', '--watch=7'],
  ['--watch --where x', '--watch=2 --where x'],
  ['--where x --watch', '--where x --watch=2'],
  ['--watch x', '--watch=2 x'],
  ['--watch -5', '--watch=2 -5'],
  ['-- --watch', '-- --watch'],
  ['', ''],
])('%j is read as %j', (typed, read) => {
  expect(withBareValues(plain, typed.split(' ')).join(' ')).toBe(read)
})

test('a word that may be an argument is one', () => {
  expect(withBareValues(wordy, ['--watch', '5'])).toEqual(['--watch=2', '5'])
})

test('both parsers take it then', async () => {
  for (const [typed, value] of [
    [['--watch'], 2],
    [['--watch=9'], 9],
    [[], undefined],
  ] as const) {
    const words = withBareValues(plain, typed)
    expect(expressParse(plain, words)?.flags['watch']).toBe(value)
    expect((await oclifParse(plain, words)).flags['watch']).toBe(value)
  }
  await expect(oclifParse(plain, withBareValues(plain, ['--watch=x']))).rejects.toThrow(
    "--watch is 'x'; expected a whole number of at least 1",
  )
})

test('help says that the value may be left out; completion takes the flag alone', async () => {
  const [command] = await outline({plain: async () => ({command: plain})})
  const flag = command!.flags[0]!
  expect([flagLabel(flag), flag.value]).toEqual(['--watch[=<seconds>]', undefined])
})
