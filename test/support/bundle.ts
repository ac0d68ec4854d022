import {execFileSync} from 'node:child_process'
import {mkdtempSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'

/** Bundles one TypeScript file of the project into a program that node runs; answers its path. */
export function bundled(file: string): string {
  const out = join(mkdtempSync(join(tmpdir(), 'git-exp-bundle-')), 'main.cjs')
  const rolldown = resolve('node_modules/.bin/rolldown')
  const args = [
    resolve(file),
    '--format',
    'cjs',
    '--platform',
    'node',
    '--dir',
    resolve(out, '..'),
    '--entryFileNames',
    'main.cjs',
  ]
  execFileSync(rolldown, args, {stdio: 'ignore'})
  return out
}
