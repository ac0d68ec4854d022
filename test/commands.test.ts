import {readFileSync} from 'node:fs'
import {GLOBAL_FLAGS} from '../src/cli/globals'
import {manPages} from '../src/cli/manual/man'
import {type CommandOutline, flagLabel, outline} from '../src/cli/manual/outline'
import {referencePage} from '../src/cli/manual/reference'
import type {AnyCommand} from '../src/cli/spec'
import {COMMANDS} from '../src/commands/registry'

let all: CommandOutline[]
let specs: AnyCommand[]
beforeAll(async () => {
  all = await outline(COMMANDS)
  specs = await Promise.all(Object.values(COMMANDS).map(async load => (await load()).command))
})

test('commands and flags: a change here is a change for scripts', () => {
  expect(all.map(({usage, flags}) => [usage, ...flags.map(flagLabel)].join('\n    ')).join('\n')).toMatchSnapshot()
})

test('docs/reference/commands.md is what the specs say', () => {
  expect(readFileSync('docs/reference/commands.md', 'utf8')).toBe(referencePage(all))
})

test('package.json lists every man page: npm links only what it names', () => {
  const {man} = JSON.parse(readFileSync('package.json', 'utf8'))
  expect(man).toEqual([...manPages(all, '').keys()].map(name => `./man/${name}`))
})

test('each command is registered under its own name', () => {
  expect(specs.map(({id}) => id)).toEqual(Object.keys(COMMANDS))
})

test('flags do not clash, with each other or with the global ones', () => {
  for (const {id, flags} of specs) {
    const chars = [...Object.values(GLOBAL_FLAGS), ...Object.values(flags)].flatMap(flag =>
      'char' in flag && flag.char ? [flag.char] : [],
    )
    expect([id, chars]).toEqual([id, [...new Set(chars)]])
    for (const name of Object.keys(flags)) {
      expect(name).toMatch(/^[a-z][a-z-]*$/)
      expect(GLOBAL_FLAGS).not.toHaveProperty(name)
      expect(['help', 'version']).not.toContain(name)
    }
    expect(chars).not.toContain('h')
  }
})

test('arguments: required ones first, only the last may be repeated', () => {
  for (const {id, args} of specs) {
    const order = args.map(arg => (arg.required ? 0 : 1))
    expect([id, order]).toEqual([id, [...order].sort()])
    expect([id, args.slice(0, -1).filter(arg => arg.multiple)]).toEqual([id, []])
  }
})

test('help is written as one voice', () => {
  for (const {id, summary, examples, flags, args} of specs) {
    expect(summary).toMatch(/^[A-Z].*[^.]$/)
    expect([id, examples.length]).not.toEqual([id, 0])
    for (const {command} of examples) expect([id, command]).toEqual([id, expect.stringContaining(`git exp ${id}`)])
    for (const {summary} of [...Object.values(flags), ...args])
      expect([id, summary]).toEqual([id, expect.not.stringMatching(/\.$|<%/)])
  }
})
