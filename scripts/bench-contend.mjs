// Bundles the long-lived recorder for bench/contend.ts, then runs that.
import {spawnSync} from 'node:child_process'
import {mkdtempSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {rolldown} from 'rolldown'

const folder = mkdtempSync(join(tmpdir(), 'git-exp-recorder-'))
const bundle = await rolldown({input: 'bench/recorder.ts', platform: 'node', logLevel: 'warn'})
await bundle.write({dir: folder, format: 'cjs', entryFileNames: 'main.cjs', chunkFileNames: '[name]-[hash].cjs'})
const {status} = spawnSync(process.execPath, ['scripts/run-ts.mjs', 'bench/contend.ts', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: {...process.env, GIT_EXP_RECORDER: join(folder, 'main.cjs')},
})
rmSync(folder, {recursive: true, force: true})
process.exitCode = status ?? 1
