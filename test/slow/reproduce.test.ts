import {spawnSync} from 'node:child_process'
import {existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import type {JsonObject} from '../../src/base/json'
import {hermetic} from '../support/env'
import {tempFolder} from '../support/git'
import {ran} from '../support/running'
import {plainRecord, type Spawning, type Workplace, workplace} from '../support/workplace'

/** Learns from a seed, a table, a config and the number of threads; `noise` makes it another each time. */
const TRAIN = `import csv, json, os, random, sys

seed = int(sys.argv[sys.argv.index("--seed") + 1])
random.seed(seed)
lr = float(open("config.yaml").read().split("lr: ")[1].split()[0])
rows = list(csv.DictReader(open("data/train.csv")))
loss = 1.0
for _ in range(3):
    loss -= lr * random.random() * sum(float(row["y"]) for row in rows)
loss += int(os.environ.get("OMP_NUM_THREADS", "0")) * 1e-6
try:
    import ownlib
    loss += float(ownlib.BIAS)
except ImportError:
    pass
if "--noise" in sys.argv:
    loss += int.from_bytes(os.urandom(4), "big") / 2**40
os.makedirs("out", exist_ok=True)
open("out/model.txt", "w").write(repr(loss))
json.dump({"dev": {"loss": loss, "runtime": int.from_bytes(os.urandom(2), "big")}}, open("out/metrics.json", "w"))
`
/** Types an answer on a terminal of its own. */
const TERMINAL = `import os, pty, sys
pid, fd = pty.fork()
if pid == 0:
    os.execv(sys.argv[1], [sys.argv[1], sys.argv[2], "reproduce", "base", "--no-pager"])
out, asked = b"", False
while True:
    try:
        piece = os.read(fd, 4096)
    except OSError:
        break
    if not piece:
        break
    out += piece
    if b"[y/N]" in out and not asked:
        asked = True
        os.write(fd, sys.argv[3].encode() + b"\\n")
print(out.decode())
sys.exit(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
`
const WORDS = [
  '--data',
  'train=data/train.csv',
  '--config',
  'config.yaml',
  '-a',
  'out/model.txt',
  '--ingest',
  'out/metrics.json',
]
const COMMAND = ['python3', 'train.py', '--seed', '3']

function training(): Workplace {
  const place = workplace()
  place.write('train.py', TRAIN)
  place.write('config.yaml', 'epochs: 3\nlr: 0.1\n')
  place.write('data/train.csv', 'x,y\n1,0.2\n3,0.4\n')
  place.write('.gitignore', 'data/\nout/\n')
  place.git('add', '-A')
  place.git('commit', '--quiet', '-m', 'a training')
  return place
}

const train = (place: Workplace, name: string, spawning?: Spawning, command: readonly string[] = COMMAND) =>
  ran(place, ['--name', name, ...WORDS, '--', ...command], spawning)

interface Causes {
  readonly causes: readonly {readonly kind: string; readonly changes: readonly {readonly what: string}[]}[]
}

const kinds = ({causes}: Causes): string[][] =>
  causes.map(({kind, changes}) => [kind, ...changes.map(({what}) => what)])

describe('a run again', () => {
  let place: Workplace
  beforeAll(() => {
    place = training()
    train(place, 'base', {env: {OMP_NUM_THREADS: '2'}})
  })

  test('nothing is run without consent', () => {
    const before = place.state()
    const {code, message, hints} = place.json(['reproduce', 'base']).error
    expect([code, message]).toEqual(['USAGE', expect.stringContaining('nobody is at a terminal')])
    expect(hints[0]).toMatch(/^git exp reproduce \w{12} --yes$/)
    expect(place.state()).toEqual(before)
    const {stderr} = place.exp(['reproduce', 'base'])
    for (const line of ['command   python3 train.py --seed 3', 'OMP_NUM_THREADS=2', 'data/train.csv: as recorded'])
      expect(stderr).toContain(line)
    expect(existsSync(place.inGit('exp/worktrees'))).toBe(false)
  })

  test.each([
    ['n', 1, 'nothing was run'],
    ['', 1, 'nothing was run'],
    ['y', 0, 'exact'],
  ])('on a terminal a person answers "%s"', (answer, exit, said) => {
    const {status, stdout} = spawnSync(
      'python3',
      ['-c', TERMINAL, process.execPath, resolve('bin/git-exp.js'), answer],
      {
        cwd: place.cwd,
        env: hermetic(),
        encoding: 'utf8',
      },
    )
    expect([status, stdout.includes('Run it? [y/N]'), stdout.includes(said)]).toEqual([exit, true, true])
  })

  test('the same comes out, whatever stands in the working tree, and the original says so', () => {
    place.write('train.py', 'raise SystemExit(9)\n')
    const before = place.git('status', '--porcelain')
    const found = place.json(['reproduce', 'base', '--yes'], {env: {OMP_NUM_THREADS: '7', PYTHONHASHSEED: '1'}})
    expect(place.git('status', '--porcelain')).toBe(before)
    place.git('checkout', '--quiet', 'train.py')
    expect([found.verdict, found.causes, found.unknown]).toEqual(['exact', [], []])
    const [again] = found.reproductions
    expect(again).toMatchObject({
      name: 'base_repro2',
      verdict: 'exact',
      artifacts: [{path: 'out/model.txt', state: 'same'}],
      metrics: [
        {metric: 'dev.loss', verdict: 'same'},
        {metric: 'dev.runtime', verdict: 'cost'},
      ],
    })
    const record = place.json(['show', again.id])
    expect(record).toMatchObject({
      parent: found.original.id,
      reproduces: found.original.id,
      status: 'finished',
      dataset: {splits: {train: {rows: 2}}},
      code: {dirty: false},
    })
    expect(record.env.vars).toEqual({OMP_NUM_THREADS: '2'})
    expect(place.json(['show', 'base']).events.at(-1)).toMatchObject({
      kind: 'reproduction',
      verdict: 'exact',
      runs: [again.id],
    })
    expect(place.ok('show', 'base')).toContain(`reproduction  exact  by ${again.id}`)
    // The ledger has the model, the record what the metrics file says.
    expect([again.worktree, readdirSync(place.inGit('exp/worktrees'))]).toEqual([undefined, []])
    expect(existsSync(join(place.cwd, 'out/metrics.json'))).toBe(true)
  })

  test('the answer stands on stdout alone, what the command says beside it', () => {
    const talking = training()
    talking.write('say.py', 'print("hello")\n')
    talking.git('add', '-A')
    talking.git('commit', '--quiet', '-m', 'say')
    ran(talking, ['--name', 'say', '--', 'python3', 'say.py'])
    const {status, stdout, stderr} = talking.exp(['reproduce', 'say', '--yes'])
    expect([status, stdout.split('\n')[0]]).toEqual([
      1,
      'undecided: no metric, curve or digest of a file was recorded to compare with',
    ])
    expect(stderr).toContain('hello\n')
  })

  test('in the folder where it was typed', () => {
    const below = training()
    below.write('sub/train.py', 'open("here.txt", "w").write(open("near.txt").read())\n')
    below.write('sub/near.txt', 'near')
    below.git('add', '-A')
    below.git('commit', '--quiet', '-m', 'below')
    const {record} = ran(below, ['--name', 'sub', '-a', 'here.txt', '--', 'python3', 'train.py'], {
      cwd: join(below.cwd, 'sub'),
    })
    expect(record.code.folder).toBe('sub')
    expect(below.json(['reproduce', 'sub', '--yes'])).toMatchObject({verdict: 'exact'})
  })

  test('params that were said are said again, and those that were heard are not', () => {
    const said = training()
    const words = ['-p', 'lr=1e-4', '-p', 'model.name=x', '-p', 'code=0012']
    ran(said, ['--name', 'said', ...WORDS.slice(0, -2), ...words, '--', ...COMMAND])
    expect(said.json(['show', 'said'])).toMatchObject({
      params: {lr: 1e-4, model: {name: 'x'}, code: '0012'},
      heard: {declared: ['lr', 'model.name', 'code']},
    })
    const found = said.json(['reproduce', 'said', '--yes'])
    expect([found.verdict, found.causes]).toEqual(['exact', []])
    expect(said.json(['show', found.reproductions[0].id]).params).toEqual({lr: 1e-4, model: {name: 'x'}, code: '0012'})
    const script = said.ok('reproduce', 'said', '--plan', '--format', 'sh')
    expect(script).toMatch(
      /^git exp run --parent \w{12} --data train="\$work"\/code\/data\/train.csv --param code=0012 --param lr=0.0001 --param model.name=x --artifact out\/model.txt -- python3/m,
    )
    // Its environment is that of the run, whose packages are not to be installed here.
    const offline = script.replace(/^.*(?:pip install|-m venv|activate).*$/gm, '')
    said.write('plan.sh', offline)
    const programs = tempFolder('programs')
    symlinkSync(resolve('bin/git-exp.js'), join(programs, 'git-exp'))
    const {status, stdout, stderr} = spawnSync('sh', ['plan.sh'], {
      cwd: said.cwd,
      encoding: 'utf8',
      env: hermetic({PATH: `${programs}:${process.env['PATH']}`}),
    })
    if (status !== 0) throw new Error(stderr)
    expect(stdout).toContain('exact')
  })

  test('a dirty tree runs as it was', () => {
    const dirty = training()
    dirty.write('train.py', TRAIN.replace('1.0', '2.0'))
    dirty.write('helper.py', '')
    train(dirty, 'dirty')
    dirty.git('stash', '--quiet', '--include-untracked')
    dirty.git('gc', '--quiet', '--prune=now')
    expect(dirty.json(['reproduce', 'dirty', '--yes'])).toMatchObject({verdict: 'exact', causes: []})
  })
})

describe('the folder that it ran in', () => {
  let place: Workplace
  beforeAll(() => {
    place = training()
    place.write('big.py', 'open("out.bin", "wb").write(bytes(200_000))\nopen("log.txt", "w").write("done")\n')
    place.write('.gitignore', 'data/\nout/\nout.bin\n')
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'large')
    train(place, 'base')
    ran(place, ['--name', 'big', '-a', 'out.bin', '--', 'python3', 'big.py'])
  })
  const folders = () => readdirSync(place.inGit('exp/worktrees'))

  test('is kept where that is said, listed, and removed by its name', () => {
    const {verdict, reproductions} = place.json(['reproduce', 'base', '--yes', '--keep'])
    const [{worktree, holds}] = reproductions
    expect([verdict, holds]).toEqual(['exact', []])
    expect(readFileSync(join(worktree, 'out/model.txt'), 'utf8')).not.toBe('')
    const {checkouts} = place.json(['checkout', '--list'])
    expect(checkouts).toMatchObject([{folder: worktree, run: place.json(['show', 'base']).id, by: 'run', changed: []}])
    expect(place.json(['checkout', '--remove', worktree]).error.code).toBe('CHECKOUT_USED')
    place.ok('checkout', '--remove', worktree, '--force')
    expect(folders()).toEqual([])
  })

  test('is kept where something is nowhere else, and that is said', () => {
    const twin = place.json(['reproduce', 'big', '--yes'])
    expect([twin.verdict, folders()]).toEqual(['exact', []])
    rmSync(join(place.cwd, 'out.bin'))
    const {status, stdout, stderr} = place.exp(['reproduce', 'big', '--yes', '--json'])
    const [{worktree, holds}] = JSON.parse(stdout).reproductions
    expect([status, holds, existsSync(join(worktree, 'out.bin'))]).toEqual([0, ['out.bin'], true])
    expect(stderr).toContain(
      `kept, since nothing else holds out.bin: ${worktree}; to be rid of it: git exp checkout --remove`,
    )
    place.ok('checkout', '--remove', worktree, '--force')
  })

  test('copies of data are no reason to keep it, unless the run has changed them', () => {
    const copied = ['--yes', '--copy-data']
    expect([place.json(['reproduce', 'base', ...copied]).verdict, folders()]).toEqual(['exact', []])
    const code = 'open("data/train.csv", "a").write("x"); open("out.bin", "w").write("1")'
    ran(place, ['--name', 'writes', '--data', 'train=data/train.csv', '-a', 'out.bin', '--', 'python3', '-c', code])
    place.write('data/train.csv', 'x,y\n1,0.2\n3,0.4\n')
    const [{worktree, holds}] = place.json(['reproduce', 'writes', ...copied]).reproductions
    expect(holds).toEqual(['data/train.csv'])
    place.ok('checkout', '--remove', worktree, '--force')
  })

  test('is kept where it drifted', () => {
    train(place, 'noisy', {}, [...COMMAND, '--noise'])
    const {verdict, reproductions} = place.json(['reproduce', 'noisy', '--yes'])
    expect([verdict, existsSync(reproductions[0].worktree)]).toEqual(['drifted', true])
  })
})

