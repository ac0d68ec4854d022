import {execFileSync, spawn, spawnSync} from 'node:child_process'
import {existsSync, mkdtempSync, openSync, readFileSync, realpathSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {bundled} from '../support/bundle'
import {hermetic} from '../support/env'

const SHELL = bundled('test/support/shell-fixture.ts')
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'git-exp-shell-')))
const env = hermetic()

function run(args: readonly string[], more: NodeJS.ProcessEnv = {}, input = '') {
  return spawnSync(process.execPath, [SHELL, ...args], {
    cwd: folder,
    env: {...env, ...more},
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 24,
  })
}

/** On a terminal of its own, made by script(1). */
function onTerminal(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const line = [process.execPath, SHELL, ...args].map(word => `'${word}'`).join(' ')
  const options = {cwd: folder, env: {...env, TERM: 'xterm', ...more}, encoding: 'utf8', input: ''} as const
  return spawnSync('script', ['-qec', line, '/dev/null'], options).stdout.replaceAll('\r\n', '\n')
}

const inBash = (line: string) =>
  spawnSync('bash', ['-c', line, 'bash', process.execPath, SHELL], {
    cwd: folder,
    env,
    encoding: 'utf8',
    maxBuffer: 1 << 24,
  })

describe('stdout', () => {
  test('holds data only; warnings and hints go to stderr', () => {
    const {stdout, stderr, status} = run(['look'])
    expect(JSON.parse(stdout)).toEqual({cwd: folder, color: false, width: 'Infinity', terminal: false, file: null})
    expect(stderr).toBe('warning: said at once\nwarning: said\\u{1b}[1m later\nhint: do this\n')
    expect(status).toBe(0)
  })

  test('3 MB through a pipe arrive whole, with the exit code', () => {
    const {stdout, status} = run(['big'])
    expect(stdout).toHaveLength(3_000_000)
    expect(status).toBe(1)
  })

  test('3 MB of JSON too', () => {
    expect(JSON.parse(run(['big', '--json']).stdout).text).toHaveLength(3_000_000)
  })

  test('a reader that leaves early ends it quietly', () => {
    const {stdout, stderr} = inBash('"$1" "$2" big | head -c 3; echo " $PIPESTATUS"')
    expect(stdout).toBe('xxx 141\n')
    expect(stderr).toBe('')
  })

  test('a full disk is an error', () => {
    const full = openSync('/dev/full', 'w')
    const {stderr, status} = spawnSync(process.execPath, [SHELL, 'look'], {
      env,
      cwd: folder,
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    })
    expect(stderr).toContain('error: standard output cannot be written: ENOSPC')
    expect(status).toBe(5)
  })

  test('a closed stderr is nobody’s loss', () => {
    expect(inBash('"$1" "$2" look 2>&- | head -c 1').stdout).toBe('{')
  })

  test('nothing is printed where there is nothing to say', () => {
    expect(run(['silent'])).toMatchObject({stdout: '', stderr: '', status: 0})
  })
})

