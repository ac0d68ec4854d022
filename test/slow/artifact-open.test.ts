import {execFileSync, spawnSync} from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import {join, resolve} from 'node:path'
import {hermetic} from '../support/env'
import {gitWith, tempFolder} from '../support/git'
import {noise, plainRecord, type Workplace, workplace} from '../support/workplace'

const BIN = resolve('bin/git-exp.js')
const cache = tempFolder('cache')
const env = {XDG_CACHE_HOME: cache}

let place: Workplace
beforeAll(() => {
  place = workplace()
  place.exp(['record', '-'], {input: JSON.stringify(plainRecord('one'))})
  place.write('out/confusion_matrix.csv', ',neg,pos\nneg,50,3\npos,12,135\n')
  place.write('out/errors.jsonl', '{"id":1}\n{"id":2}\n')
  place.write('dev/notes.txt', 'dev\n')
  place.write('test/notes.txt', 'test\n')
  place.write('out/page.html', '<script>alert(1)</script>\n')
  place.write('out/evil.log', 'a\u001b[2Jb\u202ec\r\nd\te\u0007\n')
  noise(join(place.cwd, 'out/plot.png'), 5_000)
  noise(join(place.cwd, 'out/model.pt'), 5_000_000)
  place.ok('artifact', 'add', 'one', 'out', 'dev', 'test')
})

const open = (...words: string[]) => place.exp(['artifact', 'open', ...words], {env})
const refused = (...words: string[]) => place.refused(['artifact', 'open', ...words], {env})

/** On a terminal of its own, made by script(1), as wide as asked. */
function onTerminal(words: readonly string[], columns = 100): string {
  const line = [process.execPath, BIN, '--no-pager', ...words].map(word => `'${word}'`).join(' ')
  const all = {...hermetic(), ...env, TERM: 'xterm', NO_COLOR: '1'}
  const options = {cwd: place.cwd, env: all, encoding: 'utf8', input: ''} as const
  const {stdout} = spawnSync('script', ['-qec', `stty cols ${columns}; ${line}`, '/dev/null'], options)
  return stdout.replaceAll('\r\n', '\n')
}

/** What a pipe gets, byte for byte. */
const piped = (...words: string[]) =>
  execFileSync(process.execPath, [BIN, 'artifact', 'open', ...words], {
    cwd: place.cwd,
    env: {...hermetic(), ...env},
    maxBuffer: 1 << 24,
  })

test('artifact ls: what a run has, and where its bytes are', () => {
  const text = place.ok('artifact', 'ls', 'one').replace(/sha256:\w{12}/g, 'DIGEST')
  expect(`\n${text}`).toMatchInlineSnapshot(`
"
path                        size  role              digest               bytes
out/confusion_matrix.csv    29 B  confusion_matrix  DIGEST  in the ledger
out/errors.jsonl            18 B  errors            DIGEST  in the ledger
out/evil.log                17 B  log               DIGEST  in the ledger
out/model.pt              4.8 MB  weights           DIGEST  in the store
out/page.html               26 B                    DIGEST  in the ledger
out/plot.png              4.9 KB  plot              DIGEST  in the ledger
dev/notes.txt                4 B                    DIGEST  in the ledger
test/notes.txt               5 B                    DIGEST  in the ledger
"
`)
  place.exp(['record', '-'], {input: JSON.stringify(plainRecord('bare'))})
  expect(place.ok('artifact', 'ls', 'bare')).toBe('no artifacts\n')
})

