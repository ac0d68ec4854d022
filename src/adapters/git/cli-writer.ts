import {rmSync} from 'node:fs'
import {join} from 'node:path'
import {ExpError, isExpError} from '../../base/errors'
import {shellWord} from '../../base/text'
import type {Oid} from '../../model/ids'
import {TMP_REFS} from '../../model/refs'
import type {GitWriter, WritePlan, WriteResult} from '../../ports/git-writer'
import {randomBytes} from '../node/random'
import {gitFailure} from './failures'
import {fastImportStream, signature, type TmpRefs} from './fast-import'
import {type CliWriterSettings, tidy} from './housekeeping'
import type {GitProgram, ReadyGit} from './program'
import {refLocks} from './ref-locks'

/**
 * Objects, packs and refs are fsynced. unpackLimit=1 keeps each import as one small pack: 7 ms where loose objects cost 15, and
 * once it is whole a `.keep` file guards it from a `git gc --prune=now` beside us until the private ref stands. While it is still
 * being written gc can take it: `refusal` has that case.
 */
const DURABLE = ['-c', 'core.fsync=committed,reference', '-c', 'fastimport.unpackLimit=1']
/**
 * That a stream must end with `done` is said in the stream, so that an import which is told nothing ends well. Its private ref is
 * not synced: after a crash of the machine there is nobody whom it serves.
 */
const IMPORT = [
  '-c',
  'core.fsync=objects',
  '-c',
  'fastimport.unpackLimit=1',
  'fast-import',
  '--quiet',
  '--date-format=raw',
]
const SWAP = [...DURABLE, 'update-ref', '--no-deref', '--stdin']

/** Writes through one `git fast-import` onto a private ref, then one `update-ref` transaction as the compare-and-swap. */
export function cliWriter(git: GitProgram, settings: CliWriterSettings): GitWriter {
  const held: Held = new Set()
  const tools = readyTools(git)
  const release = async () => {
    await tools.dismiss()
    if (held.size > 0) await git.run(['update-ref', '--no-deref', '--stdin'], {input: deletions(held), ok: 'any'})
    held.clear()
  }
  return {
    write: async plan => {
      const own = privateRefs()
      try {
        const before = [...held]
        const result = await write(git, settings, plan, own, before, tools.take)
        if (result.kind === 'moved') for (const ref of before) held.delete(ref)
        else for (const ref of Object.values(own)) held.add(ref)
        return result
      } catch (error) {
        for (const ref of Object.values(own)) held.add(ref)
        await release()
        throw error
      }
    },
    release,
    ready: tools.ready,
    pin: async (ref, oid) => {
      await git.run([...DURABLE, 'update-ref', '--no-deref', ref, oid], {apart: true})
    },
    locks: refs => refLocks(settings.commonDir, refs),
    tidy: () => tidy(git, settings),
  }
}

/** The git that imports, started before there is something to import. */
function readyTools(git: GitProgram) {
  let waiting: ReadyGit | undefined
  const start = () => git.ready(IMPORT, {apart: true})
  return {
    ready: () => {
      waiting ??= start()
    },
    take: () => {
      const importing = waiting ?? start()
      waiting = undefined
      return importing
    },
    dismiss: async () => {
      const idle = waiting
      waiting = undefined
      await idle?.dismiss()
    },
  }
}

/**
 * Private refs of writes that did not get through. fast-import does not write an object again that some pack has: without these
 * refs a gc between two tries drops the first try's pack, and the second try's commit lacks what it relied on.
 */
type Held = Set<string>

const deletions = (refs: Iterable<string>) => [...refs].map(ref => `delete ${ref}\n`).join('')

function privateRefs(): TmpRefs {
  const name = `${TMP_REFS}${Date.now().toString(36)}-${randomBytes(6).toString('hex')}`
  return {ledger: `${name}-ledger`, chain: `${name}-code`}
}

