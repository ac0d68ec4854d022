import {spawnSync} from 'node:child_process'
import {cpSync, existsSync, readdirSync, readFileSync, symlinkSync} from 'node:fs'
import {delimiter, dirname, join, relative} from 'node:path'
import {ERROR_CODES} from '../src/base/errors'
import {COMMANDS} from '../src/commands/registry'
import {SETTINGS} from '../src/config/settings'
import {hermetic} from './support/env'
import {git, tempFolder} from './support/git'
import {linesOf, matches, stepsOf} from './support/sessions'

const root = join(__dirname, '..')
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const below = (folder: string, ending: string): string[] =>
  readdirSync(join(root, folder), {recursive: true, encoding: 'utf8'})
    .filter(path => path.endsWith(ending))
    .map(path => join(folder, path))
const PAGES = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', ...below('docs', '.md')]

describe.each(PAGES.filter(page => stepsOf(read(page)).length > 0))('the sessions of %s', page => {
  const {folder, env} = workplace()
  test.each(stepsOf(read(page)).map(step => [`line ${step.line}: ${step.command}`, step] as const))('%s', (_, step) => {
    const {stdout, status} = spawnSync('sh', ['-c', `exec 2>&1\n${step.command}`], {cwd: folder, env, encoding: 'utf8'})
    const printed = linesOf(stdout)
    expect({exit: status, printed}).toEqual({exit: step.exit, printed: expect.anything()})
    if (step.output && !matches(step.output, printed)) expect(printed).toEqual(step.output)
  })
})

test.each([
  [['a', '…'], ['a'], true],
  [['a', '…', 'z'], ['a', 'b', 'c', 'z'], true],
  [['a', '…', 'z'], ['a', 'b'], false],
  [['a … (c)'], ['a b (c)'], true],
  [['a … (c)'], ['a b c'], false],
  [['a'], ['a', 'b'], false],
  [[], ['a'], false],
])('%j says %j: %j', (said, printed, answer) => expect(matches(said, printed)).toBe(answer))

test('steps: a comment states the exit, and a block without output states none', () => {
  expect(stepsOf('```console\n$ a\nb\n$ c  # exit 3\n```\n\n```console\n$ d\n```\n')).toEqual([
    {line: 2, command: 'a', exit: 0, output: ['b']},
    {line: 4, command: 'c', exit: 3, output: []},
    {line: 8, command: 'd', exit: 0, output: undefined},
  ])
})

describe('the reference is complete', () => {
  const sources = below('src', '.ts')
    .filter(path => !path.endsWith('base/errors.ts'))
    .map(read)
    .join('\n')

  test.each(Object.entries(ERROR_CODES))('error %s of kind %s', (code, kind) => {
    expect(read('docs/errors.md')).toContain(`\n| ${code} | ${kind} | `)
    expect({code, thrown: sources.includes(`'${code}'`)}).toEqual({code, thrown: true})
  })

  test('no page speaks of an error that there is not', () => {
    const said = [...read('docs/errors.md').matchAll(/^\| ([A-Z_]{4,}) \|/gm)].map(match => match[1])
    expect(said).toEqual(Object.keys(ERROR_CODES))
  })

  test.each(Object.entries(SETTINGS))('setting %s', (key, {env, fallback}) => {
    const row = read('docs/reference/settings.md')
      .split('\n')
      .find(line => line.startsWith(`| \`${key}\` |`))
    expect(row).toContain(`| \`${env}\` | \`${fallback}\` |`)
  })

  test.each(Object.keys(COMMANDS))('command %s', async id => {
    const {hidden = false} = (await COMMANDS[id]!()).command
    expect(read('docs/reference/commands.md').includes(`\n## git exp ${id}\n`)).toBe(!hidden)
  })
})

test.each(PAGES)('the links of %s lead to files', page => {
  const links = [...read(page).matchAll(/\]\(([^)\s]+)\)/g)].map(match => match[1]!)
  const dead = links.filter(link => !/^(?:[a-z]+:|#)/.test(link) && !leads(page, link))
  expect(dead).toEqual([])
})

function leads(page: string, link: string): boolean {
  const file = join(root, dirname(page), link.replace(/#.*$/, ''))
  return !relative(root, file).startsWith('..') && existsSync(file)
}

/** A repository of one commit that holds the examples, and an environment in which `git exp` is what was built here. */
function workplace(): {folder: string; env: NodeJS.ProcessEnv} {
  const folder = tempFolder('nlp-project')
  const bin = tempFolder('bin')
  const env = hermetic()
  beforeAll(() => {
    symlinkSync(join(root, 'bin/git-exp.js'), join(bin, 'git-exp'))
    cpSync(join(root, 'examples'), folder, {recursive: true})
    cpSync(join(root, 'examples/tweets_baseline.json'), join(folder, 'run.json'))
    git(folder, 'init', '--quiet')
    git(folder, 'add', '.')
    git(folder, 'commit', '--quiet', '-m', 'Train the tweet classifier')
  })
  return {folder, env: {...env, PATH: `${bin}${delimiter}${env['PATH']}`}}
}
