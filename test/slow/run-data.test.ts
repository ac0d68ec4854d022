import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import {dirname, join} from 'node:path'
import {sha256} from '../../src/base/digest'
import type {JsonObject} from '../../src/base/json'
import {type FileServer, fileServer, SERVED} from '../support/file-server'
import {tempFolder, writeText} from '../support/git'
import {begin, ran} from '../support/running'
import {fingerprint} from '../support/untouched'
import {type Workplace, workplace} from '../support/workplace'

jest.setTimeout(60_000)

let server: FileServer
beforeAll(async () => {
  server = await fileServer()
})
afterAll(() => server.stop())

const digestOf = (text: string) => `sha256:${sha256(Buffer.from(text))}`
const ONES = `sha256:${'1'.repeat(64)}`

/** A run as somebody else wrote it down, with these inputs. */
function recorded(place: Workplace, inputs: readonly JsonObject[], more: JsonObject = {}): string {
  const code = {commit: place.git('rev-parse', 'HEAD'), tree: place.git('rev-parse', 'HEAD^{tree}')}
  const said = {run_name: 'one', task: 'ner', command: ['python3', 'train.py'], code, inputs, ...more}
  return place.json(['record', '-'], {input: JSON.stringify(said)}).id
}

/** What a checkout says of data, and its exit code; the user's own tree stays as it is. */
function checkout(place: Workplace, words: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const before = fingerprint(place)
  const {status, stdout, stderr} = place.exp(['checkout', ...words, '--json'], {env})
  if (!stdout.includes('"folder"')) throw new Error(stdout)
  expect(fingerprint(place)).toEqual(before)
  const {folder, data} = JSON.parse(stdout)
  return {status, stderr, folder: folder as string, data}
}

const train = (fields: JsonObject) => ({role: 'train', path: 'data/train.csv', ...fields})
const served = (path: string) => ({digest: digestOf(SERVED), bytes: SERVED.length, uri: `${server.url}${path}`})

