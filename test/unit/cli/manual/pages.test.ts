import {spawnSync} from 'node:child_process'
import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {manPages} from '../../../../src/cli/manual/man'
import {outline} from '../../../../src/cli/manual/outline'
import {referencePage} from '../../../../src/cli/manual/reference'
import {completionScript} from '../../../../src/cli/manual/shells'
import {type AnyCommand, type CommandTable, defineCommand} from '../../../../src/cli/spec'

const folder = mkdtempSync(join(tmpdir(), 'git-exp-pages-'))
const made = (command: AnyCommand) => async () => ({command})
const facts = {examples: [], args: [], flags: {}, run: async () => ({data: null})}

const table: CommandTable = {
  'pick up': made(defineCommand({...facts, id: 'pick up', summary: 'Pick it up'})),
  ls: made(
    defineCommand({
      ...facts,
      id: 'ls',
      summary: "List what isn't hidden",
      description: `'quoted' first, then a \\back\\slash
.TH is no request. --long-dash ~ ^ \`tick\` "double"

Second paragraph with <angle> and a | pipe.`,
      examples: [{command: `git exp ls --where 'a < 1e-4'`, says: 'small ones'}],
      args: [{name: 'runs', summary: "the runs; [x:y] and 'z'", multiple: true, completes: 'run'}],
      flags: {
        format: {kind: 'option', char: 'f', options: ['md', 'csv'], summary: 'form', default: 'md'},
        from: {kind: 'string', summary: 'a file', completes: 'file', multiple: true},
        code: {kind: 'boolean', negatable: true, summary: 'code: [or] not'},
        secret: {kind: 'boolean', hidden: true, summary: 'nobody knows'},
      },
      no: 'nothing matches',
    }),
  ),
  ghost: made(defineCommand({...facts, id: 'ghost', summary: 'Unseen', hidden: true})),
}

const has = (program: string) => spawnSync('sh', ['-c', `command -v ${program}`]).status === 0
const only = (program: string) => (has(program) ? test : test.skip)

describe('man pages', () => {
  test('one for the tool, one a command; what is hidden is left out', async () => {
    const pages = manPages(await outline(table), '1.2.3')
    expect([...pages.keys()]).toEqual(['git-exp.1', 'git-exp-ls.1', 'git-exp-pick-up.1'])
    expect([...pages.values()].join()).not.toMatch(/secret|ghost/)
    expect(pages.get('git-exp-ls.1')).toMatchSnapshot()
  })

  only('man')('man has nothing to say against them, and shows every word', async () => {
    for (const [name, text] of manPages(await outline(table), '1.2.3')) {
      const file = join(folder, name)
      writeFileSync(file, text)
      const lint = spawnSync('man', ['--warnings', '-E', 'UTF-8', '-l', '-Tutf8', '-Z', file], {encoding: 'utf8'})
      expect([name, lint.status, lint.stderr]).toEqual([name, 0, ''])
    }
    const env = {...process.env, MANWIDTH: '200', MANPAGER: 'cat', LC_ALL: 'C.UTF-8'}
    const shown = spawnSync('man', ['-l', join(folder, 'git-exp-ls.1')], {encoding: 'utf8', env}).stdout
    expect(shown).toContain(`'quoted' first, then a \\back\\slash .TH is no request. --long-dash ~ ^ \`tick\` "double"`)
    expect(shown).toContain(`git exp ls --where 'a < 1e-4'`)
    expect(shown).toMatch(/1\s+nothing matches/)
  })
})

test('the reference page', async () => {
  const page = referencePage(await outline(table))
  expect(page).toMatchSnapshot()
})

describe('completion', () => {
  function complete(line: string): string[] {
    const words = line.replaceAll('=', ' = ').split(' ')
    const quoted = words.map(word => `'${word}'`).join(' ')
    const script = `source git-exp.bash
COMP_WORDS=(${quoted}) COMP_CWORD=${words.length - 1} COMPREPLY=()
__git_exp_direct; printf '%s\\n' "\${COMPREPLY[@]}"`
    const {stdout} = spawnSync('bash', ['--norc', '-c', script], {
      cwd: folder,
      encoding: 'utf8',
      env: {...process.env, GIT_DIR: folder},
    })
    return stdout
      .split('\n')
      .map(word => word.trim())
      .filter(Boolean)
  }

  beforeAll(async () => {
    const commands = await outline(table)
    writeFileSync(join(folder, 'git-exp.bash'), completionScript('bash', commands))
    writeFileSync(join(folder, '_git-exp'), completionScript('zsh', commands))
    writeFileSync(join(folder, 'git-exp.fish'), completionScript('fish', commands))
  })

  test.each([
    ['git-exp ', ['ls', 'pick']],
    ['git-exp p', ['pick']],
    ['git-exp pick ', ['up']],
    ['git-exp ls --f', ['--format=', '--from=']],
    ['git-exp ls --no-c', ['--no-code']],
    ['git-exp ls --format=', ['md', 'csv']],
    ['git-exp ls --format=c', ['csv']],
    ['git-exp ls -f ', ['md', 'csv']],
    ['git-exp ls --from=_git', ['_git-exp']],
    ['git-exp ls l', ['latest']],
    ['git-exp -C /tmp l', ['ls']],
    ['git-exp ls --json --color=n', ['never']],
    ['git-exp ghost --', []],
  ])('bash: %s', (line, words) => {
    expect(complete(line)).toEqual(words)
  })

  only('zsh')('zsh reads its script', () => {
    expect(spawnSync('zsh', ['-n', join(folder, '_git-exp')]).status).toBe(0)
  })

  only('fish')('fish reads its script', () => {
    expect(spawnSync('fish', ['--no-execute', join(folder, 'git-exp.fish')]).status).toBe(0)
  })
})