describe('one input changed at a time', () => {
  let place: Workplace
  beforeAll(() => {
    place = training()
    train(place, 'base', {env: {OMP_NUM_THREADS: '2'}})
  })

  /** Judges another run as a reproduction of the first; the change is taken back. */
  function judged(
    name: string,
    change: () => void,
    spawning: Spawning = {env: {OMP_NUM_THREADS: '2'}},
    command = COMMAND,
  ) {
    change()
    train(place, name, spawning, command)
    place.git('checkout', '--quiet', '.')
    place.write('data/train.csv', 'x,y\n1,0.2\n3,0.4\n')
    const {status, stdout} = place.exp(['reproduce', 'base', '--by', name, '--json'])
    const found = JSON.parse(stdout)
    expect([status, found.verdict]).toEqual([1, 'drifted'])
    return kinds(found)
  }

  test('a row of data', () => {
    expect(judged('row', () => place.write('data/train.csv', 'x,y\n1,0.2\n3,0.5\n'))).toEqual([
      ['data', 'dataset.train data/train.csv'],
    ])
  })

  test('the seed', () => {
    const found = judged('seed', () => {}, undefined, ['python3', 'train.py', '--seed', '4'])
    expect(found.map(([kind]) => kind)).toEqual(['seed'])
  })

  test('a source line', () => {
    expect(judged('line', () => place.write('train.py', TRAIN.replace('loss = 1.0', 'loss = 1.5')))).toEqual([
      ['code', 'train.py'],
    ])
  })

  test('a config value', () => {
    expect(judged('config', () => place.write('config.yaml', 'epochs: 3\nlr: 0.2\n'))).toEqual([
      ['config', 'config.yaml'],
    ])
    const {stdout} = place.exp(['reproduce', 'base', '--by', 'config'])
    expect(stdout).toContain('config  config.yaml: lr: 0.1 → lr: 0.2\n')
  })

  test('the number of threads', () => {
    expect(judged('threads', () => {}, {env: {OMP_NUM_THREADS: '8'}})).toEqual([['settings', 'OMP_NUM_THREADS']])
  })

  test('a package', () => {
    const library = (version: string) => {
      const folder = tempFolder('library')
      mkdirSync(join(folder, `ownlib-${version}.dist-info`))
      writeFileSync(
        join(folder, `ownlib-${version}.dist-info/METADATA`),
        `Metadata-Version: 2.1\nName: ownlib\nVersion: ${version}\n`,
      )
      writeFileSync(join(folder, `ownlib-${version}.dist-info/RECORD`), 'ownlib.py,,\n')
      writeFileSync(join(folder, 'ownlib.py'), `BIAS = ${version === '1.0' ? 0.5 : 0.25}\n`)
      return {env: {PYTHONPATH: folder}}
    }
    train(place, 'lib1', library('1.0'))
    train(place, 'lib2', library('2.0'))
    expect(kinds(place.json(['reproduce', 'lib1', '--by', 'lib2']))).toEqual([['packages', 'ownlib']])
  })

  test('within a tolerance it is no drift, and said once', () => {
    const judgedSo = () => place.exp(['reproduce', 'base', '--by', 'threads', '--tolerance', '1e-4'])
    const {status, stdout} = judgedSo()
    expect([status, stdout.split('\n')[0]]).toEqual([
      0,
      'within tolerance: 1 metric is within its tolerance, 1 file differs',
    ])
    const count = place.json(['show', 'base']).events.length
    judgedSo()
    expect(place.json(['show', 'base']).events).toHaveLength(count)
  })
})

