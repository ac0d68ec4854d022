import {type CommandInput, defineCommand} from '../../../src/cli/spec'

const command = defineCommand({
  id: 'x',
  summary: 'test',
  examples: [],
  args: [
    {name: 'one', summary: '', required: true},
    {name: 'two', summary: ''},
    {name: 'rest', summary: '', multiple: true},
  ],
  flags: {
    bool: {kind: 'boolean', summary: ''},
    maybe: {kind: 'boolean', negatable: true, summary: ''},
    text: {kind: 'string', summary: ''},
    given: {kind: 'string', summary: '', default: 'x'},
    count: {kind: 'integer', summary: ''},
    many: {kind: 'integer', summary: '', multiple: true},
    form: {kind: 'option', options: ['a', 'b'], summary: '', default: 'a'},
  },
  run: async () => ({data: null}),
})

type Input = Parameters<(typeof command)['run']>[0]
type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

test('input is typed by the spec', () => {
  const flags: Same<
    Input['flags'],
    {
      readonly bool: boolean
      readonly maybe: boolean | undefined
      readonly text: string | undefined
      readonly given: string
      readonly count: number | undefined
      readonly many: readonly number[]
      readonly form: 'a' | 'b'
    }
  > = true
  const args: Same<
    Input['args'],
    {readonly one: string; readonly two: string | undefined; readonly rest: readonly string[]}
  > = true
  const whole: Same<Input, CommandInput<(typeof command)['flags'], (typeof command)['args']>> = true
  expect([flags, args, whole]).toEqual([true, true, true])
})
