import {spawn, spawnSync} from 'node:child_process'
import {mkdir, writeFile} from 'node:fs/promises'
import {constants} from 'node:os'
import {dirname} from 'node:path'
import {ExpError} from '../../base/errors'
import {shellWord} from '../../base/text'

/** What less and lv are told where the user has not, as git does. */
const PAGER_ENV = {LESS: 'FRX', LV: '-c'}
/** What a shell answers when the program it should run is not there. */
const NOT_FOUND = 127

function git(...args: string[]): string | undefined {
  const {status, stdout} = spawnSync('git', args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']})
  return status === 0 ? stdout.trim() : undefined
}

/** The terminal by git's own rules: its colour settings, its pager. */
export const terminal = {
  wantsColor(): boolean {
    return git('config', '--get-colorbool', 'color.exp', 'true') !== 'false'
  },

  /** False, with nothing shown, where there is no pager. */
  async page(text: string): Promise<boolean> {
    const pager = git('var', 'GIT_PAGER')
    if (pager === undefined || pager === '' || pager === 'cat') return false
    // The pager owns the terminal: Ctrl-C is for it.
    const ignore = () => {}
    process.on('SIGINT', ignore)
    const code = await runPager(pager, text)
    process.off('SIGINT', ignore)
    return code !== NOT_FOUND
  },

  launch,

  async confirm(question: string): Promise<boolean> {
    return (await import('./ask')).askPerson(question)
  },

  async place(path: string, text: string): Promise<void> {
    try {
      await mkdir(dirname(path), {recursive: true})
      await writeFile(path, text)
    } catch (error) {
      throw new ExpError('READ_ONLY', `'${path}' cannot be written: ${(error as Error).message}`, {
        hints: [`who may write there: ls -ld ${shellWord(dirname(path))}`],
        cause: error,
        data: {path},
      })
    }
  },
}

function runPager(pager: string, text: string): Promise<number | null> {
  return new Promise(resolve => {
    const child = spawn(pager, {
      shell: true,
      stdio: ['pipe', 'inherit', 'inherit'],
      env: {...PAGER_ENV, ...process.env},
    })
    child.on('error', () => resolve(NOT_FOUND))
    // A pager left before the end closes its input.
    child.stdin.on('error', () => {})
    child.on('close', resolve)
    child.stdin.end(text)
  })
}

function launch(program: string, file: string, quiet: boolean): Promise<number> {
  return new Promise((resolve, reject) => {
    // The program owns the terminal: Ctrl-C is for it.
    const ignore = () => {}
    process.on('SIGINT', ignore)
    const child = spawn(program, [file], {stdio: ['inherit', quiet ? 2 : 'inherit', 'inherit']})
    child.on('error', error => reject(unstarted(program, error)))
    child.on('close', (code, signal) => resolve(code ?? 128 + (constants.signals[signal!] ?? 0)))
    child.on('close', () => process.off('SIGINT', ignore))
  })
}

function unstarted(program: string, error: NodeJS.ErrnoException): ExpError {
  const found = error.code !== 'ENOENT'
  const why = found ? `"${program}" could not be started: ${error.message}` : `there is no program "${program}"`
  return new ExpError(found ? 'UNREADABLE_FILE' : 'FILE_NOT_FOUND', why, {
    hints: [
      /\s/.test(program)
        ? 'its name alone: no shell reads it'
        : `what the shell finds: command -v ${shellWord(program)}`,
    ],
    cause: error,
    data: {program},
  })
}