describe('data', () => {
  test('that has changed or gone is told before anything runs', () => {
    const place = training()
    train(place, 'base')
    place.write('data/train.csv', 'x,y\n1,0.2\n3,0.9\n')
    const changed = place.refused(['reproduce', 'base', '--yes'])
    expect([changed.code, changed.message]).toEqual([
      'INPUT_CHANGED',
      expect.stringContaining('data/train.csv is not as it was recorded'),
    ])
    const anyway = place.json(['reproduce', 'base', '--yes', '--anyway'])
    expect([anyway.verdict, kinds(anyway)]).toEqual(['drifted', [['data', 'dataset.train data/train.csv']]])
    rmSync(join(place.cwd, 'data'), {recursive: true})
    expect(place.refused(['reproduce', 'base', '--yes']).message).toContain('data/train.csv is not here')
    const archive = tempFolder('archive')
    writeFileSync(join(archive, 'train.csv'), 'x,y\n1,0.2\n3,0.4\n')
    const {status, stderr} = place.exp(['reproduce', 'base', '--yes', '--data', archive])
    expect([status, stderr]).toEqual([
      0,
      expect.stringContaining(`data/train.csv: as recorded, linked from ${join(archive, 'train.csv')}`),
    ])
  })

  test('of the code that is not what the record says is told, and is a cause', () => {
    const place = training()
    place.write('.gitignore', 'out/\n')
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'data in git')
    const code = {commit: place.git('rev-parse', 'HEAD'), tree: place.git('rev-parse', 'HEAD^{tree}')}
    const inputs = [{role: 'train', path: 'data/train.csv', digest: `sha256:${'1'.repeat(64)}`}]
    const said = {run_name: 'base', task: 'ner', command: COMMAND, code, inputs}
    place.json(['record', '-'], {input: JSON.stringify(said)})
    const {stderr, stdout} = place.exp(['reproduce', 'base', '--yes'])
    expect(stderr).toContain('warning: data/train.csv is not as it was recorded')
    expect(stdout).toContain('data/train.csv')
  })

  test('a folder that the code has a part of is completed from the working tree', () => {
    const place = training()
    place.write('.gitignore', 'data/*.csv\nout/\n')
    place.write('data/README', 'rows\n')
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'a part of the data')
    ran(place, ['--name', 'base', '--data', 'train=data', '--ingest', 'out/metrics.json', '--', ...COMMAND])
    const found = place.json(['reproduce', 'base', '--yes'])
    expect(found.verdict).toBe('exact')
  })
})