describe('which one', () => {
  test('by path, by its end, by role; a path that is there beats a role', () => {
    const path = (which: string) => place.json(['artifact', 'open', 'one', which], {env}).artifact.path
    expect(path('out/errors.jsonl')).toBe('out/errors.jsonl')
    expect(path('./out/errors.jsonl')).toBe('out/errors.jsonl')
    expect(path('errors.jsonl')).toBe('out/errors.jsonl')
    expect(path('test/notes.txt')).toBe('test/notes.txt')
    expect(path('errors')).toBe('out/errors.jsonl')
    expect(path('Confusion-Matrix')).toBe('out/confusion_matrix.csv')
    expect(path('model')).toBe('out/model.pt')
    expect(path('plot')).toBe('out/plot.png')
  })

  test('several: they are listed, each with its command', () => {
    expect(refused('one', 'notes.txt')).toMatchObject({
      code: 'FILE_AMBIGUOUS',
      exit: 4,
      message: expect.stringMatching(
        /^"notes.txt" names 2 artifacts of one \(\w{12}\): "dev\/notes.txt", "test\/notes.txt"$/,
      ),
      hints: [
        expect.stringMatching(/ open \w{12} dev\/notes.txt$/),
        expect.stringMatching(/ open \w{12} test\/notes.txt$/),
      ],
      data: {candidates: ['dev/notes.txt', 'test/notes.txt']},
    })
  })

  test('none such: the nearest; none at all; a run that is none', () => {
    expect(refused('one', 'eror.jsonl')).toMatchObject({
      code: 'FILE_NOT_FOUND',
      message: expect.stringMatching(
        /^one \(\w{12}\) has no artifact "eror.jsonl"; it has "out\/confusion_matrix.csv", .* 3 more$/,
      ),
      hints: [expect.stringMatching(/^git exp artifact open \w{12} errors.jsonl$/)],
    })
    expect(refused('one', '../../etc/passwd').hints).toEqual([expect.stringMatching(/^git exp artifact ls \w{12}$/)])
    expect(refused('bare')).toMatchObject({
      code: 'FILE_NOT_FOUND',
      message: expect.stringContaining('has no artifacts'),
    })
    expect(refused('nobody').code).toBe('RUN_NOT_FOUND')
  })

  test('not named: what people read and see is listed; where it is one, that is opened', () => {
    const {artifacts, ...said} = place.json(['artifact', 'open', 'one'], {env})
    expect(said).toEqual({id: expect.any(String), name: 'one'})
    expect(artifacts.map(({path}: {path: string}) => path)).not.toContain('out/model.pt')
    expect(artifacts).toContainEqual(expect.objectContaining({path: 'out/plot.png', bytes: 'ledger', size: 5000}))
    expect(open('one').stderr).toMatch(/^hint: git exp artifact open \w{12} out\/confusion_matrix.csv\n$/)

    place.exp(['record', '-'], {input: JSON.stringify(plainRecord('single'))})
    place.ok('artifact', 'add', 'single', 'out/errors.jsonl', 'out/model.pt')
    expect(open('single').stdout).toBe('{"id":1}\n{"id":2}\n')
    place.exp(['record', '-'], {input: JSON.stringify(plainRecord('weights'))})
    place.ok('artifact', 'add', 'weights', 'out/model.pt')
    expect(refused('weights')).toMatchObject({
      message: expect.stringMatching(
        /^weights \(\w{12}\) has 1 artifact, and none to read or to see: "out\/model.pt"$/,
      ),
      hints: [expect.stringContaining('PATH'), expect.stringContaining('artifact ls')],
    })
  })
})

