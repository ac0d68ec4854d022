// Bundles one TypeScript file into memory's next best place, a temporary file, and runs it: `node scripts/run-ts.mjs FILE [ARG…]`.
import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join, resolve} from 'node:path'
import {rolldown} from 'rolldown'

const [file, ...args] = process.argv.slice(2)
const folder = mkdtempSync(join(tmpdir(), 'git-exp-run-'))
try {
  const bundle = await rolldown({input: resolve(file), platform: 'node', logLevel: 'warn'})
  await bundle.write({dir: folder, format: 'cjs', entryFileNames: 'main.cjs', chunkFileNames: '[name]-[hash].cjs'})
  const {status} = spawnSync(process.execPath, ['--max-old-space-size=4096', join(folder, 'main.cjs'), ...args], {
    stdio: 'inherit',
  })
  process.exitCode = status ?? 1
} finally {
  rmSync(folder, {recursive: true, force: true})
}
