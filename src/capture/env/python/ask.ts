import type {Machine} from '../../../ports/machine'
import type {Layout} from './layout'

/** Milliseconds; a Python that loads nothing is there in 20. */
const LIMIT_MS = 3000
/** The folder it runs in is left out of the search first, lest a file there be imported. Prints lines: path, version, folders. */
const QUESTION = [
  'import sys',
  "sys.path = [p for p in sys.path if p not in ('', '.')]",
  "print('\\n'.join([sys.executable, '.'.join(map(str, sys.version_info[:3]))] + sys.path))",
].join('\n')

/** What an interpreter says of itself. */
export interface Answer extends Layout {
  readonly version: string
  readonly executable: string
}

/** Starts the interpreter once. A string is the reason why it did not answer. */
export async function askPython(machine: Machine, python: string, cwd: string): Promise<Answer | string> {
  const said = await machine.run(python, ['-c', QUESTION], {limitMs: LIMIT_MS, cwd})
  if (said.kind === 'failed') return said.reason
  const lines = said.stdout.split(/\r?\n/).filter(Boolean)
  const at = lines.findIndex(line => /^\d+\.\d+\.\d+$/.test(line))
  if (said.code !== 0 || at < 1)
    return `says: ${(said.stderr || said.stdout).trim().split('\n').at(-1)?.slice(0, 200) ?? ''}`
  const folders = lines.slice(at + 1).filter(path => !path.endsWith('.zip') && !path.endsWith('lib-dynload'))
  return {executable: lines[at - 1]!, version: lines[at]!, folders}
}
