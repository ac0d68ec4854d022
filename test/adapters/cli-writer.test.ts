import {execFileSync} from 'node:child_process'
import {readdirSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {cliObjects} from '../../src/adapters/git/cli-objects'
import {cliWriter} from '../../src/adapters/git/cli-writer'
import {gitProgram} from '../../src/adapters/git/program'
import type {GitWriter} from '../../src/ports/git-writer'
import {CHAIN, LEDGER, newCommit} from '../contracts/git-writer'
import {gitBuilder} from '../support/builder'
import {git, gitEnv, gitSucceeds, tempFolder} from '../support/git'

function open(env: NodeJS.ProcessEnv = {}): {cwd: string; gitDir: string; writer: GitWriter} {
  const cwd = tempFolder()
  git(cwd, 'init', '--quiet')
  const gitDir = join(cwd, '.git')
  return {cwd, gitDir, writer: cliWriter(gitProgram({cwd, env: {...gitEnv, ...env}}), {gitDir, commonDir: gitDir})}
}

const refs = (cwd: string) => git(cwd, 'for-each-ref', '--format=%(refname)').split('\n').filter(Boolean)

describe('signed commits', () => {
  it('verify with an ssh key, keep their text, and raced ones move nothing', async () => {
    const {cwd, writer} = open()
    const key = join(tempFolder('keys'), 'id')
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', 'ada', '-f', key])
    writeFileSync(`${key}.allowed`, `ada@example.com,bob@example.com ${readFileSync(`${key}.pub`, 'utf8')}`)
    for (const [name, value] of [
      ['gpg.format', 'ssh'],
      ['user.signingKey', key],
      ['gpg.ssh.allowedSignersFile', `${key}.allowed`],
    ]) {
      git(cwd, 'config', name!, value!)
    }
    const message = '# signed  \n\nExp-Run: x\n'
    const plan = {
      ref: LEDGER,
      base: undefined,
      commits: [newCommit({a: '1'}), newCommit({'b c': '2'}, {message})],
      sign: true,
    }
    const result = await writer.write(plan)
    if (result.kind !== 'moved') throw new Error(JSON.stringify(result))
    for (const oid of result.commits) git(cwd, 'verify-commit', oid)
    const history = await cliObjects(gitProgram({cwd, env: gitEnv})).history(result.commits[1]!)
    expect(history.map(({oid, message}) => [oid, message])).toEqual([
      [result.commits[1], message],
      [result.commits[0], 'record: x\n'],
    ])
    expect(history[0]).toMatchObject({author: newCommit({}).author, committer: newCommit({}).committer})
    expect(await writer.write(plan)).toEqual({kind: 'raced'})
    await writer.release()
    expect(refs(cwd)).toEqual([LEDGER])
    git(cwd, 'fsck', '--strict')
  })

  it('fail without leaving private refs where the key is not there', async () => {
    const {cwd, writer} = open()
    git(cwd, 'config', 'gpg.format', 'ssh')
    git(cwd, 'config', 'user.signingKey', '/nonexistent/key')
    const plan = {ref: LEDGER, base: undefined, commits: [newCommit({a: '1'})], sign: true}
    await writer.write(plan).then(
      result => expect(result.kind).toBe('refused'),
      error => expect(error).toMatchObject({code: expect.any(String)}),
    )
    expect(refs(cwd)).toEqual([])
  })
})

it('has the objects on disk before any ref moves', async () => {
  const trace = join(tempFolder('trace'), 'events')
  const {cwd, gitDir, writer} = open({GIT_TRACE2_EVENT: trace})
  const code = gitBuilder(gitDir).commit({files: {'train.py': 'x'}})
  const {committer} = newCommit({})
  const chain = {ref: CHAIN, base: undefined, add: [code], committer}
  expect(await writer.write({ref: LEDGER, base: undefined, commits: [newCommit({a: '1'})], chain})).toMatchObject({
    kind: 'moved',
  })
  const events = readFileSync(trace, 'utf8')
    .trim()
    .split('\n')
    .map(line => JSON.parse(line) as Record<string, unknown>)
  const of = (name: string) => events.find(event => event['event'] === 'cmd_name' && event['name'] === name)?.['sid']
  const synced = (sid: unknown) =>
    events
      .filter(event => event['sid'] === sid && String(event['key']).startsWith('fsync/hardware-flush'))
      .some(event => Number(event['value']) > 0)
  const end = (sid: unknown) => events.findIndex(event => event['sid'] === sid && event['event'] === 'atexit')
  // Both start together; what moves the refs is told nothing before the import has synced and ended, and syncs the refs itself.
  const [importing, swapping] = [of('fast-import'), of('update-ref')]
  expect([synced(importing), synced(swapping)]).toEqual([true, true])
  expect(end(importing)).toBeGreaterThan(-1)
  expect(end(importing)).toBeLessThan(end(swapping))
  expect(readdirSync(join(gitDir, 'objects', 'pack')).some(file => file.endsWith('.pack'))).toBe(true)
  git(cwd, 'fsck', '--strict')
})

it('says locked where another process holds a ref, and works once it lets go', async () => {
  const {cwd, gitDir, writer} = open()
  const first = await writer.write({ref: LEDGER, base: undefined, commits: [newCommit({a: '1'})]})
  if (first.kind !== 'moved') throw new Error(first.kind)
  const lock = join(gitDir, `${LEDGER}.lock`)
  writeFileSync(lock, '')
  const plan = {ref: LEDGER, base: first.commits[0], commits: [newCommit({b: '2'})]}
  expect(await writer.write(plan)).toMatchObject({kind: 'locked'})
  await writer.release()
  expect(refs(cwd)).toEqual([LEDGER])
  expect(git(cwd, 'rev-parse', LEDGER)).toBe(first.commits[0])
  rmSync(lock)
  expect(await writer.write(plan)).toMatchObject({kind: 'moved'})
})

it('does not wait for a ref that can never be: a branch in the way', async () => {
  const {cwd, gitDir, writer} = open()
  const commit = gitBuilder(gitDir).commit({files: {a: '1'}})
  git(cwd, 'update-ref', `${LEDGER}/below`, commit)
  const outcome = await writer
    .write({ref: LEDGER, base: undefined, commits: [newCommit({a: '1'})]})
    .catch(error => error)
  expect(outcome).not.toMatchObject({kind: 'locked'})
  expect(outcome).not.toMatchObject({kind: 'raced'})
  expect(refs(cwd)).toEqual([`${LEDGER}/below`])
})

it('leaves neither crash files nor private refs behind what git refuses', async () => {
  const {cwd, gitDir, writer} = open()
  expect(await writer.write({ref: LEDGER, base: undefined, commits: [newCommit({'a//b': '1'})]})).toMatchObject({
    kind: 'refused',
  })
  expect(readdirSync(gitDir).filter(file => file.startsWith('fast_import_crash'))).toEqual([])
  expect(refs(cwd)).toEqual([])
})

it('leaves nothing behind where what it made ready is not used', async () => {
  const {cwd, gitDir, writer} = open()
  writer.ready()
  writer.ready()
  await writer.release()
  expect(readdirSync(join(gitDir, 'objects', 'pack'))).toEqual([])
  expect(readdirSync(gitDir).filter(file => file.startsWith('fast_import_crash'))).toEqual([])
  writer.ready()
  expect(await writer.write({ref: LEDGER, base: undefined, commits: [newCommit({a: '1'})]})).toMatchObject({
    kind: 'moved',
  })
  expect(refs(cwd)).toEqual([LEDGER])
})

it('keeps what is being written through a gc beside it', async () => {
  const {cwd, writer} = open()
  let base: Awaited<ReturnType<GitWriter['write']>> = await writer.write({
    ref: LEDGER,
    base: undefined,
    commits: [newCommit({a: '0'})],
  })
  for (let i = 1; i <= 8; i++) {
    if (base.kind !== 'moved') throw new Error(JSON.stringify(base))
    const plan = {ref: LEDGER, base: base.commits[0], commits: [newCommit({[`f${i}`]: `${i}`})]}
    const gc = execGc(cwd)
    // gc takes even a pack that is being written: such a try says so and is made again, as `drain` does.
    do base = await writer.write(plan)
    while (base.kind === 'locked')
    await gc
  }
  expect(git(cwd, 'rev-list', '--count', LEDGER)).toBe('9')
  expect(gitSucceeds(cwd, 'fsck', '--strict', '--full')).toBe(true)
})

async function execGc(cwd: string): Promise<void> {
  await gitProgram({cwd, env: gitEnv}).run(['gc', '--prune=now', '--quiet'], {ok: 'any'})
}