test('what is not deterministic: the spread of several', () => {
  const place = training()
  train(place, 'base', {}, [...COMMAND, '--noise'])
  const found = place.json(['reproduce', 'base', '--yes', '--times', '3'])
  expect([found.verdict, found.reproductions.length]).toEqual(['drifted', 3])
  expect(found.causes.at(0).kind === 'non-determinism' || found.causes.at(-1).kind === 'non-determinism').toBe(true)
  expect(found.spread).toMatchObject([{metric: 'dev.loss', n: 3}])
  const [{min, max, mean, sd}] = found.spread
  expect([min < max, min <= mean && mean <= max, sd > 0]).toEqual([true, true, true])
  const names = found.reproductions.map(({name}: {name: string}) => name)
  expect(names).toEqual(['base_repro1', 'base_repro2', 'base_repro3'])
  const text = place.ok('show', 'base')
  expect(text).toContain('non-determinism')
  expect(place.exp(['reproduce', 'base', '--by', names[0], '--by', names[1]]).stdout).toContain(
    'non-deterministic, spread of 2: dev.loss ±',
  )
})

describe('records that mean harm', () => {
  let place: Workplace
  let marker: string
  beforeAll(() => {
    place = training()
    marker = join(tempFolder('harm'), 'harmed')
  })

  /** A record of what stands here, with fields that nobody honest writes. */
  function recorded(name: string, more: JsonObject): void {
    const tree = place.git('rev-parse', 'HEAD^{tree}')
    const commit = place.git('rev-parse', 'HEAD')
    const {code = {}, ...rest} = more
    place.json(['record', '-'], {
      input: JSON.stringify(
        plainRecord(name, {dataset: {name: 'x'}, ...rest, code: {commit, tree, ...(code as JsonObject)}}),
      ),
    })
  }

  /** What `record` would refuse may still come with a ledger that was fetched. */
  function edited(name: string, change: (text: string) => string): void {
    const {path} = place.json(['ls', '--where', `name == "${name}"`]).runs[0]
    place.putOnLedger(`${path}/run.yaml`, `${change(place.ledgerFile(`${path}/run.yaml`))}\n`)
  }

  test('no shell reads the command', () => {
    recorded('shell', {
      command: ['python3', '-c', 'import sys; print(sys.argv)', `; touch ${marker}`, `$(touch ${marker})`],
    })
    const {stderr} = place.exp(['reproduce', 'shell', '--yes'])
    expect(stderr).toContain(`; touch ${marker}`)
    expect(existsSync(marker)).toBe(false)
  })

  test('the script holds every word in quotes', () => {
    recorded('quotes', {command: ['echo', `'; touch ${marker} #`, '`touch x`', '-n', '$HOME']})
    const {stdout} = place.exp(['reproduce', 'quotes', '--plan', '--format', 'sh'])
    expect(stdout).toContain(`-- echo ''\\''; touch ${marker} #' '\`touch x\`' -n '$HOME'\n`)
    recorded('controls', {command: ['echo', 'a\nrm -rf /', '\u001b[2J']})
    expect(place.refused(['reproduce', 'controls', '--plan', '--format', 'sh']).code).toBe('BAD_RECORD')
    const plan = place.exp(['reproduce', 'controls', '--plan'])
    expect([plan.status, plan.stdout.includes('\u001b')]).toEqual([0, false])
  })

  test('variables that load or lead are not set', () => {
    const vars = {
      LD_PRELOAD: '/evil.so',
      PYTHONSTARTUP: '/evil.py',
      GIT_DIR: '/evil',
      PATH: '/evil',
      OMP_NUM_THREADS: '3',
      MKL_CBWR: 'a\nb',
    }
    const code =
      'import os; print([os.environ.get(n) for n in "LD_PRELOAD PYTHONSTARTUP GIT_DIR MKL_CBWR OMP_NUM_THREADS".split()])'
    recorded('vars', {command: ['python3', '-c', code], env: {vars}})
    const {stderr} = place.exp(['reproduce', 'vars', '--yes'])
    expect(stderr).toContain("[None, None, None, None, '3']")
    for (const name of ['LD_PRELOAD', 'PYTHONSTARTUP', 'GIT_DIR', 'PATH', 'MKL_CBWR'])
      expect(stderr).toContain(`variable  ${name} is not set`)
    const {stdout} = place.exp(['reproduce', 'vars', '--plan', '--format', 'sh'])
    expect(stdout.match(/^export .*$/gm)).toEqual(['export OMP_NUM_THREADS=3'])
  })

  test('no file from outside of the repository is read into the ledger', () => {
    const secret = join(tempFolder('home'), 'id_rsa')
    writeFileSync(secret, 'very secret')
    symlinkSync(secret, join(place.cwd, 'model.bin'))
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'a link')
    const yaml = join(secret, '../secret.yaml')
    writeFileSync(yaml, 'a: very secret')
    recorded('links', {command: ['true', '--config', yaml], code: {config: 'CONFIG.yaml'}})
    recorded('artifact', {command: ['true'], tags: ['x']})
    edited('links', text => text.replace('CONFIG.yaml', `"../../../../../../../..${secret}"`))
    edited('artifact', text => `${text}\nartifacts:\n  - digest: sha256:${'0'.repeat(64)}\n    path: model.bin`)
    for (const name of ['links', 'artifact']) {
      const found = place.json(['reproduce', name, '--yes'])
      const record = place.json(['show', found.reproductions[0].id])
      expect(record.artifacts).toBeUndefined()
    }
    const texts = place.git('log', '--all', '-p', '--format=')
    expect([texts.includes('very secret'), texts.includes('id_rsa')]).toEqual([false, true])
  })

  test.each(['../..', '/etc', '.git', 'a/../../b', 'nowhere'])('the folder "%s" is refused', folder => {
    recorded(`folder ${folder}`, {command: ['true'], code: {folder}})
    const {error} = place.json(['reproduce', `folder ${folder}`, '--yes'])
    expect(error.code).toBe('BAD_RECORD')
  })

  test('inputs are laid out below the code only', () => {
    const digest = `sha256:${'1'.repeat(64)}`
    recorded('inputs', {
      command: ['true'],
      inputs: [
        {role: 'data', path: '../../escape.txt', digest},
        {role: 'data', path: '.git/hooks/post-checkout', digest},
      ],
    })
    const {stderr} = place.exp(['reproduce', 'inputs', '--yes'])
    expect(stderr).toContain('../../escape.txt: left out, its path has a ".." part')
    expect(stderr).toContain('.git/hooks/post-checkout: left out')
  })

  test.each<[string, JsonObject, string]>([
    ['no command', {}, 'names no command'],
    ['a redacted command', {command: ['python3', 'x.py', '--token', '[redacted:flag]']}, 'a secret was taken out of'],
    ['another tree', {command: ['true'], code: {tree: 'a'.repeat(40)}}, 'its commit holds another one'],
    ['a commit nobody has', {command: ['true'], code: {commit: 'b'.repeat(40)}}, 'does not have'],
  ])('%s', (name, more, message) => {
    recorded(name, more)
    expect(place.refused(['reproduce', name, '--yes']).message).toContain(message)
  })
})

