import {randomBytes} from 'node:crypto'
import {closeSync, openSync, readdirSync, rmSync, statSync} from 'node:fs'
import {join} from 'node:path'
import {ExpError, isExpError} from '../../base/errors'
import type {Oid} from '../../model/ids'
import {TMP_REFS} from '../../model/refs'
import type {GitWriter, WritePlan, WriteResult} from '../../ports/git-writer'
import {gitFailure} from './failures'
import {fastImportStream, signature, type TmpRefs} from './fast-import'
import type {GitProgram} from './program'

export interface CliWriterSettings {
  readonly gitDir: string
  readonly commonDir: string
  /** Promised objects forbid a geometric repack. */
  readonly promisor?: boolean
  /** The user has switched git's own maintenance off; ours stays off too. */
  readonly noMaintenance?: boolean
}

/**
 * Objects, packs and refs are fsynced. unpackLimit=1 keeps each import as one small pack: 7 ms where loose objects cost 15, and
 * while it is being written a `.keep` file guards it, so that a `git gc --prune=now` beside it cannot take it away.
 */
const DURABLE = ['-c', 'core.fsync=committed,reference', '-c', 'fastimport.unpackLimit=1']
/** Under git's own gc.autoPackLimit of 50, so that a user's commit never waits for a gc that we caused. */
const PACKS_BEFORE_TIDY = 32
const STALE_TMP_MS = 3_600_000
const STALE_TIDY_MS = 600_000

/** Writes through one `git fast-import` onto a private ref, then one `update-ref` transaction as the compare-and-swap. */
export function cliWriter(git: GitProgram, settings: CliWriterSettings): GitWriter {
  return {
    write: plan => write(git, settings, plan),
    pin: async (ref, oid) => {
      await git.run([...DURABLE, 'update-ref', '--no-deref', ref, oid])
    },
    tidy: () => tidy(git, settings),
  }
}

async function write(git: GitProgram, settings: CliWriterSettings, plan: WritePlan): Promise<WriteResult> {
  const bad = plan.commits.flatMap(({puts, removes = []}) => [...puts.map(put => put.path), ...removes]).find(isUnwritable)
  if (bad !== undefined) return {kind: 'refused', reason: `the path ${JSON.stringify(bad)} cannot be written`}
  const name = `${TMP_REFS}${Date.now().toString(36)}-${randomBytes(6).toString('hex')}`
  const tmp: TmpRefs = {ledger: `${name}-ledger`, chain: `${name}-code`}
  const made = await git.run([...DURABLE, 'fast-import', '--quiet', '--done', '--date-format=raw'], {
    input: fastImportStream(plan, tmp),
    ok: 'any',
  })
  if (made.code !== 0) return refusal(git, settings, made.code, made.stderr, made.pid, tmp)
  const oids = made.stdout.toString().trim().split('\n') as Oid[]
  const chain = plan.chain ? oids.shift() : undefined
  const last = oids.at(-1)
  const sweep = [...(last ? [`delete ${tmp.ledger}\n`] : []), ...(chain ? [`delete ${tmp.chain}\n`] : [])]
  const sweepNow = () => git.run(['update-ref', '--no-deref', '--stdin'], {input: sweep.join(''), ok: 'any'})
  const commits = plan.sign ? await signAll(git, plan, oids).catch(error => sweepNow().then(() => Promise.reject(error))) : oids
  const moves = transaction(plan, commits, chain)
  const moved = await git.run([...DURABLE, 'update-ref', '--no-deref', '--stdin'], {
    input: [...moves, ...sweep].join(''),
    ok: 'any',
  })
  if (moved.code === 0) return {kind: 'moved', commits, ...(chain && {chain})}
  await sweepNow()
  return missed(moved.code, moved.stderr)
}

const isUnwritable = (path: string) => /[\n\0]/.test(path) || path.split('/').some(part => /^(?:|\.|\.\.|\.git)$/i.test(part))

