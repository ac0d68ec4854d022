import {execFileSync} from 'node:child_process'
import {existsSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {sha256} from '../../src/base/digest'
import {ran, refusedRun, warningsOf} from '../support/running'
import {type Workplace, workplace} from '../support/workplace'

let place: Workplace
beforeAll(() => {
  place = workplace()
  place.write('data/train.csv', 'text,label\na,1\nb,0\n')
  place.write('data/dev.jsonl', '{"a": 1}\n{"a": 2}\n{"a": 3}\n')
  place.write('vectors/a.txt', 'alpha\n')
  writeFileSync(join(place.cwd, 'vectors/b.bin'), Buffer.from(Array.from({length: 256}, (_, i) => i)))
  place.write('vectors/sub/c.txt', 'gamma\n')
  place.write('.gitignore', 'data/\nvectors/\nout/\nbig.bin\n')
})

const sumOf = (path: string) =>
  `sha256:${execFileSync('sha256sum', [join(place.cwd, path)])
    .toString()
    .slice(0, 64)}`
const manifest = (folder: string) =>
  execFileSync('sh', ['-c', "find . -type f | sed 's|^./||' | LC_ALL=C sort | xargs -d '\\n' sha256sum"], {
    cwd: join(place.cwd, folder),
  })

test('files and folders by digest, rows and bytes, as sha256sum says', () => {
  const words = ['--data', 'train=data/train.csv', '--data', 'dev=data/dev.jsonl', '--input', 'data=vectors']
  const {record} = ran(place, [...words, '--dataset', 'tweets', '--', 'true'])
  expect(record.inputs).toEqual([
    {
      role: 'train',
      path: 'data/train.csv',
      digest: sumOf('data/train.csv'),
      rows: 2,
      bytes: 19,
      how: 'declared',
      digested: 'before',
    },
    {
      role: 'dev',
      path: 'data/dev.jsonl',
      digest: sumOf('data/dev.jsonl'),
      rows: 3,
      bytes: 27,
      how: 'declared',
      digested: 'before',
    },
    {
      role: 'data',
      path: 'vectors',
      digest: `sha256:${sha256(manifest('vectors'))}`,
      bytes: 268,
      files: 3,
      how: 'declared',
      digested: 'before',
    },
  ])
  expect(record.dataset).toEqual({
    name: 'tweets',
    splits: {
      train: {hash: sumOf('data/train.csv'), rows: 2, bytes: 19, uri: 'data/train.csv'},
      dev: {hash: sumOf('data/dev.jsonl'), rows: 3, bytes: 27, uri: 'data/dev.jsonl'},
    },
  })
})

test('the folder’s digest is that of the published vector (dir-v1)', () => {
  const {record} = ran(place, ['--input', 'data=vectors', '--', 'true'])
  // `sha256sum *` of alpha, 0…255 and gamma, each as shasum writes it.
  expect(record.inputs[0].digest).toBe(`sha256:${sha256(manifest('vectors'))}`)
  expect(manifest('vectors').toString().split('\n')[0]).toMatch(/ {2}a\.txt$/)
})

test('a path that is not there: the nearest name, and nothing recorded or started', () => {
  for (const flag of ['--data', '--input']) {
    const error = refusedRun(place, [flag, 'train=data/trian.csv', '--', 'touch', 'started'])
    expect(error).toMatchObject({
      code: 'FILE_NOT_FOUND',
      exit: 4,
      message: 'there is no file or folder "data/trian.csv", which is declared as an input',
      hints: ['did you mean data/train.csv?'],
    })
  }
  expect(existsSync(join(place.cwd, 'started'))).toBe(false)
})

test('--hash: before, during, after, never', () => {
  writeFileSync(join(place.cwd, 'big.bin'), Buffer.alloc(70 << 20, 7))
  const wait = ['sh', '-c', 'sleep 0.7']
  const one = (hash: string, command = ['true']) => {
    const {id} = ran(place, ['--data', 'train=big.bin', '--hash', hash, '--', ...command])
    const {inputs, dataset} = place.json(['show', id])
    return [inputs[0].digested, inputs[0].digest, dataset.splits.train.hash]
  }
  // After comes first: what was read once is known.
  const digest = sumOf('big.bin')
  expect(one('never')).toEqual([undefined, undefined, undefined])
  expect(one('after')).toEqual(['after', digest, digest])
  writeFileSync(join(place.cwd, 'big.bin'), Buffer.alloc(70 << 20, 8))
  const changed = sumOf('big.bin')
  expect(one('during', wait)).toEqual(['during', changed, changed])
  writeFileSync(join(place.cwd, 'big.bin'), Buffer.alloc(70 << 20, 9))
  expect(one('before')).toEqual(['before', sumOf('big.bin'), sumOf('big.bin')])
})

test('a digest that comes after the end is no lack of the template', () => {
  const own = workplace()
  own.write('big.csv', 'a,b\n1,2\n')
  const {id, stderr} = ran(own, ['--hash', 'after', '--data', 'train=big.csv', '--', 'true'])
  expect(stderr).not.toMatch(/lacks/)
  expect(own.json(['template', 'check', 'generic']).failing).toEqual([])
  const never = ran(own, ['--name', 'never', '--hash', 'never', '--data', 'train=big.csv', '--', 'true'])
  expect(never.stderr).toMatch(
    /^warning: never lacks .*dataset\.splits\.train\.hash.*: git exp template check generic$/m,
  )
  expect(own.json(['template', 'check', 'generic']).failing).toMatchObject([{id: never.id}])
  expect(id).not.toBe(never.id)
})

test('a run ended by hand: what was not read before is read then', () => {
  const own = workplace()
  own.write('big.csv', 'a,b\n1,2\n')
  const id = own.ok('start', '--print-id', '--hash', 'after', '--data', 'train=big.csv').trim()
  const {status, stderr} = own.exp(['finish', id])
  expect([status, stderr]).toEqual([0, expect.not.stringMatching(/lacks/)])
  expect(own.json(['show', id]).dataset.splits.train).toMatchObject({hash: expect.stringMatching(/^sha256:/), rows: 1})
})

test('a file that the command changes is marked, with a warning', () => {
  place.write('data/log.txt', 'before\n')
  const before = sumOf('data/log.txt')
  const answer = ran(place, ['--input', 'data=data/log.txt', '--', 'sh', '-c', 'sleep 0.02; echo more >> data/log.txt'])
  expect(answer.status).toBe(0)
  expect(answer.record.inputs).toMatchObject([{path: 'data/log.txt', digest: before, changed: true}])
  expect(warningsOf(answer).join('\n')).toContain('the input "data/log.txt" changed during the run')
})

test('an address as it is, its revision from it', () => {
  const {record} = ran(place, ['--input', 'base_model=hf://bert-base@0123abc/model.bin', '--', 'true'])
  expect(record.inputs).toEqual([
    {role: 'base_model', uri: 'hf://bert-base@0123abc/model.bin', revision: '0123abc', how: 'declared'},
  ])
})

test('a checkpoint that an earlier run left names that run', () => {
  const MAKE = 'head -c 300000 /dev/zero | tr "\\0" "m" > out/model.pt; echo tiny > out/tokenizer.json'
  place.write('out/.keep', '')
  const maker = ran(place, ['--keep', 'out/model.pt', '-a', 'out/tokenizer.json', '--', 'sh', '-c', MAKE])
  expect(maker.record.artifacts).toHaveLength(2)
  const words = ['--input', 'checkpoint=out/model.pt', '--input', 'tokenizer=out/tokenizer.json']
  const {record} = ran(place, [...words, '--', 'true'])
  expect(record.inputs).toMatchObject([
    {role: 'checkpoint', digest: sumOf('out/model.pt'), run: maker.id},
    {role: 'tokenizer', digest: sumOf('out/tokenizer.json'), run: maker.id},
  ])
})

test('a checkpoint that an earlier run recorded by digest alone names that run too', () => {
  const MAKE = 'head -c 300000 /dev/zero | tr "\\0" "k" > out/other.pt'
  const maker = ran(place, ['-a', 'out/other.pt', '--', 'sh', '-c', MAKE])
  const {record} = ran(place, ['--input', 'checkpoint=out/other.pt', '--', 'true'])
  expect(record.inputs).toMatchObject([{run: maker.id}])
})

describe('.expconfig', () => {
  let team: Workplace
  beforeAll(() => {
    team = workplace()
    team.write('data/train.csv', 'a\n1\n')
    team.write('data/dev.csv', 'a\n1\n2\n')
    team.write('sub/here.csv', 'a\n')
    team.write(
      '.expconfig',
      `[exp]
	task = sentiment
	dataset = tweets
	group = team
	name = {task}_{dataset}_lr{lr}
	artifact = out/*.json
	colour = red
[exp "data"]
	train = data/train.csv
	dev = data/dev.csv
[exp "input"]
	base-model = hf://bert@abc
[alias]
	x = !touch started
`,
    )
    team.git('add', '-A')
    team.git('commit', '--quiet', '-m', 'team')
  })

  test('its defaults, from the top whatever the folder; what is unknown is told', () => {
    const CHILD = 'mkdir -p ../out; echo 1 > ../out/m.json'
    const answer = ran(team, ['--', 'sh', '-c', CHILD, '--lr', '0.01'], {cwd: join(team.cwd, 'sub')})
    expect(answer.record).toMatchObject({
      name: 'sentiment_tweets_lr0.01',
      task: 'sentiment',
      group: 'team',
      dataset: {name: 'tweets', splits: {train: {rows: 1}, dev: {rows: 2}}},
      artifacts: [{path: 'out/m.json'}],
    })
    expect(answer.record.inputs.map(({role, path, uri}: Record<string, string>) => [role, path ?? uri])).toEqual([
      ['train', 'data/train.csv'],
      ['dev', 'data/dev.csv'],
      ['base_model', 'hf://bert@abc'],
    ])
    const said = warningsOf(answer).join('\n')
    expect(said).toContain('.expconfig: "exp.colour" is none of the keys it may have')
    expect(said).toContain('.expconfig: "alias.x" is no setting for runs')
    expect(existsSync(join(team.cwd, 'started'))).toBe(false)
  })

  test('flags win', () => {
    const words = ['--task', 'ner', '--group', 'mine', '--dataset', 'wiki', '--name', 'own', '--data', 'dev=here.csv']
    const {record} = ran(team, [...words, '-a', '', '--', 'true'], {cwd: join(team.cwd, 'sub')})
    expect(record).toMatchObject({name: 'own', task: 'ner', group: 'mine', dataset: {name: 'wiki'}})
    expect(record.dataset.splits.dev.uri).toBe('sub/here.csv')
    expect(record.dataset.splits.train.uri).toBe('data/train.csv')
    expect(record.artifacts).toBeUndefined()
  })

  test('without it, a name by the rule of the brief', () => {
    expect(ran(place, ['--task', 'ner', '--', 'python3', '-c', 'pass']).record.name).toMatch(/^ner_.*\d{4}-\d\d-\d\d$/)
  })
})
