import {existsSync, readFileSync, utimesSync} from 'node:fs'
import {join} from 'node:path'
import {sha256} from '../../src/base/digest'
import {ran, warningsOf} from '../support/running'
import {type Workplace, workplace} from '../support/workplace'

interface Entry {
  readonly path: string
  readonly digest: string
  readonly size: number
  readonly role?: string
}

let place: Workplace
beforeAll(() => {
  place = workplace()
  place.write('.gitignore', 'out/\n')
})

const digestOf = (path: string) => `sha256:${sha256(readFileSync(join(place.cwd, path)))}`
const paths = ({artifacts = []}: {artifacts?: Entry[]}) => artifacts.map(({path}) => path).sort()
const folderOf = (id: string): string =>
  place.json(['ls', '--limit', '0']).runs.find((run: {id: string}) => run.id === id).path
const treeOf = (id: string) => place.git('ls-tree', '-r', '--name-only', `exp-ledger:${folderOf(id)}`).split('\n')

test('globs: small ones in the tree, large ones by digest, --keep through the store', () => {
  const CHILD = `mkdir -p out/deep; echo '{"f1": 1}' > out/metrics.json; echo x > out/deep/preds.csv
    head -c 200000 /dev/zero > out/model.pt; head -c 200001 /dev/zero > out/best.pt`
  const {id, record} = ran(place, [
    '-a',
    'out/**/*.csv',
    '-a',
    'out/*',
    '--keep',
    'out/best.pt',
    '--',
    'sh',
    '-c',
    CHILD,
  ])
  expect(paths(record)).toEqual(['out/best.pt', 'out/deep/preds.csv', 'out/metrics.json', 'out/model.pt'])
  for (const {path, digest, size} of record.artifacts as Entry[]) {
    expect([path, digest, size]).toEqual([path, digestOf(path), readFileSync(join(place.cwd, path)).length])
  }
  const tree = treeOf(id).filter(path => path.startsWith('artifacts/'))
  expect(tree).toEqual(['artifacts/out/best.pt', 'artifacts/out/deep/preds.csv', 'artifacts/out/metrics.json'])
  expect(place.ledgerFile(`${folderOf(id)}/artifacts/out/metrics.json`)).toBe('{"f1": 1}')
  expect(place.ledgerFile(`${folderOf(id)}/artifacts/out/best.pt`)).toContain(`oid ${digestOf('out/best.pt')}`)
  const hex = digestOf('out/best.pt').slice(7)
  expect(existsSync(place.inGit(`exp/objects/${hex.slice(0, 2)}/${hex.slice(2, 4)}/${hex}`))).toBe(true)
  const log = place.git('log', '--reverse', '--format=%s', 'exp-ledger').split('\n').slice(-3)
  expect(log).toEqual([`start: ${record.name}`, `finish: ${record.name}`, `artifact: ${record.name}`])
})

test('what an earlier run left is not taken; a pattern that meets nothing is told', () => {
  place.write('out/stale.txt', 'old\n')
  utimesSync(join(place.cwd, 'out/stale.txt'), 1_600_000_000, 1_600_000_000)
  const answer = ran(place, ['-a', 'out/stale.txt', '-a', 'nothing/*', '--', 'true'])
  expect(answer.record.artifacts).toBeUndefined()
  expect(warningsOf(answer)).toEqual([
    'no artifact for "out/stale.txt": this run did not write it',
    'no artifact for "nothing/*": there is no such file',
  ])
})

test('two from outside with one name: the second is told', () => {
  const base = join(place.cwd, '..')
  const CHILD = 'mkdir -p ../o1 ../o2; echo 1 > ../o1/m.json; echo 2 > ../o2/m.json'
  const answer = ran(place, ['-a', '../o1/m.json', '-a', '../o2/m.json', '--', 'sh', '-c', CHILD])
  expect(paths(answer.record)).toEqual(['m.json'])
  expect(warningsOf(answer)).toEqual([`${join(base, 'o2/m.json')} is not recorded: another artifact is called m.json`])
})