/** Chain first: after a crash between the two, a code commit is kept that no record names, never the other way round. */
function transaction(plan: WritePlan, commits: readonly Oid[], chain: Oid | undefined): string[] {
  const move = (ref: string, next: Oid, old: Oid | undefined) =>
    old ? `update ${ref} ${next} ${old}\n` : `create ${ref} ${next}\n`
  const tip = commits.at(-1)
  return [
    ...(plan.chain && chain ? [move(plan.chain.ref, chain, plan.chain.base)] : []),
    ...(tip ? [move(plan.ref, tip, plan.base)] : []),
    ...(plan.drop ?? []).map(ref => `delete ${ref}\n`),
  ]
}

function missed(code: number, stderr: string): WriteResult {
  const inTheWay = /'([^']+)' exists; cannot create '([^']+)'/.exec(stderr)
  if (inTheWay) {
    throw new ExpError('REF_CONFLICT', `"${inTheWay[2]}" cannot be made beside "${inTheWay[1]}"`)
  }
  if (/but expected|reference already exists|unable to resolve reference|reference is missing/.test(stderr)) {
    return {kind: 'raced'}
  }
  if (/\.lock': File exists|Unable to create '.*lock'|cannot lock ref/.test(stderr) && !/Permission|Read-only|No space/.test(stderr)) {
    return {kind: 'locked', reason: stderr}
  }
  throw gitFailure(['update-ref'], code, stderr)
}

async function refusal(
  git: GitProgram,
  settings: CliWriterSettings,
  code: number,
  stderr: string,
  pid: number | undefined,
  tmp: TmpRefs,
): Promise<WriteResult> {
  rmSync(join(settings.gitDir, `fast_import_crash_${pid}`), {force: true})
  await git.run(['update-ref', '--stdin'], {input: `delete ${tmp.ledger}\ndelete ${tmp.chain}\n`, ok: 'any'})
  const failure = gitFailure(['fast-import'], code, stderr)
  // A full disk or a missing permission says nothing against the commits.
  if (!isExpError(failure, 'GIT_FAILED')) throw failure
  if (/lock/.test(stderr)) return {kind: 'locked', reason: stderr}
  return {kind: 'refused', reason: failure.message}
}

async function signAll(git: GitProgram, plan: WritePlan, unsigned: readonly Oid[]): Promise<Oid[]> {
  const signed: Oid[] = []
  for (const [i, oid] of unsigned.entries()) {
    const commit = plan.commits[i]!
    const parent = signed.at(-1) ?? plan.base
    const args = ['commit-tree', '-S', `${oid}^{tree}`, ...(parent ? ['-p', parent] : [])]
    const {stdout} = await git.run([...DURABLE, ...args], {
      input: commit.message,
      env: {...person('AUTHOR', commit.author), ...person('COMMITTER', commit.committer)},
    })
    signed.push(stdout.toString().trim() as Oid)
  }
  return signed
}

function person(role: 'AUTHOR' | 'COMMITTER', who: NewCommitSignature): Record<string, string> {
  const [, name, email, date] = /^(.*) <(.*)> (\d+ \S+)$/.exec(signature(who)) ?? []
  return {[`GIT_${role}_NAME`]: name ?? '', [`GIT_${role}_EMAIL`]: email ?? '', [`GIT_${role}_DATE`]: `@${date}`}
}

type NewCommitSignature = WritePlan['commits'][number]['author']

function tidy(git: GitProgram, settings: CliWriterSettings): void {
  if (settings.noMaintenance || countPacks(settings.commonDir) < PACKS_BEFORE_TIDY) return
  const lock = join(settings.commonDir, 'exp', 'tidy.lock')
  if (!takeTidyLock(lock)) return
  void sweepTmpRefs(git)
  const repack = settings.promisor ? 'repack -d -l --quiet' : 'repack -d -l --geometric=2 --quiet'
  // An alias runs in git's own shell, which outlives us and is there wherever git is.
  git.launch(['-c', `alias.exp-tidy=!f() { git ${repack}; rm -f "$1"; }; f`, 'exp-tidy', lock])
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
  if (stale.length > 0) await git.run(['update-ref', '--stdin'], {input: stale.map(line => `delete ${line}\n`).join(''), ok: 'any'})
}
