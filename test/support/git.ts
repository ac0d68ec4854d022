import {execFileSync} from 'node:child_process'
import {mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'

const base = realpathSync(mkdtempSync(join(tmpdir(), 'git-exp-test-')))
const home = join(base, 'home')
mkdirSync(home)
writeFileSync(
  join(home, '.gitconfig'),
  `[user]
	name = Ada Example
	email = ada@example.com
[init]
	defaultBranch = main
[protocol "file"]
	allow = always
[advice]
	detachedHead = false
[gc]
	auto = 0
`,
)
afterAll(() => rmSync(base, {recursive: true, force: true, maxRetries: 3}))

/** An environment in which only the settings written above count. */
export const gitEnv: NodeJS.ProcessEnv = {
  PATH: process.env['PATH'],
  HOME: home,
  LC_ALL: 'C',
  TZ: 'UTC',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_TERMINAL_PROMPT: '0',
}

/** A new empty folder, with every symlink of its path resolved; gone once the test file is done. */
export function tempFolder(name = 'folder'): string {
  const folder = join(mkdtempSync(join(base, 't-')), name)
  mkdirSync(folder)
  return folder
}

/** Runs git in `cwd` and answers its output without the last newline; throws with what git said. */
export function git(cwd: string, ...args: string[]): string {
  return gitWith({cwd}, ...args)
}

/** As `git`, with more variables and an input. */
export function gitWith(
  {cwd, env, input}: {cwd: string; env?: NodeJS.ProcessEnv; input?: string | Uint8Array},
  ...args: string[]
): string {
  const options = {cwd, env: {...gitEnv, ...env}, input: input ?? '', stdio: 'pipe', maxBuffer: 1 << 28} as const
  return execFileSync('git', args, options).toString().replace(/\n$/, '')
}

/** Whether git answers with 0. */
export function gitSucceeds(cwd: string, ...args: string[]): boolean {
  try {
    git(cwd, ...args)
    return true
  } catch {
    return false
  }
}

/** Writes a file, making its folders. */
export function writeText(folder: string, path: string, text: string): void {
  const file = join(folder, path)
  mkdirSync(dirname(file), {recursive: true})
  writeFileSync(file, text)
}