async function write(
  git: GitProgram,
  settings: CliWriterSettings,
  plan: WritePlan,
  own: TmpRefs,
  held: readonly string[],
  importer: () => ReadyGit,
): Promise<WriteResult> {
  const bad = plan.commits
    .flatMap(({puts, removes = []}) => [...puts.map(put => put.path), ...removes])
    .find(isUnwritable)
  if (bad !== undefined) return {kind: 'refused', reason: `the path ${JSON.stringify(bad)} cannot be written`}
  if (plan.commits.length === 0 && !plan.chain) return onlyMoves(git, plan)
  const importing = importer().run({input: fastImportStream(plan, own), ok: 'any'})
  // Starting a process takes as long as the import does: they go on together.
  const swapping = git.ready(SWAP, {deaf: 'stdout', apart: true})
  const made = await importing
  if (made.code !== 0) {
    await swapping.dismiss()
    return refusal(settings, made.code, made.stderr, made.pid)
  }
  const oids = made.stdout.toString().trim().split('\n') as Oid[]
  const chain = plan.chain ? oids.shift() : undefined
  const commits = plan.sign ? await signAll(git, plan, oids) : oids
  const moved = await swapping.run({
    input: [...transaction(plan, commits, chain), deletions([own.ledger, ...(chain ? [own.chain] : []), ...held])].join(
      '',
    ),
    ok: 'any',
  })
  return moved.code === 0 ? {kind: 'moved', commits, ...(chain && {chain})} : missed(moved.code, moved.stderr)
}

async function onlyMoves(git: GitProgram, plan: WritePlan): Promise<WriteResult> {
  const input = transaction(plan, [], undefined).join('')
  const moved = await git.run([...SWAP], {input, ok: 'any', apart: true})
  return moved.code === 0 ? {kind: 'moved', commits: []} : missed(moved.code, moved.stderr)
}

const isUnwritable = (path: string) =>
  /[\n\0]/.test(path) || path.split('/').some(part => /^(?:|\.|\.\.|\.git)$/i.test(part))

/** Chain first: after a crash between the two, a code commit is kept that no record names, never the other way round. */
function transaction(plan: WritePlan, commits: readonly Oid[], chain: Oid | undefined): string[] {
  const move = (ref: string, next: Oid, old: Oid | undefined) =>
    old ? `update ${ref} ${next} ${old}\n` : `create ${ref} ${next}\n`
  const tip = commits.at(-1)
  return [
    ...(plan.chain && chain ? [move(plan.chain.ref, chain, plan.chain.base)] : []),
    ...(plan.moves ?? []).map(({ref, from, to}) => move(ref, to, from)),
    ...(tip ? [move(plan.ref, tip, plan.base)] : []),
    ...(plan.drop ?? []).map(ref => `delete ${ref}\n`),
  ]
}

function missed(code: number, stderr: string): WriteResult {
  const inTheWay = /'([^']+)' exists; cannot create '([^']+)'/.exec(stderr)
  if (inTheWay) {
    throw new ExpError('REF_CONFLICT', `"${inTheWay[2]}" cannot be made beside "${inTheWay[1]}"`, {
      hints: ['use another branch for the ledger: git config exp.ledger <branch>', ...renameHint(inTheWay[1]!)],
      data: {ref: inTheWay[2], beside: inTheWay[1]},
    })
  }
  if (/but expected|reference already exists|unable to resolve reference|reference is missing/.test(stderr)) {
    return {kind: 'raced'}
  }
  if (
    /\.lock': File exists|Unable to create '.*lock'|cannot lock ref/.test(stderr) &&
    !/Permission|Read-only|No space/.test(stderr)
  ) {
    return {kind: 'locked', reason: stderr}
  }
  throw gitFailure(['update-ref'], code, stderr)
}

function renameHint(ref: string): string[] {
  const branch = /^refs\/heads\/(.+)$/.exec(ref)?.[1]
  return branch === undefined ? [] : [`or rename the one in the way: git branch -m ${shellWord(branch)} <new name>`]
}

function refusal(settings: CliWriterSettings, code: number, stderr: string, pid: number | undefined): WriteResult {
  rmSync(join(settings.gitDir, `fast_import_crash_${pid}`), {force: true})
  // A `git gc --prune=now` beside us takes away even the pack that is being written; its keep file would stay for ever.
  const swept = /unable to write file .*(pack-[0-9a-f]+)\.pack|cannot (?:store pack|create keep) file/.exec(stderr)
  if (swept) {
    if (swept[1]) rmSync(join(settings.commonDir, 'objects', 'pack', `${swept[1]}.keep`), {force: true})
    return {kind: 'locked', reason: stderr}
  }
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
    const parents = [...(parent ? [parent] : []), ...(commit.merges ?? [])]
    const args = ['commit-tree', '-S', `${oid}^{tree}`, ...parents.flatMap(oid => ['-p', oid])]
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