test('an environment that cannot be built', () => {
  const place = training()
  train(place, 'base')
  const folder = tempFolder('programs')
  writeFileSync(join(folder, 'uv'), '#!/bin/sh\nexit 3\n', {mode: 0o755})
  const {error} = place.json(['reproduce', 'base', '--yes', '--env', 'uv'], {
    env: {PATH: `${folder}:${process.env['PATH']}`},
  })
  expect([error.code, error.message]).toEqual(['ENV_FAILED', 'the environment could not be built: uv answered 3'])
  expect(error.hints[0]).toMatch(/^uv venv /)
  expect(existsSync(place.inGit('exp/worktrees'))).toBe(false)
})

test('a run that goes on is not judged', () => {
  const place = training()
  place.ok('start', '--name', 'open', '--', 'true')
  expect(place.refused(['reproduce', 'open', '--yes']).code).toBe('RUN_BUSY')
})

test('words that cannot be', () => {
  const place = training()
  train(place, 'base')
  for (const [words, code] of [
    [['nobody'], 'RUN_NOT_FOUND'],
    [['base', '--tolerance', 'x'], 'USAGE'],
    [['base', '--by', 'base'], 'USAGE'],
    [['base', '--by', 'nobody'], 'RUN_NOT_FOUND'],
    [['base', '--times', '0'], 'USAGE'],
    [['base', '--env', 'docker'], 'USAGE'],
  ] as const)
    expect([words, place.refused(['reproduce', ...words]).code]).toEqual([words, code])
})

