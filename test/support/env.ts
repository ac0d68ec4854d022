import {mkdtempSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'

const GITCONFIG = `[user]
	name = Ada Example
	email = ada@example.com
[init]
	defaultBranch = main
[gc]
	auto = 0
`

/** An environment of its own home in which only what is written here counts; `more` is added or, where undefined, taken away. */
export function hermetic(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const home = mkdtempSync(join(tmpdir(), 'git-exp-home-'))
  writeFileSync(join(home, 'gitconfig'), GITCONFIG)
  return {
    PATH: process.env['PATH'],
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    TZ: 'UTC',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: join(home, 'gitconfig'),
    GIT_TERMINAL_PROMPT: '0',
    ...more,
  }
}