describe('on a terminal', () => {
  test('a matrix is a table, where it fits', () => {
    expect(onTerminal(['artifact', 'open', 'one', 'confusion_matrix'])).toBe(
      '     neg  pos\nneg   50    3\npos   12  135\n',
    )
    expect(onTerminal(['artifact', 'open', 'one', 'confusion_matrix', '--raw'])).toBe(
      readFileSync(join(place.cwd, 'out/confusion_matrix.csv'), 'utf8'),
    )
    expect(onTerminal(['artifact', 'open', 'one', 'confusion_matrix'], 12)).toBe(',neg,pos\nneg,50,3\npos,12,135\n')
  })

  test('a text cannot command the terminal', () => {
    expect(onTerminal(['artifact', 'open', 'one', 'evil.log'])).toBe('a\\u{1b}[2Jb\\u{202e}c\nd\te\\u{7}\n')
  })

  test('a picture and a page are laid aside for their programs, and nothing is started', () => {
    for (const name of ['plot.png', 'page.html', 'model.pt']) {
      const path = onTerminal(['artifact', 'open', 'one', name]).trim()
      expect(path).toMatch(new RegExp(`^${cache}/git-exp/opened/[0-9a-f]{32}/${name}$`))
      expect(readFileSync(path).equals(readFileSync(join(place.cwd, 'out', name)))).toBe(true)
      expect(lstatSync(path).mode & 0o777).toBe(0o400)
      expect(lstatSync(join(path, '..')).mode & 0o777).toBe(0o700)
    }
  })

  test('a text goes through the pager', () => {
    const line = [process.execPath, BIN, 'artifact', 'open', 'one', 'errors'].map(word => `'${word}'`).join(' ')
    const all = {...hermetic(), ...env, TERM: 'xterm', GIT_PAGER: 'sed s/id/paged/'}
    const {stdout} = spawnSync('script', ['-qec', line, '/dev/null'], {
      cwd: place.cwd,
      env: all,
      encoding: 'utf8',
      input: '',
    })
    expect(stdout).toContain('{"paged":1}')
  })
})