test('the exercise of the brief: a run known by its words alone', () => {
  const place = workplace()
  place.json(['record', '-'], {
    input: JSON.stringify({
      run_name: 'reviews_xlmr',
      task: 'text_classification',
      dataset: {name: 'reviews_v3', splits: {train: 't1', dev: 'd1', test: 'x1'}},
      code: {commit: '9f8e7d'},
      env: {libs: {transformers: '4.46.0', torch: '2.3.0'}, cuda: '12.1'},
      params: {model: 'xlm-roberta-base', lr: 2e-5, max_length: 256, batch_size: 16, tokenizer: 'fast', seed: 123},
    }),
  })
  const {steps} = place.json(['reproduce', 'reviews_xlmr', '--plan'])
  expect(steps.map(({name}: {name: string}) => name)).toEqual([
    'data',
    'code',
    'environment',
    'settings',
    'params',
    'train',
    'evaluate',
    'compare',
  ])
  const text = place.ok('reproduce', 'reviews_xlmr', '--plan')
  for (const line of [
    /known +data set +reviews_v3/,
    /assumed +train +t1 /,
    /assumed +commit +9f8e7d /,
    /known +library +transformers 4\.46\.0/,
    /known +CUDA +12\.1/,
    /known +seed +123/,
    /known +tokenizer +fast/,
    /known +max_length +256/,
    /missing +command +\(no command was recorded\)/,
    /missing +python/,
  ])
    expect(text).toMatch(line)
  expect(place.ok('reproduce', 'reviews_xlmr', '--plan', '--format', 'md')).toContain(
    '### 8. Compare with what was recorded',
  )
  expect(place.ok('reproduce', 'reviews_xlmr', '--plan', '--format', 'sh')).toContain(
    'python -m pip install torch==2.3.0 transformers==4.46.0',
  )
})