describe('errors', () => {
  test('in git’s manner, line by line, without what a terminal obeys', () => {
    const {stdout, stderr, status} = run(['fail'])
    expect(stderr).toBe(
      'error: two problems\nrun.json:1:2: \\u{1b}[2Jname is 3\nhint: git exp record b.json\nhint: then look\n',
    )
    expect(stdout).toBe('')
    expect(status).toBe(3)
  })

  test('--json adds one object on stdout and changes nothing else', () => {
    const {stdout, stderr, status} = run(['fail', '--json'])
    expect(JSON.parse(stdout)).toEqual({
      error: {
        code: 'BAD_RECORD',
        kind: 'input',
        exit: 3,
        message: 'two problems\nrun.json:1:2: \u001b[2Jname is 3',
        hints: ['git exp record b.json\nthen look'],
        data: {n: 2},
      },
    })
    expect(stderr).toContain('error: two problems')
    expect(status).toBe(3)
  })

  test.each([
    ['lok', 2, "'lok' is not a git exp command"],
    ['look --fiel=a', 2, "unknown flag '--fiel=a' for git exp look"],
    ['look a b', 2, "unexpected 'b'; look takes [FILE]"],
    ['place', 2, 'missing PATH: where'],
    ['big --bytes many', 2, "--bytes is 'many'; expected a whole number of at least 0"],
    ['look --json=false', 2, "--json takes no value; found '--json=false'"],
    ['look --color=pink', 2, "--color is 'pink'; expected one of: always, auto, never"],
    ['--pink look', 2, "unknown flag '--pink' in front of the command"],
    ['-C nowhere look', 4, "cannot change to 'nowhere': there is no such folder"],
  ])('%s', (line, exit, message) => {
    const {stdout, stderr, status} = run([...line.split(' '), '--json'])
    expect(stderr).toContain(`error: ${message}\n`)
    expect(JSON.parse(stdout).error).toMatchObject({message, exit})
    expect(status).toBe(exit)
  })

  test.each([[[]], [['--late']]])('a bug: 70, the stack, and whom to tell %j', more => {
    const {stderr, status} = run(['bug', ...more])
    expect(stderr).toMatch(/^error: unexpected: TypeError: broken \\u\{1b\}\[31mred\n {4}at /m)
    expect(stderr).toMatch(/^hint: this is a bug in git-exp \d/m)
    expect(status).toBe(70)
  })

  test('a folder that is gone', () => {
    const {stderr, status} = inBash('mkdir gone; cd gone; rmdir ../gone; "$1" "$2" look')
    expect(stderr).toContain('error: the current folder is gone')
    expect(status).toBe(4)
  })

  test('Ctrl-C', async () => {
    const child = spawn(process.execPath, [SHELL, 'wait'], {env, cwd: folder})
    await new Promise(ready => child.stderr.once('data', ready))
    const ended = new Promise(done => child.once('exit', (code, signal) => done(code ?? signal)))
    child.kill('SIGINT')
    expect([130, 'SIGINT']).toContain(await ended)
  })
})

describe('stdin', () => {
  test('is not read for a missing argument', () => {
    expect(JSON.parse(run(['look', '--json'], {}, 'refs/heads/main abc\n').stdout).file).toBeNull()
    const {stderr} = run(['place'], {}, 'path\n')
    expect(stderr).toContain('missing PATH')
  })
})

describe('-C', () => {
  test('each relative to the one before, in front of the command or behind it', () => {
    execFileSync('mkdir', ['-p', join(folder, 'a/b')])
    expect(JSON.parse(run(['-C', 'a', '-C', 'b', 'look']).stdout).cwd).toBe(join(folder, 'a/b'))
    expect(JSON.parse(run(['-Ca', 'look', '-C', 'b']).stdout).cwd).toBe(join(folder, 'a/b'))
  })
})

describe('on a terminal', () => {
  test('there is colour, unless somebody is against it', () => {
    const color = (args: readonly string[], more?: NodeJS.ProcessEnv) =>
      /"color":true/.test(onTerminal(['look', ...args], more))
    expect(color([])).toBe(true)
    expect(color(['--color=never'])).toBe(false)
    expect(color([], {NO_COLOR: '1'})).toBe(false)
    expect(color(['--color=always'], {NO_COLOR: '1'})).toBe(true)
    expect(color([], {TERM: 'dumb'})).toBe(false)
    expect(color([], {GIT_CONFIG_COUNT: '1', GIT_CONFIG_KEY_0: 'color.exp', GIT_CONFIG_VALUE_0: 'false'})).toBe(false)
  })

  test('long answers go through git’s pager', () => {
    const small = ['big', '--bytes=5']
    expect(onTerminal(small, {GIT_PAGER: 'sed s/x/y/'})).toBe('yxxx\n')
    expect(onTerminal(small, {GIT_PAGER: 'echo $LESS $LV; cat >/dev/null'})).toBe('FRX -c\n')
    expect(onTerminal(small, {GIT_PAGER: 'cat'})).toBe('xxxx\n')
    expect(onTerminal([...small, '--no-pager'], {GIT_PAGER: 'sed s/x/y/'})).toBe('xxxx\n')
    expect(onTerminal(small, {GIT_PAGER: 'sed s/x/y/', GIT_PAGER_IN_USE: 'true'})).toBe('xxxx\n')
    expect(onTerminal(small, {GIT_PAGER: 'no-such-pager'})).toContain('xxxx\n')
    expect(onTerminal(['big'], {GIT_PAGER: 'head -c 2'})).toBe('xx')
  })

  test('through git’s own pager it is still a person who reads', () => {
    const said = JSON.parse(run(['look'], {GIT_PAGER_IN_USE: 'true', COLUMNS: '99', TERM: 'xterm'}).stdout)
    expect(said).toMatchObject({terminal: true, width: '99', color: true})
  })
})

describe('help', () => {
  test('without a command, and -h, and help: exit 0 on stdout', () => {
    for (const args of [[], ['-h'], ['--help'], ['help'], ['-C', folder]]) {
      const {stdout, stderr, status} = run(args)
      expect(stdout).toContain('usage: git exp')
      expect([stderr, status]).toEqual(['', 0])
    }
    expect(run(['big', '-h']).stdout).toBe(run(['help', 'big']).stdout)
  })

  test('not behind --, where words are not ours', () => {
    expect(JSON.parse(run(['look', '--json', '--', '-h']).stdout).file).toBe('-h')
  })

  test('as data', () => {
    const {commands} = JSON.parse(run(['help', 'big', '--json']).stdout)
    expect(commands).toMatchObject([
      {id: 'big', usage: 'git exp big [flags]', flags: [{name: 'bytes', kind: 'integer'}]},
    ])
  })
})

describe('files of the user’s', () => {
  test('are written with their folders', () => {
    const path = join(folder, 'x/y/z')
    expect(run(['place', path]).status).toBe(0)
    expect(readFileSync(path, 'utf8')).toBe('here\n')
  })

  test('or an error says why not', () => {
    writeFileSync(join(folder, 'file'), '')
    const {stderr, status} = run(['place', join(folder, 'file/z')])
    expect(stderr).toContain(`error: '${join(folder, 'file/z')}' cannot be written: `)
    expect(status).toBe(5)
    expect(existsSync(join(folder, 'file/z'))).toBe(false)
  })
})