describe('from a web server', () => {
  it('only when asked for, the address shown first, and with the digest of the record', () => {
    const place = workplace()
    const id = recorded(place, [train(served('/train.csv')), {role: 'dev', ...served('/moved')}])
    const before = server.asked.length
    const first = checkout(place, [id])
    expect([first.status, server.asked.length]).toEqual([0, before])
    expect(first.data.map(({state}: {state: string}) => state)).toEqual(['missing', 'address'])
    expect(first.stderr).toContain(`2 inputs can be brought: git exp checkout ${id} --fetch-data`)
    const {status, stderr, data, folder} = checkout(place, [id, '--fetch-data'])
    expect([status, data[0].state, data[0].fetched]).toEqual([0, 'same', `${server.url}/train.csv`])
    expect(stderr).toContain(`fetching ${server.url}/train.csv (18 B)`)
    expect(readFileSync(join(folder, 'data/train.csv'), 'utf8')).toBe(SERVED)
    expect(readFileSync(data[1].at, 'utf8')).toBe(SERVED)
    expect(data[1].at.startsWith(join(folder, '.exp/data'))).toBe(true)
    const asked = server.asked.length
    const again = checkout(place, [id, '--fetch-data'])
    expect(again.data.map(({place: where, state}: JsonObject) => [where, state])).toEqual([
      ['checkout', 'same'],
      ['checkout', 'same'],
    ])
    expect([again.status, server.asked.length]).toEqual([0, asked])
  })

  it.each<[string, JsonObject, number, string]>([
    ['not there', {uri: '/nothing'}, 7, 'answered 404'],
    ['another file', {uri: '/other.csv'}, 5, 'holds other bytes than were read'],
    ['cut off', {uri: '/cut'}, 7, 'could not be fetched'],
    ['larger than recorded', {uri: '/endless'}, 1, 'at most 18 B are taken'],
    ['of a cloud', {uri: 'http://169.254.169.254/latest/meta-data/iam'}, 1, 'leads to 169.254.169.254'],
    ['with a password', {uri: 'http://ada:hunter2@127.0.0.1/x'}, 1, 'credentials of a record are not used'],
    ['nobody there', {uri: 'http://127.0.0.1:1/x'}, 7, 'ECONNREFUSED'],
    ['a folder', {uri: '/train.csv', files: 2}, 1, 'it is a folder'],
  ])('%s: the checkout stays whole, and nothing of it is kept', (_, fields, exit, words) => {
    const place = workplace()
    const uri = String(fields['uri']).replace(/^\//, `${server.url}/`)
    const id = recorded(place, [train({...served(''), ...fields, uri})])
    const {status, stderr, data, folder} = checkout(place, [id, '--fetch-data'])
    expect(stderr).toContain(words)
    expect([status, data[0].failed.message]).toEqual([exit, expect.stringContaining(words)])
    expect(stderr).not.toContain('hunter2@')
    expect(existsSync(join(folder, 'train.py'))).toBe(true)
    expect(existsSync(join(folder, 'data')) ? readdirSync(join(folder, 'data')) : []).toEqual([])
  })

  it('a dry run shows the addresses and asks none', () => {
    const place = workplace()
    const id = recorded(place, [train(served('/train.csv'))])
    const before = server.asked.length
    const {stderr, status} = checkout(place, [id, '--fetch-data', '--dry-run'])
    expect([status, stderr]).toEqual([0, expect.stringContaining(`would fetch ${server.url}/train.csv`)])
    expect(server.asked.length).toBe(before)
  })

  it('interrupted: nothing half of it is left, and the next checkout goes on', async () => {
    const place = workplace()
    const id = recorded(place, [train(served('/stops'))])
    const {child, ended} = begin(place, ['checkout', id, '../cut', '--fetch-data'])
    const folder = join(dirname(place.cwd), 'cut')
    const isUnderWay = () => existsSync(join(folder, 'data')) && readdirSync(join(folder, 'data')).length > 0
    while (!isUnderWay()) await new Promise(resolve => setTimeout(resolve, 20))
    child.kill('SIGINT')
    await ended
    expect(readdirSync(join(folder, 'data'))).toEqual([])
    expect(checkout(place, [id, '../cut'])).toMatchObject({status: 0, data: [{state: 'missing'}]})
  })

  it('nothing without a digest', () => {
    const place = workplace()
    const id = recorded(place, [train({uri: `${server.url}/train.csv`})])
    const before = server.asked.length
    const {status, stderr} = checkout(place, [id, '--fetch-data'])
    expect(status).toBe(1)
    expect(stderr).toContain('is not fetched: the record has no digest to check it by')
    expect(stderr).toContain('hint: if you trust it: mkdir -p')
    expect(server.asked.length).toBe(before)
  })

  it('never over a file, through a link of the tree, or out of the checkout', () => {
    const place = workplace()
    const outside = tempFolder('outside')
    symlinkSync(outside, join(place.cwd, 'linked'))
    place.write('there.csv', 'of the code\n')
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'a link')
    const paths = ['there.csv', 'linked/new.csv', '../../.ssh/x', '.git/hooks/post-checkout', '/etc/passwd']
    const id = recorded(
      place,
      paths.map((_, i) => ({role: 'data', path: `p${i}`, ...served('/train.csv')})),
    )
    const list = place.git('ls-tree', '-r', '--name-only', 'exp-ledger').split('\n')
    const run = list.find(each => each.endsWith(`${id}/run.yaml`))!
    const text = paths.reduce(
      (all, path, i) => all.replace(`path: p${i}\n`, `path: ${JSON.stringify(path)}\n`),
      `${place.ledgerFile(run)}\n`,
    )
    place.putOnLedger(run, text)
    const {status, data, folder} = checkout(place, [id, '--fetch-data'])
    expect(data.map(({path, file}: JsonObject) => path ?? file)).toEqual(paths)
    expect(status).not.toBe(0)
    expect(data.map(({fetched}: JsonObject) => fetched !== undefined)).toEqual([false, false, false, false, true])
    expect(data[4].at.startsWith(join(folder, '.exp/data'))).toBe(true)
    expect(readFileSync(join(folder, 'there.csv'), 'utf8')).toBe('of the code\n')
    expect(readdirSync(outside)).toEqual([])
    expect(existsSync(join(dirname(dirname(folder)), '.ssh'))).toBe(false)
  })
})