describe('elsewhere', () => {
  test.each(['errors.jsonl', 'evil.log', 'plot.png', 'page.html', 'model.pt'])('a pipe gets the bytes of %s', name => {
    expect(piped('one', name).equals(readFileSync(join(place.cwd, 'out', name)))).toBe(true)
    expect(piped('one', name, '-o', '-').equals(readFileSync(join(place.cwd, 'out', name)))).toBe(true)
  })

  test('--json has the text, or the path of a copy', () => {
    expect(place.json(['artifact', 'open', 'one', 'confusion_matrix'], {env})).toEqual({
      id: expect.any(String),
      name: 'one',
      artifact: {
        path: 'out/confusion_matrix.csv',
        role: 'confusion_matrix',
        digest: expect.stringMatching(/^sha256:/),
        size: 29,
        media_type: 'text/csv',
      },
      text: ',neg,pos\nneg,50,3\npos,12,135\n',
    })
    const {file, text} = place.json(['artifact', 'open', 'one', 'plot'], {env})
    expect([text, readFileSync(file).length]).toEqual([undefined, 5000])
  })

  test('--output: a file or a folder, never over what is there', () => {
    const folder = join(place.cwd, 'looked')
    mkdirSync(folder)
    expect(open('one', 'errors', '-o', 'looked').stdout).toBe('looked/errors.jsonl\n')
    expect(open('one', 'errors', '-o', 'looked/mine.jsonl').stdout).toBe('looked/mine.jsonl\n')
    expect(readdirSync(folder)).toEqual(['errors.jsonl', 'mine.jsonl'])
    expect(refused('one', 'errors', '-o', 'looked')).toMatchObject({
      code: 'FILE_EXISTS',
      exit: 5,
      message: '"looked/errors.jsonl" is there already',
      hints: ['to replace it: --force', 'another name: -o looked/other-errors.jsonl'],
    })
    writeFileSync(join(folder, 'mine.jsonl'), 'mine')
    expect(open('one', 'errors', '-o', 'looked/mine.jsonl', '--force').status).toBe(0)
    expect(readFileSync(join(folder, 'mine.jsonl'), 'utf8')).toBe('{"id":1}\n{"id":2}\n')
    expect(refused('one', 'errors', '-o', 'nowhere/x')).toMatchObject({
      code: 'FILE_NOT_FOUND',
      message: 'there is no folder "nowhere"',
      hints: ['mkdir -p nowhere'],
    })
    expect(refused('one', 'errors', '-o', 'nowhere/').message).toBe('there is no folder "nowhere"')
    expect(readdirSync(folder)).toEqual(['errors.jsonl', 'mine.jsonl'])
  })

  test('--output writes through no link and into no device', () => {
    const [victim, links] = [join(place.cwd, 'victim'), join(place.cwd, 'links')]
    writeFileSync(victim, 'mine')
    mkdirSync(links)
    symlinkSync(victim, join(links, 'errors.jsonl'))
    symlinkSync('/nowhere', join(links, 'dangling'))
    execFileSync('mkfifo', [join(links, 'pipe')])
    expect(refused('one', 'errors', '-o', 'links').code).toBe('FILE_EXISTS')
    expect(refused('one', 'errors', '-o', 'links/dangling').code).toBe('FILE_EXISTS')
    expect(open('one', 'errors', '-o', 'links', '--force').status).toBe(0)
    expect([readFileSync(victim, 'utf8'), lstatSync(join(links, 'errors.jsonl')).isFile()]).toEqual(['mine', true])
    expect(refused('one', 'errors', '-o', 'links/pipe', '--force').message).toBe('"links/pipe" is no ordinary file')
    mkdirSync(join(links, 'plot.png'))
    expect(refused('one', 'plot', '-o', 'links', '--force').message).toBe('"links/plot.png" is a folder')
  })

  test('--with runs a program on a copy, without a shell, and answers its exit code', () => {
    const program = join(tempFolder('programs'), 'see it')
    writeFileSync(program, '#!/bin/sh\necho "$# $1"\nexit 7\n')
    chmodSync(program, 0o755)
    const {stdout, status} = open('one', 'page.html', '--with', program)
    expect(stdout).toMatch(/^1 \/.*\/opened\/[0-9a-f]{32}\/page.html\n$/)
    expect(status).toBe(7)
    expect(open('one', 'errors', '--with', 'cat', '-o', 'kept.jsonl').stdout).toBe('{"id":1}\n{"id":2}\n')
    expect(existsSync(join(place.cwd, 'kept.jsonl'))).toBe(true)
    expect(refused('one', 'errors', '--with', 'no-such-viewer')).toMatchObject({
      code: 'FILE_NOT_FOUND',
      message: 'there is no program "no-such-viewer"',
    })
    expect(refused('one', 'errors', '--with', 'cat; touch pwned')).toMatchObject({
      hints: ['its name alone: no shell reads it'],
    })
    expect(refused('one', 'errors', '--with', victimFile())).toMatchObject({code: 'UNREADABLE_FILE'})
    const {exit, file} = place.json(['artifact', 'open', 'one', 'errors', '--with', 'true'], {env})
    expect([exit, existsSync(file)]).toEqual([0, true])
  })

  const victimFile = () => {
    const path = join(tempFolder('programs'), 'data')
    writeFileSync(path, 'no program')
    return path
  }

  test.each([
    [['--force'], '--force is for --output'],
    [['--raw', '-o', 'x'], '--raw is for stdout'],
    [['--raw', '--with', 'cat'], '--raw is for stdout'],
    [['-o', '-', '--with', 'cat'], '--with wants a file, and --output - is none'],
    [['-o', ''], '--output is empty'],
    [['--with', ''], '--with is empty'],
  ])('%j is a mistake', (flags, message) => {
    expect(refused('one', 'errors', ...flags)).toMatchObject({code: 'USAGE', message})
  })
})

