import {spawnSync} from 'node:child_process'
import {mkdtempSync, readFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {hermetic} from '../support/env'

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