describe('from here', () => {
  it('a link, a copy, and no more than was asked for', () => {
    const place = workplace()
    place.write('.gitignore', 'data/\n')
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'ignored')
    place.write('data/train.csv', SERVED)
    place.write('data/set/a.csv', 'a\n')
    place.write('data/set/b.csv', 'b\n')
    const {id} = ran(place, ['--data', 'train=data/train.csv', '--input', 'data=data/set', '--', 'true'])
    const {folder} = checkout(place, [id, '../linked', '--fetch-data'])
    expect(readlinkSync(join(folder, 'data/train.csv'))).toBe(join(place.cwd, 'data/train.csv'))
    const copied = checkout(place, [id, '../copied', '--copy-data'])
    expect(copied.data.map(({copied}: JsonObject) => copied)).toEqual([true, true])
    expect(lstatSync(join(copied.folder, 'data/train.csv')).isFile()).toBe(true)
    writeFileSync(join(copied.folder, 'data/set/a.csv'), 'changed\n')
    expect(readFileSync(join(place.cwd, 'data/set/a.csv'), 'utf8')).toBe('a\n')
    expect(checkout(place, [id, '../none']).data.map(({linked}: JsonObject) => linked)).toEqual([undefined, undefined])
    expect(place.refused(['checkout', id, '--link-data', '--copy-data']).code).toBe('USAGE')
  })

  it('what another run made: large from the store, small from the ledger, always a copy', () => {
    const place = workplace()
    place.write('.gitignore', 'out/\n')
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'ignored')
    const make =
      'import os; os.makedirs("out"); open("out/big.pt","wb").write(b"x"*300000); open("out/small.pt","w").write("w")'
    ran(place, ['--keep', 'out/big.pt', '-a', 'out/small.pt', '--', 'python3', '-c', make])
    const {id} = ran(place, ['--input', 'checkpoint=out/big.pt', '--input', 'checkpoint=out/small.pt', '--', 'true'])
    rmSync(join(place.cwd, 'out'), {recursive: true})
    expect(checkout(place, [id]).data.map(({place: where, state}: JsonObject) => [where, state])).toEqual([
      ['store', 'same'],
      ['ledger', 'same'],
    ])
    const {status, folder, data} = checkout(place, [id, '--fetch-data'])
    expect([status, data.map(({copied}: JsonObject) => copied)]).toEqual([0, [true, true]])
    const [big, small] = ['big', 'small'].map(name => join(folder, `out/${name}.pt`)) as [string, string]
    expect([lstatSync(big).size, readFileSync(small, 'utf8')]).toEqual([300_000, 'w'])
    writeFileSync(big, 'spoiled')
    expect(checkout(place, [id, '../again', '--fetch-data']).status).toBe(0)
  })

  it('the cache of the Hugging Face hub, by commit and by branch; else the command that fills it', () => {
    const place = workplace()
    const [commit, cache] = ['c'.repeat(40), tempFolder('cache')]
    const set = join(cache, 'hub/datasets--org--name')
    writeText(set, `blobs/${sha256(Buffer.from(SERVED))}`, SERVED)
    mkdirSync(join(set, `snapshots/${commit}`), {recursive: true})
    symlinkSync(`../../blobs/${sha256(Buffer.from(SERVED))}`, join(set, `snapshots/${commit}/train.csv`))
    writeText(set, 'refs/main', commit)
    writeText(cache, `hub/models--org--model/snapshots/${commit}/config.json`, '{}')
    const id = recorded(place, [
      {role: 'train', uri: `hf://datasets/org/name@${commit}/train.csv`, digest: digestOf(SERVED)},
      {role: 'dev', uri: 'hf://datasets/org/name/train.csv', digest: digestOf(SERVED)},
      {role: 'test', path: 'data/test.csv', uri: 'hf://datasets/org/name/train.csv', digest: digestOf(SERVED)},
      {role: 'data', uri: `hf://datasets/org/name@${commit}/train.csv`, digest: ONES},
      {role: 'base_model', uri: 'hf://org/model', revision: commit},
      {role: 'tokenizer', uri: `hf://org/other@${commit}`},
      {role: 'prompt', uri: 'hf://../../../../etc/passwd'},
    ])
    const {data, folder, stderr} = checkout(place, [id, '--copy-data'], {HF_HOME: cache})
    expect(data.map(({place: where, state}: JsonObject) => [where, state])).toEqual([
      ['hub', 'same'],
      ['hub', 'same'],
      ['hub', 'same'],
      ['hub', 'changed'],
      ['hub', 'unpinned'],
      [undefined, 'address'],
      [undefined, 'address'],
    ])
    expect(readFileSync(join(folder, 'data/test.csv'), 'utf8')).toBe(SERVED)
    expect(stderr).toContain(`hint: hf download --revision ${commit} org/other\n`)
    const bare = {HF_HOME: undefined, HF_HUB_CACHE: join(cache, 'hub')}
    expect(checkout(place, [id, '../two'], bare).data[0]).toMatchObject({place: 'hub', state: 'same'})
    expect(checkout(place, [id, '../three'], {HF_HOME: undefined, XDG_CACHE_HOME: cache}).data[0].state).toBe('address')
  })
})