test('training state is left out, unless kept or named', () => {
  const CHILD =
    'mkdir -p out/ckpt; for f in model.pt optimizer.pt scheduler.pt rng_state.pth; do echo $f > out/ckpt/$f; done'
  const some = ran(place, ['-a', 'out/ckpt/*', '--', 'sh', '-c', CHILD])
  expect(paths(some.record)).toEqual(['out/ckpt/model.pt'])
  expect(warningsOf(some).join('\n')).toContain('3 files of training state')
  const all = ran(place, ['--keep', 'out/ckpt/*', '--', 'sh', '-c', CHILD])
  expect(paths(all.record)).toHaveLength(4)
})

test('blanks, letters of other languages and signs of globs in names and in the repository’s own', () => {
  const CHILD = "mkdir -p 'out/a b'; echo 1 > 'out/a b/ergebnis (1) é.json'; echo 2 > 'out/a b/日本.txt'"
  const {id, record} = ran(place, ['-a', 'out/a b/*', '--', 'sh', '-c', CHILD])
  expect(paths(record)).toEqual(['out/a b/ergebnis (1) é.json', 'out/a b/日本.txt'])
  expect(
    place.git('-c', 'core.quotePath=false', 'ls-tree', '-r', '--name-only', `exp-ledger:${folderOf(id)}`),
  ).toContain('artifacts/out/a b/日本.txt')
})

test('a folder whose name has signs of globs is itself', () => {
  place.write('exp[1] (a)/x.txt', '')
  const cwd = join(place.cwd, 'exp[1] (a)')
  const {record} = ran(place, ['-a', '*.json', '--', 'sh', '-c', 'echo 1 > m.json'], {cwd})
  expect(paths(record)).toEqual(['m.json'])
})

test('a symbolic link to a file is recorded with the bytes of its target', () => {
  const CHILD = 'mkdir -p out; echo here > out/real.txt; ln -sf real.txt out/link.txt'
  const {record} = ran(place, ['-a', 'out/link.txt', '--', 'sh', '-c', CHILD])
  expect(record.artifacts).toMatchObject([{path: 'out/link.txt', size: 5}])
})

test('a run that failed leaves artifacts too', () => {
  const {status, record} = ran(place, ['-a', 'out/last.log', '--', 'sh', '-c', 'echo bye > out/last.log; exit 4'])
  expect([status, record.status, paths(record)]).toEqual([4, 'failed', ['out/last.log']])
})

test('config files of the command are kept as they were at its start', () => {
  place.write('conf/train.yaml', 'lr: 1\n')
  place.write('conf/model.toml', 'x = 1\n')
  place.write('extra.cfg', 'a\n')
  const CHILD = ['sh', '-c', 'echo "lr: 2" > conf/train.yaml', 'conf/train.yaml', '--config=conf/model.toml', 'no.json']
  const {id, record} = ran(place, ['--config', 'extra.cfg', '--', ...CHILD])
  expect(record.code.config).toEqual(['extra.cfg', 'conf/train.yaml', 'conf/model.toml'])
  expect((record.artifacts as Entry[]).map(({path, role}) => [path, role])).toEqual([
    ['extra.cfg', 'config'],
    ['conf/train.yaml', 'config'],
    ['conf/model.toml', 'config'],
  ])
  expect(place.ledgerFile(`${folderOf(id)}/artifacts/conf/train.yaml`)).toBe('lr: 1')
})

test('code.diff of a dirty tree, requirements.txt of the interpreter', () => {
  place.write('train.py', 'print("changed")\n')
  const {id, record} = ran(place, ['--', 'python3', '-c', 'pass'])
  expect(record.code).toMatchObject({dirty: true, snapshot: expect.stringMatching(/^[0-9a-f]{40}$/)})
  expect(place.ledgerFile(`${folderOf(id)}/code.diff`)).toContain('+print("changed")')
  expect(place.git('show', `${record.code.snapshot}:train.py`)).toBe('print("changed")')
  expect(place.git('rev-list', 'refs/exp/code').split('\n')).toContain(record.code.snapshot)
  expect(place.git('for-each-ref', 'refs/exp/pins')).toBe('')
  expect(treeOf(id)).toEqual(expect.arrayContaining(['code.diff', 'requirements.txt', 'run.yaml']))
})