describe('one that is stopped', () => {
  /** Ends by Ctrl-C where it is repeated: the first time, or the second where that is asked for. */
  const STOPPED = `import json, os, signal, time
json.dump({"dev": {"f1": 0.5}}, open("metrics.json", "w"))
if "worktrees" in os.getcwd():
    if os.path.exists("../../stop") or os.environ.get("STOP") == "now":
        os.kill(os.getppid(), signal.SIGINT)
        time.sleep(20)
    open("../../stop", "w").close()
`
  const stopped = () => {
    const place = workplace()
    place.write('fit.py', STOPPED)
    place.write('.gitignore', 'metrics.json\n')
    place.git('add', '-A')
    place.git('commit', '--quiet', '-m', 'fit')
    ran(place, ['--name', 'base', '--ingest', 'metrics.json', '--', 'python3', 'fit.py'])
    return place
  }
  const refusedWith = (place: Workplace, flags: readonly string[], env: NodeJS.ProcessEnv = {}) => {
    const {status, stdout} = place.exp(['reproduce', 'base', '--yes', '--json', ...flags], {env})
    return {status, error: JSON.parse(stdout).error}
  }

  test('has no verdict, and exit 130', () => {
    const place = stopped()
    const {status, error} = refusedWith(place, ['--times', '3'], {STOP: 'now'})
    expect([status, error.code, error.kind]).toEqual([130, 'INTERRUPTED', 'interrupted'])
    const [id] = error.data.runs
    expect(error.data.runs).toHaveLength(1)
    expect(place.json(['show', id]).status).toBe('aborted')
    expect(place.json(['show', 'base']).events).toBeUndefined()
    const judged = place.json(['reproduce', 'base', '--by', id])
    expect([judged.verdict, judged.reproductions[0].reasons]).toEqual([
      'undecided',
      ['it is aborted: what it would have come to nobody knows'],
    ])
    expect(place.json(['reproduce', id, '--by', 'base']).reproductions[0].reasons[0]).toMatch(
      /^the original is aborted/,
    )
  })

  test('those that ended before can be judged', () => {
    const place = stopped()
    const {status, error} = refusedWith(place, ['--times', '3'])
    expect([status, error.data.runs.length]).toEqual([130, 2])
    const [hint] = error.hints
    expect(hint).toBe(
      `those that ended: git exp reproduce ${place.json(['show', 'base']).id} --by ${error.data.runs[0]}`,
    )
    expect(place.json(['reproduce', 'base', '--by', error.data.runs[0]]).verdict).toBe('exact')
  })
})