test('addresses that others serve are commands to paste, and none is started', () => {
  const place = workplace()
  const bin = tempFolder('bin')
  for (const name of ['aws', 'hf', 'gcloud', 'az', 'curl']) {
    writeText(bin, name, '#!/bin/sh\ntouch "$HOME/pwned"\n')
    chmodSync(join(bin, name), 0o755)
  }
  const id = recorded(place, [
    {role: 'train', path: 'data/train.csv', uri: "s3://b/k;touch $HOME/pwned'.csv", digest: ONES},
    {role: 'dev', uri: 'gs://b/dev.csv'},
    {role: 'test', uri: 'odd://b/\u001b[2Jx'},
    {role: 'prompt', uri: 'file:///etc/hostname'},
  ])
  const env = {PATH: `${bin}:${process.env['PATH']}`}
  const {status, stderr, folder} = checkout(place, [id, '--fetch-data'], env)
  expect(status).toBe(1)
  expect(stderr).toContain(`aws s3 cp 's3://b/k;touch $HOME/pwned'\\''.csv' ${folder}/data/train.csv`)
  expect(stderr).toContain('gcloud storage cp gs://b/dev.csv ./dev.csv')
  expect(stderr).not.toContain('\u001b')
  expect(existsSync(join(process.env['HOME'] ?? '/', 'pwned'))).toBe(false)
  expect(readdirSync(folder)).not.toContain('hostname')
})

describe('to run it again', () => {
  const count = 'print(len(open("data/train.csv").read()))\n'
  const prepared = () => {
    const place = workplace()
    place.write('.gitignore', 'data/\nout/\n')
    place.write('train.py', count)
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'count')
    return place
  }

  it('from a web server, once somebody agrees', () => {
    const place = prepared()
    recorded(place, [train(served('/train.csv'))])
    const before = server.asked.length
    const refusal = place.refused(['reproduce', 'one', '--yes'])
    expect([refusal.code, refusal.hints]).toEqual([
      'INPUT_CHANGED',
      expect.arrayContaining([expect.stringMatching(/^it has an address: git exp reproduce \w+ --fetch-data$/)]),
    ])
    expect(place.exp(['reproduce', 'one', '--fetch-data']).status).toBe(2)
    expect(server.asked.length).toBe(before)
    const {stderr, stdout} = place.exp(['reproduce', 'one', '--yes', '--fetch-data'])
    expect(stderr).toContain(`data/train.csv: to be fetched from ${server.url}/train.csv, and checked`)
    expect(`${stderr}${stdout}`).toContain('18')
  })

  it('what cannot be fetched ends it before anything runs', () => {
    const place = prepared()
    recorded(place, [train(served('/other.csv'))])
    const {status, stderr} = place.exp(['reproduce', 'one', '--yes', '--fetch-data'])
    expect([status, stderr]).toEqual([5, expect.stringContaining('holds other bytes than were read')])
    expect(place.json(['ls']).runs).toHaveLength(1)
  })

  it('a copy may be written to, and the user’s own stays as it is', () => {
    const place = prepared()
    place.write('data/train.csv', SERVED)
    const spoil = 'open("data/train.csv", "a").write("more")'
    const {id} = ran(place, ['--data', 'train=data/train.csv', '--', 'true'])
    const again = recorded(place, [train({digest: digestOf(SERVED)})], {command: ['python3', '-c', spoil]})
    const {stderr} = place.exp(['reproduce', again, '--yes', '--copy-data'])
    expect(stderr).toContain('data/train.csv: as recorded, copied from your working tree')
    expect([id, readFileSync(join(place.cwd, 'data/train.csv'), 'utf8')]).toEqual([id, SERVED])
  })

  it('what another run left, from the store', () => {
    const place = prepared()
    const make = 'import os; os.makedirs("out"); open("out/big.pt","wb").write(b"x"*300000)'
    ran(place, ['--keep', 'out/big.pt', '--', 'python3', '-c', make])
    const use = 'import os; print(os.path.getsize("out/big.pt")); open("out/big.pt", "w").write("spoiled")'
    const {id} = ran(place, ['--input', 'checkpoint=out/big.pt', '--', 'true'])
    const digest = place.json(['show', id]).inputs[0].digest
    rmSync(join(place.cwd, 'out'), {recursive: true})
    const again = recorded(place, [{role: 'checkpoint', path: 'out/big.pt', digest}], {command: ['python3', '-c', use]})
    const {stderr, stdout} = place.exp(['reproduce', again, '--yes'])
    expect(stderr).toContain('out/big.pt: as recorded, copied from the store')
    expect(`${stderr}${stdout}`).toContain('300000')
    expect(checkout(place, [id, '--fetch-data']).status).toBe(0)
  })
})