describe('bytes that are not right', () => {
  let other: Workplace
  const stored = () => {
    const [file] = execFileSync('find', [other.inGit('exp/objects'), '-type', 'f'], {encoding: 'utf8'})
      .trim()
      .split('\n')
    return file!
  }
  beforeEach(() => {
    other = workplace()
    noise(join(other.cwd, 'model.pt'), 300_000)
    other.ok(
      'run',
      '--name',
      'two',
      '--keep',
      'model.pt',
      '--artifact',
      'late.csv',
      '--',
      'sh',
      '-c',
      'cp model.pt m; mv m model.pt; yes 1,2 | head -n 60000 > late.csv',
    )
  })

  test('are told and not shown, whatever is done with them', () => {
    const file = stored()
    chmodSync(file, 0o644)
    truncateSync(file, 299_999)
    for (const flags of [[], ['-o', 'copy.pt'], ['--with', 'cat']]) {
      const {stdout, stderr, status} = other.exp(['artifact', 'open', 'two', 'model', ...flags], {env})
      expect([stdout, status]).toEqual(['', 6])
      expect(stderr).toMatch(/^error: the bytes of "model.pt" of two are not those that were recorded\n/)
    }
    expect(readdirSync(other.cwd).sort()).toEqual(['.git', 'late.csv', 'model.pt', 'train.py'])
  })

  test('are not here: told, with where they may be', () => {
    rmSync(other.inGit('exp/objects'), {recursive: true})
    const {message, hints, code} = other.refused(['artifact', 'open', 'two', 'model'], {env})
    expect(code).toBe('FILE_NOT_FOUND')
    expect(message).toMatch(/^the bytes of "model.pt" of two were not kept, or are not on this machine; it ran on \S+$/)
    expect(hints).toEqual([
      expect.stringMatching(/^a file of that size lies here; it is added with: git exp artifact add \w{12} model.pt$/),
    ])
    expect(other.refused(['artifact', 'open', 'two', 'late.csv'], {env}).code).toBe('FILE_NOT_FOUND')
    expect(other.ok('artifact', 'ls', 'two')).toMatch(/^model.pt .* not here\nlate.csv .* not here$/m)
    other.git('config', 'exp.store', 'lfs')
    expect(other.refused(['artifact', 'open', 'two', 'model'], {env}).hints[0]).toBe(
      'git lfs fetch origin refs/heads/exp-ledger',
    )
  })
})

