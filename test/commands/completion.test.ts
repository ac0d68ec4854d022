import {spawnSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, readFileSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {hermetic} from '../support/env'
import {plainRecord, type Workplace, workplace} from '../support/workplace'

function run(args: readonly string[], env: NodeJS.ProcessEnv) {
  return spawnSync(process.execPath, [resolve('bin/git-exp.js'), 'completion', ...args], {
    env: hermetic(env),
    encoding: 'utf8',
  })
}

test.each([
  ['bash', '.local/share/bash-completion/completions/git-exp', '_git_exp()'],
  ['zsh', '.local/share/zsh/site-functions/_git-exp', '#compdef git-exp'],
  ['fish', '.config/fish/completions/git-exp.fish', 'complete -c git-exp'],
])('%s: printed, and installed where the shell looks', (shell, place, word) => {
  const home = mkdtempSync(join(tmpdir(), 'git-exp-home-'))
  const script = run([shell], {}).stdout
  expect(script).toContain(word)
  expect(run([shell, '--install'], {HOME: home}).stdout).toBe(`${join(home, place)}\n`)
  expect(readFileSync(join(home, place), 'utf8')).toBe(script)
})

test('the shell of $SHELL where none is named; an unknown one is refused', () => {
  expect(run([], {SHELL: '/bin/zsh'}).stdout).toContain('#compdef')
  expect(run(['tcsh'], {})).toMatchObject({
    status: 2,
    stderr: expect.stringContaining("error: there is no completion for 'tcsh'"),
  })
  expect(run([], {SHELL: undefined}).stderr).toContain('expected bash, zsh, fish')
})

test('git calls it for `git exp <TAB>`', () => {
  const home = mkdtempSync(join(tmpdir(), 'git-exp-home-'))
  run(['bash', '--install'], {HOME: home})
  const git = [
    '/usr/share/bash-completion/completions/git',
    '/usr/share/git-core/contrib/completion/git-completion.bash',
  ]
  const line = `for f in ${git.join(' ')}; do [ -e "$f" ] && found=$f; done; [ "$found" ] || { echo record; exit; }
source "$found"; source ${home}/.local/share/bash-completion/completions/git-exp
COMP_WORDS=(git -C . exp rec) COMP_CWORD=4 COMP_LINE='git -C . exp rec' COMP_POINT=16; __git_wrap__git_main; echo "\${COMPREPLY[@]}"`
  expect(spawnSync('bash', ['--norc', '-c', line], {env: hermetic(), encoding: 'utf8'}).stdout).toMatch(/record/)
})

describe('fields and filters, from the index', () => {
  let place: Workplace
  let env: NodeJS.ProcessEnv

  beforeAll(() => {
    place = workplace()
    place.write(
      'run.json',
      plainRecord('one', {params: {lr: 1, model: 'x', 'eval/every': 2}, metrics: {dev: {f1: 1, loss: 2}, 'a b': 1}}),
    )
    place.ok('record', 'run.json')
    place.setLedger('filters:\n  cheap: params.lr < 1\n  cheaper: params.lr < 0.1\n  odd: params.lr < 2')
    const bin = mkdtempSync(join(tmpdir(), 'git-exp-bin-'))
    symlinkSync(resolve('bin/git-exp.js'), join(bin, 'git-exp'))
    env = hermetic({PATH: `${bin}:${process.env['PATH']}`})
  })

  const asked = (kind: string, typed: string) => place.ok('complete', kind, '--', typed).split('\n').slice(0, -1)

  test('what the scripts ask', () => {
    expect(asked('field', 'params.')).toEqual(['params.eval/every', 'params.lr', 'params.model'])
    expect(asked('field', '-metrics.dev.')).toEqual(['-metrics.dev.f1', '-metrics.dev.loss'])
    expect(asked('fields', 'name,params.l')).toEqual(['name,params.lr'])
    expect(asked('filter', 'metrics.dev.f1 > 1 && params')).toContain('metrics.dev.f1 > 1 && params["eval/every"]')
    expect(asked('filter', '!@che')).toEqual(['!@cheap', '!@cheaper'])
    expect(place.refused(['complete', 'nothing', 'x'])).toMatchObject({code: 'USAGE'})
    expect(place.json(['complete', 'field', 'seed'])).toEqual({words: ['seed']})
  })

  /** The words of a line as readline cuts them. */
  function inBash(...words: string[]): string[] {
    const quoted = words.map(word => `"${word.replace(/["$]/g, '\\$&')}"`).join(' ')
    const script = `COMP_WORDBREAKS=$' \\t\\n"\\'@><=;|&(:'; source <(git-exp completion bash)
COMP_WORDS=(${quoted}) COMP_CWORD=${words.length - 1} COMPREPLY=()
__git_exp_direct; printf '%s\\n' "\${COMPREPLY[@]}"`
    const {stdout} = spawnSync('bash', ['--norc', '-c', script], {cwd: place.cwd, env, encoding: 'utf8'})
    return stdout.split('\n').filter(Boolean)
  }

  test.each([
    [['ls', '--sort', 'params.l'], ['params.lr ']],
    [['ls', '--sort', '-params.l'], ['-params.lr ']],
    [['ls', '-s', 'nam'], ['name ']],
    [['ls', '--sort', '=', 'params.l'], ['params.lr ']],
    [
      ['ls', '--columns', 'name,metrics.dev.'],
      ['name,metrics.dev.f1', 'name,metrics.dev.loss'],
    ],
    [['ls', '--where', 'params.l'], ['params.lr']],
    [
      ['ls', '--where', "'params.lr > 1 && metrics.dev.f"],
      ['==', '!=', '<', '>'].map(sign => `params.lr > 1 && metrics.dev.f1 ${sign}`),
    ],
    // Readline makes a word of its own of an "@" that stands in no quotes.
    [
      ['ls', '--where', '@', 'che'],
      ['@cheap', '@cheaper'],
    ],
    [
      ['ls', '--where', '@'],
      ['@cheap', '@cheaper', '@odd'],
    ],
    [['ls', '--where', '=@', 'o'], ['@odd']],
    [
      ['ls', '--where', "'@od"],
      ['@odd &&', '@odd ||'],
    ],
    [['ls', '--where', '\'name == "para'], []],
  ])('bash: %j', (words, expected) => {
    expect(inBash('git-exp', ...words)).toEqual(expected)
  })

  const fish = spawnSync('sh', ['-c', 'command -v fish']).status === 0 ? test : test.skip
  fish('fish', () => {
    mkdirSync(join(place.cwd, 'fish'))
    place.write('fish/git-exp.fish', place.ok('completion', 'fish'))
    const offered = (line: string) =>
      spawnSync('fish', ['-c', 'set -p fish_complete_path fish; complete -C $argv[1]', line], {
        cwd: place.cwd,
        env,
        encoding: 'utf8',
      })
        .stdout.split('\n')
        .map(each => each.split('\t')[0])
        .filter(Boolean)
    expect(offered('git-exp ls --sort params.l')).toEqual(['params.lr'])
    expect(offered('git-exp ls --columns name,params.l')).toEqual(['name,params.lr'])
    expect(offered("git-exp ls --where 'params.lr > 1 && @che")).toEqual([
      'params.lr > 1 && @cheap',
      'params.lr > 1 && @cheaper',
    ])
  })
})
