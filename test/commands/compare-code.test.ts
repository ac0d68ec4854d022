import {type Workplace, workplace} from '../support/workplace'

let place: Workplace
const TRAIN = 'mkdir -p out; echo "{\\"dev\\": {\\"f1\\": 0.8$1}}" > out/metrics.json\n'
const train = (name: string, seed: number, ...more: string[]) =>
  place.ok(
    'run',
    '--name',
    name,
    '--seed',
    String(seed),
    '--param',
    'lr=1',
    ...more,
    '--',
    'sh',
    'train.sh',
    String(seed),
  )
/** The rivals of a comparison, each as its number of runs. */
const rivals = (...runs: string[]): string[] =>
  place.json(['compare', ...runs]).rivals.map((rival: {runs: readonly unknown[]}) => String(rival.runs.length))

beforeEach(() => {
  place = workplace()
  place.write('train.sh', TRAIN)
  place.git('add', '-A')
  place.git('commit', '--quiet', '-m', 'train')
})

test('what runs before left about is no other code: seeds stay one rival', () => {
  for (const seed of [1, 2, 3]) train(`s${seed}`, seed)
  place.write('train.sh', `${TRAIN}# longer\n`)
  train('edited', 1)
  expect(place.git('ls-tree', '-r', '--name-only', 'refs/exp/code^2')).toContain('out/metrics.json')
  expect(rivals('s1', 's2', 's3', 'edited')).toEqual(['3', '1'])
  expect(place.ok('compare', 's1', 's2', 's3', 'edited')).toMatch(
    /\n {2}code +([0-9a-f]{10}) +\1 and changes [0-9a-f]{10}\n/,
  )
})

test('the same files are the same code, dirty or committed', () => {
  place.write('train.sh', `${TRAIN}# longer\n`)
  train('dirty', 1)
  place.git('commit', '--quiet', '-a', '-m', 'longer')
  train('clean', 2)
  train('other', 1, '--param', 'wd=1')
  expect(rivals('dirty', 'clean', 'other')).toEqual(['2', '1'])
})

test('an untracked program counts, and a config that the run names', () => {
  train('before', 1)
  place.write('helper.py', 'x = 1\n')
  train('with-program', 2)
  expect(rivals('before', 'with-program')).toEqual(['1', '1'])
  place.write('config.yaml', 'a: 1\n')
  train('config', 1, '--config', 'config.yaml')
  place.write('config.yaml', 'a: 2\n')
  train('other-config', 2, '--config', 'config.yaml')
  train('same-config', 3, '--config', 'config.yaml')
  train('third', 1, '--param', 'wd=1')
  expect(rivals('config', 'other-config', 'same-config', 'third')).toEqual(['1', '2', '1'])
})
