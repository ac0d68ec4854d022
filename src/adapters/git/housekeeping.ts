import {closeSync, openSync, readdirSync, readFileSync, rmSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {TMP_REFS} from '../../model/refs'
import type {GitProgram} from './program'

export interface CliWriterSettings {
  readonly gitDir: string
  readonly commonDir: string
  /** Promised objects forbid a geometric repack. */
  readonly promisor?: boolean
  /** The user has switched git's own maintenance off; ours stays off too. */
  readonly noMaintenance?: boolean
}

/** Under git's own gc.autoPackLimit of 50, so that a user's commit never waits for a gc that we caused. */
const PACKS_BEFORE_TIDY = 32
const STALE_TMP_MS = 3_600_000
const STALE_TIDY_MS = 600_000

/** Packs what small writes have left behind, in the background, and sweeps what killed writers left. */
export function tidy(git: GitProgram, settings: CliWriterSettings): void {
  if (settings.noMaintenance || countPacks(settings.commonDir) < PACKS_BEFORE_TIDY) return
  const lock = join(settings.commonDir, 'exp', 'tidy.lock')
  if (!takeTidyLock(lock)) return
  void sweepTmpRefs(git)
  sweepKeeps(join(settings.commonDir, 'objects', 'pack'))
  const repack = settings.promisor ? 'repack -d -l --quiet' : 'repack -d -l --geometric=2 --quiet'
  // An alias runs in git's own shell, which outlives us and is there wherever git is.
  git.launch(['-c', `alias.exp-tidy=!f() { git ${repack}; rm -f "$1"; }; f`, 'exp-tidy', lock])
}

/** Keep files of a fast-import that was killed; git itself never removes them, nor packs what they guard. */
function sweepKeeps(folder: string): void {
  try {
    for (const name of readdirSync(folder).filter(file => file.endsWith('.keep'))) {
      const file = join(folder, name)
      const old = Date.now() - statSync(file).mtimeMs > STALE_TMP_MS
      if (old && readFileSync(file, 'utf8').trim() === 'fast-import') rmSync(file, {force: true})
    }
  } catch {
    // Somebody else is sweeping, or may not.
  }
}

function countPacks(commonDir: string): number {
  try {
    return readdirSync(join(commonDir, 'objects', 'pack')).filter(file => file.endsWith('.pack')).length
  } catch {
    return 0
  }
}

function takeTidyLock(lock: string): boolean {
  try {
    if (Date.now() - statSync(lock).mtimeMs > STALE_TIDY_MS) rmSync(lock, {force: true})
  } catch {}
  try {
    closeSync(openSync(lock, 'wx'))
    return true
  } catch {
    return false
  }
}

async function sweepTmpRefs(git: GitProgram): Promise<void> {
  const {stdout} = await git.run(['for-each-ref', '--format=%(refname) %(objectname)', TMP_REFS], {ok: 'any'})
  const stale = stdout
    .toString()
    .split('\n')
    .filter(line => {
      const made = Number.parseInt(/\/tmp\/([0-9a-z]+)-/.exec(line)?.[1] ?? '', 36)
      return Number.isFinite(made) && Date.now() - made > STALE_TMP_MS
    })
  if (stale.length > 0)
    await git.run(['update-ref', '--stdin'], {input: stale.map(line => `delete ${line}\n`).join(''), ok: 'any'})
}
