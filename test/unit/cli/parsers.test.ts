import {expressParse, setApart} from '../../../src/cli/express'
import {oclifParse} from '../../../src/cli/oclif/parse'
import {type AnyCommand, defineCommand} from '../../../src/cli/spec'
import {partBehind} from '../../../src/cli/values'
import fc from '../../support/fast-check'

const command: AnyCommand = defineCommand({
  id: 'try',
  summary: 'test',
  examples: [],
  args: [
    {name: 'run', summary: 'a run', required: true},
    {name: 'more', summary: 'more runs', multiple: true},
  ],
  flags: {
    where: {kind: 'string', char: 'w', summary: 'filter'},
    tag: {kind: 'string', char: 't', multiple: true, summary: 'tags'},
    limit: {kind: 'integer', char: 'n', summary: 'count', default: 50},
    least: {kind: 'integer', min: -5, summary: 'may be negative'},
    format: {kind: 'option', char: 'f', options: ['table', 'md'], summary: 'form', default: 'table'},
    all: {kind: 'boolean', char: 'a', summary: 'all'},
    code: {kind: 'boolean', negatable: true, summary: 'code'},
    quiet: {kind: 'boolean', char: 'q', summary: 'quiet'},
  },
  run: async () => ({data: null}),
})

/** Plainly right: the express lane must take these. */
const SURE = [
  'a',
  'a b c',
  'a a',
  '-- a',
  'a -- -x --limit',
  'a -',
  '- a',
  'a -w x',
  'a -wx',
  'a --where x',
  'a --where=x',
  'a --where=',
  'a --where=a=b',
  'a --where x=y',
  'a -t x -t y',
  'b --tag x a',
  'a --tag=x b --tag=y c',
  '--where b b a b',
  'a -n 5',
  'a -n5',
  'a --limit=0',
  'a --least=-5',
  'a -f md',
  'a --format=md',
  'a -a',
  'a -aq',
  'a -qan5',
  'a --all --all',
  'a --code',
  'a --no-code',
  'a --code --no-code',
  'a --no-code --code',
  'a --json',
  '--json a',
  'a --no-pager',
  'a --color=never',
  'a -C x -C y',
  'a -t -',
  'a --where -',
]

/** Wrong, or read differently by the two: only oclif may decide. */
const UNSURE = [
  '',
  'a --nope',
  'a --wher x',
  'a --where',
  'a -w',
  'a --limit x',
  'a --limit=-1',
  'a --limit 1.5',
  'a --limit 1e3',
  'a --limit 99999999999999999999',
  'a --least -6',
  'a --format=csv',
  'a -n=5',
  'a -w=x',
  'a -5',
  'a --where -x',
  'a --where --all',
  'a -w a -w b',
  'a --limit 1 --limit 1',
  'a --all=true',
  'a --no-all',
  'a --no-where',
  'a --no-json',
  'a --constructor',
  'a --__proto__',
  'a --no-constructor',
  'a --toString=1',
  'a -x',
  'a -ax',
  'a -h',
  'a --help',
  'a --pager',
]

const split = (line: string) => line.split(' ').filter(word => word !== '')

describe('the two parsers', () => {
  test.each(SURE)('agree on: %s', async line => {
    const fast = expressParse(command, split(line))
    expect(fast).toBeDefined()
    expect(fast).toEqual(await oclifParse(command, split(line)))
  })

  test.each(UNSURE)('the fast one leaves: %s', async line => {
    expect(expressParse(command, split(line))).toBeUndefined()
    const slow = await oclifParse(command, split(line)).catch(error => `${error.code}: ${error.message}`)
    expect(slow).toMatchSnapshot()
  })

  test('whatever is typed, the fast one says the same or nothing', async () => {
    const words = [
      'a',
      'b',
      '-',
      '--',
      '-1',
      '',
      '=',
      '-t',
      '--tag',
      '--tag=x',
      '-n',
      '-n3',
      '--limit',
      '--limit=3',
      '3',
      '-f',
      'md',
      '-fmd',
    ]
    const more = [
      '--format',
      '-aq',
      '-a',
      '--all',
      '--code',
      '--no-code',
      '-C',
      '--json',
      '--color',
      'always',
      '-w',
      '-w=',
      '--where=',
      '--x',
    ]
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...words, ...more), {maxLength: 6}), async argv => {
        const fast = expressParse(command, argv)
        if (fast === undefined) return
        expect(fast).toEqual(await oclifParse(command, argv))
      }),
      {numRuns: 1500},
    )
  })
})

it('from its first word on another command is taken as it stands', () => {
  const runner = {
    id: 'run',
    summary: 'x',
    examples: [],
    args: [{name: 'command', summary: 'x', required: true, multiple: true, verbatim: true}],
    flags: {seed: {kind: 'integer', summary: 'x'}, tag: {kind: 'string', char: 't', multiple: true, summary: 'x'}},
    run: async () => ({data: {}}),
  } as unknown as AnyCommand
  const words = (...argv: string[]) => expressParse(runner, setApart(runner, argv))
  for (const [typed, said] of [
    [['python', 'x.py', '--seed', '3'], {args: {command: ['python', 'x.py', '--seed', '3']}}],
    [['--seed', '1', '-t', 'a', 'x', '-t', 'b'], {args: {command: ['x', '-t', 'b']}, flags: {seed: 1, tag: ['a']}}],
    [['--seed=1', '--', 'x', '--', '--json'], {args: {command: ['x', '--', '--json']}, flags: {seed: 1, json: false}}],
    [['-ta', 'x'], {args: {command: ['x']}, flags: {tag: ['a']}}],
  ] as const) {
    expect([typed, words(...typed)]).toMatchObject([typed, said])
  }
  expect(words('--nosuch', 'x', '--seed', '3')).toBeUndefined()
})

test('an argument for what stands behind -- takes that and nothing else', async () => {
  const paths: AnyCommand = defineCommand({
    id: 'code',
    summary: 'test',
    examples: [],
    args: [
      {name: 'rev', summary: 'a commit'},
      {name: 'path', summary: 'files', multiple: true, behind: true},
    ],
    flags: {where: {kind: 'string', summary: 'filter'}},
    run: async () => ({data: null}),
  })
  const read = (line: string) => {
    const {argv, behind} = partBehind(paths, split(line))
    return {args: {...expressParse(paths, argv)?.args, ...behind}, argv}
  }
  expect(read('main -- a --where').args).toEqual({rev: 'main', path: ['a', '--where']})
  expect(read('-- a -- b').args).toEqual({rev: undefined, path: ['a', '--', 'b']})
  expect(read('main').args).toEqual({rev: 'main', path: []})
  await expect(oclifParse(paths, ['main', 'a'])).rejects.toThrow("unexpected 'a'; code takes [REV] [-- PATH...]")
  expect(partBehind(command, ['a', '--', 'b'])).toEqual({argv: ['a', '--', 'b'], behind: {}})
})