describe('a record that a stranger wrote', () => {
  /** Lays these artifacts over those of a run; `files` lie below its folder. */
  function hostile(name: string, artifacts: readonly object[], files: Record<string, string> = {}): void {
    place.exp(['record', '-'], {input: JSON.stringify(plainRecord(name))})
    const {path} = place.json(['ls', '--where', `name == "${name}"`]).runs[0]
    const record = place.ledgerFile(`${path}/run.yaml`)
    place.putOnLedger(`${path}/run.yaml`, `${record}\nartifacts: ${JSON.stringify(artifacts)}\n`)
    for (const [file, text] of Object.entries(files)) place.putOnLedger(`${path}/${file}`, text)
  }

  test('a path that leads out is a name and no way', () => {
    const paths = ['../../.ssh/authorized_keys', '/etc/passwd', '.git/hooks/pre-commit', '..\\..\\x', '-rf', '.bashrc']
    hostile(
      'escapes',
      paths.map(path => ({path, digest: `sha256:${'0'.repeat(64)}`})),
    )
    for (const path of paths) {
      const words = ['artifact', 'open', 'escapes', path === '-rf' ? './-rf' : path]
      expect([path, place.refused(words, {env}).code]).toEqual([path, 'FILE_NOT_FOUND'])
    }
    expect(place.refused(['artifact', 'open', 'escapes', 'rf'], {env}).hints).toEqual([
      expect.stringMatching(/^git exp artifact open \w{12} .\/-rf$/),
    ])
  })

  test('its bytes are written under a plain name, where the user says', () => {
    const folder = tempFolder('safe')
    const {path} = place.json(['ls', '--where', 'name == "one"']).runs[0]
    hostile('named', [{path: 'a/.bashrc'}, {path: '-n.txt'}], {
      'artifacts/a/.bashrc': 'evil\n',
      'artifacts/-n.txt': 'evil\n',
    })
    expect(open('named', '.bashrc', '-o', folder).stdout).toBe(`${folder}/bashrc\n`)
    expect(open('named', './-n.txt', '-o', folder).stdout).toBe(`${folder}/n.txt\n`)
    expect([path.length > 0, readdirSync(folder).sort()]).toEqual([true, ['bashrc', 'n.txt']])
    expect(statSync(join(folder, 'bashrc')).mode & 0o111).toBe(0)
  })

  test('a link in the ledger is not followed', () => {
    hostile('links', [{path: 'link.txt'}])
    const {path} = place.json(['ls', '--where', 'name == "links"']).runs[0]
    const index = {GIT_INDEX_FILE: place.inGit('index-of-links')}
    const at = (input: string, ...args: string[]) => gitWith({cwd: place.cwd, env: index, input}, ...args)
    at('', 'read-tree', 'exp-ledger')
    const oid = at('/etc/passwd', 'hash-object', '-w', '--stdin')
    at('', 'update-index', '--add', '--cacheinfo', `120000,${oid},${path}/artifacts/link.txt`)
    at(
      '',
      'update-ref',
      'refs/heads/exp-ledger',
      at('', 'commit-tree', at('', 'write-tree'), '-p', 'exp-ledger', '-m', 'link'),
    )
    expect(place.refused(['artifact', 'open', 'links', 'link.txt'], {env}).code).toBe('FILE_NOT_FOUND')
  })

  test('a digest that is a path finds nothing outside of the store', () => {
    const secret = place.write('secret.txt', 'secret\n')
    hostile('digests', [
      {path: 'x.txt', digest: `sha256:../../../../../${secret}`},
      {path: 'y.txt', digest: 7},
    ])
    expect(place.refused(['artifact', 'open', 'digests', 'x.txt'], {env}).code).toBe('FILE_NOT_FOUND')
    expect(place.json(['artifact', 'ls', 'digests']).artifacts).toEqual([
      {path: 'x.txt', bytes: 'missing'},
      {path: 'y.txt', bytes: 'missing'},
    ])
  })

  test('its words cannot command the terminal', () => {
    hostile('words', [
      {path: 'a\u001b[2J.txt', role: '\u001b]0;x\u0007plot'},
      {path: 'b\u202e.txt', uri: 's3://\u001b[1m/x'},
    ])
    const all = [
      place.exp(['artifact', 'ls', 'words']),
      open('words'),
      open('words', 'none'),
      open('words', 'b\u202e.txt'),
    ]
    expect(all.map(({status}) => status)).toEqual([0, 0, 4, 0])
    expect(all[0]!.stdout).toContain('a\\u{1b}[2J.txt')
    for (const {stdout, stderr} of all) expect(stdout + stderr).not.toMatch(/[\u001b\u0007\u202e]/)
  })

  test('a folder and an address are told', () => {
    hostile(
      'kinds',
      [
        {path: 'out'},
        {path: 's3://bucket/model.pt'},
        {path: 'big.csv', uri: 'https://example.com/big.csv', absent: true},
      ],
      {
        'artifacts/out/a.txt': 'a',
        'artifacts/out/b.txt': 'b',
      },
    )
    expect(place.refused(['artifact', 'open', 'kinds', 'out'], {env})).toMatchObject({
      code: 'BAD_ARTIFACT',
      message: '"out" of kinds is a folder of 2 files',
    })
    expect(open('kinds', 'big.csv')).toMatchObject({
      stdout: 'https://example.com/big.csv\n',
      stderr: 'warning: its bytes lie outside of the ledger; this is their address\n',
      status: 0,
    })
    expect(open('kinds', 'model').stdout).toBe('s3://bucket/model.pt\n')
  })
})

describe('show', () => {
  test('says how to open the matrix and the errors', () => {
    const {stderr} = place.exp(['show', 'one'])
    expect(stderr).toMatch(
      /^hint: git exp artifact open (\w{12}) confusion_matrix\nhint: git exp artifact open \1 errors\n$/,
    )
    expect(place.exp(['show', 'bare']).stderr).toBe('')
    expect(place.exp(['show', 'one', '--json']).stderr).toBe('')
    expect(place.exp(['show', 'one', '--format', 'yaml']).stderr).toBe('')
  })
})
