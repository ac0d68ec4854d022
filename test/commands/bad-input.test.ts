import {chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {sha256} from '../../src/base/digest'
import type {JsonObject} from '../../src/base/json'
import {hermetic} from '../support/env'
import {tempFolder} from '../support/git'
import {noise, plainRecord, Workplace, workplace} from '../support/workplace'

const byRoot = process.getuid?.() === 0
const unlessRoot = byRoot ? test.skip : test

const refusal = (code: string, exit: number, message: RegExp | string, hint: RegExp | string) =>
  expect.objectContaining({
    code,
    exit,
    message: expect.stringMatching(message),
    hints: expect.arrayContaining([expect.stringMatching(hint)]),
  })

/** The fields that problems of a document name, with their lines. */
const places = (data: JsonObject) =>
  (data['problems'] as {pointer: string; line: number}[]).map(({pointer, line}) => [pointer, line])

let place: Workplace
beforeAll(() => {
  place = workplace()
})

describe('where there is nothing to work on', () => {
  test('not a repository', () => {
    const nowhere = new Workplace(tempFolder())
    for (const args of [['ls'], ['init'], ['record', '-'], ['show', 'latest'], ['config']])
      expect(nowhere.refused(args)).toEqual(refusal('NOT_A_REPOSITORY', 4, /not a git repository/, 'git init'))
  })

  test('no ledger', () => {
    const none = workplace({ledger: false})
    none.write('run.json', plainRecord('one'))
    for (const args of [['ls'], ['record', 'run.json'], ['show', 'x'], ['log'], ['tag', 'x', 'y'], ['diff', 'x', 'y']])
      expect(none.refused(args)).toEqual(refusal('NO_LEDGER', 4, /exp-ledger does not exist/, /^git exp init$/))
  })

  test('no git on PATH: nothing can be written; the ledger can still be read', () => {
    const env = {PATH: tempFolder()}
    const noGit = refusal('NO_GIT', 4, /not found on PATH/, 'install git')
    const bare = workplace()
    bare.write('run.json', plainRecord('one'))
    expect(bare.refused(['record', 'run.json'], {env})).toEqual(noGit)
    const {id} = bare.json(['record', 'run.json'])
    for (const args of [['ls'], ['show', id], ['log'], ['diff', id, id]])
      expect(bare.json(args, {env})).toEqual(bare.json(args))
    expect(bare.refused(['tag', id, 'x'], {env})).toEqual(noGit)
    expect(new Workplace(tempFolder()).refused(['ls'], {env})).toEqual(noGit)
  })

  test('no identity: nothing is written', () => {
    const home = tempFolder()
    writeFileSync(join(home, 'gitconfig'), '[user]\n\tuseConfigOnly = true\n')
    const env = {HOME: home, GIT_CONFIG_GLOBAL: join(home, 'gitconfig')}
    place.write('run.json', plainRecord('one'))
    expect(place.refused(['record', 'run.json'], {env})).toEqual(
      refusal('NO_IDENTITY', 3, /user.name or user.email is not set/, /^git config --global user.name/),
    )
  })

  test('no such folder, no such file, a folder as the file', () => {
    expect(place.refused(['-C', 'nowhere', 'ls'])).toMatchObject({code: 'FILE_NOT_FOUND', exit: 4})
    const notFound = (file: string) => place.refused(['record', file])
    expect(notFound('nowhere.json')).toEqual(refusal('FILE_NOT_FOUND', 4, 'nowhere.json', 'what is there: ls .'))
    place.write('logs/results.json', {})
    expect(notFound('logs/result.json')).toEqual(
      refusal('FILE_NOT_FOUND', 4, 'logs/result.json', 'did you mean logs/results.json\\?'),
    )
    expect(notFound('log/result.json')).toEqual(refusal('FILE_NOT_FOUND', 4, 'log', 'there is no folder "log" either'))
    mkdirSync(join(place.cwd, 'folder'), {recursive: true})
    expect(notFound('folder')).toEqual(refusal('UNREADABLE_FILE', 3, 'is a directory', 'name a file in it: ls folder'))
  })
})

describe('a ledger that is not as we make it', () => {
  test('of a newer format: readable, not writable', () => {
    const newer = workplace()
    newer.write('run.json', plainRecord('one'))
    newer.ok('record', 'run.json')
    newer.setLedger('format: 2')
    for (const args of [
      ['record', 'run.json'],
      ['tag', 'latest', 'x'],
      ['note', 'latest', 'x'],
    ])
      expect(newer.refused(args)).toEqual(refusal('NEWER_FORMAT', 5, /is of format 2/, /npm install/))
    expect(newer.json(['ls']).total).toBe(1)
    expect(newer.json(['show', 'latest']).name).toBe('one')
    expect(newer.json(['log']).entries).toHaveLength(3)
    expect(newer.ok('diff', 'latest', 'latest')).toBeTruthy()
  })

  test('ledger.yaml broken, or with a setting that is none', () => {
    const broken = workplace()
    broken.write('run.json', plainRecord('one'))
    broken.putOnLedger('ledger.yaml', 'format: 1\ntemplate: [\n')
    for (const args of [['record', 'run.json'], ['ls']])
      expect(broken.refused(args)).toEqual(refusal('BAD_LEDGER_FILE', 3, /^ledger.yaml:3:1: /, 'git log -p exp-ledger'))
    broken.putOnLedger('ledger.yaml', 'format: 1\ntemplate: generic\ncaps:\n  record: lots\n')
    expect(broken.refused(['record', 'run.json'])).toMatchObject({
      code: 'BAD_LEDGER_FILE',
      message: expect.stringContaining('ledger.yaml:4:3: caps.record is "lots"; expected a number of bytes'),
    })
  })

  test('the branch holds something else', () => {
    const code = workplace({ledger: false})
    code.git('config', 'exp.ledger', 'main')
    for (const args of [['init'], ['ls']])
      expect(code.refused(args)).toEqual(refusal('BAD_LEDGER_FILE', 3, /holds no ledger.yaml/, 'exp.ledger'))
  })

  test('exp.ledger below a branch that exists; exp.ledger no ref name', () => {
    const below = workplace({ledger: false})
    below.git('config', 'exp.ledger', 'main/x')
    expect(below.refused(['init'])).toMatchObject({
      code: 'REF_CONFLICT',
      exit: 5,
      message: '"refs/heads/main/x" cannot be made beside "refs/heads/main"',
      hints: [
        'use another branch for the ledger: git config exp.ledger <branch>',
        'or rename the one in the way: git branch -m main <new name>',
      ],
    })
    below.git('config', 'exp.ledger', 'a..b')
    expect(below.refused(['ls'])).toEqual(refusal('BAD_SETTING', 3, /"a\.\.b"/, 'git config --unset exp.ledger'))
  })

  test('a branch called exp beside it is no matter', () => {
    const beside = workplace({ledger: false})
    beside.git('branch', 'exp')
    beside.ok('init')
    beside.write('run.json', plainRecord('one'))
    beside.ok('record', 'run.json')
    expect(beside.json(['ls']).total).toBe(1)
  })

  test('names taken, where they are unique', () => {
    const unique = workplace()
    unique.setLedger('naming:\n  unique: true')
    unique.write('run.json', plainRecord('one'))
    const {id} = unique.json(['record', 'run.json'])
    expect(unique.refused(['record', 'run.json'])).toEqual(
      refusal('NAME_TAKEN', 3, /^the name "one" is taken by run /, `git exp show ${id}`),
    )
    const twice = [plainRecord('two'), plainRecord('two')].map(record => JSON.stringify(record)).join('\n')
    expect(unique.refused(['record', '-'], {input: twice})).toEqual(
      refusal('NAME_TAKEN', 3, /^the name "two" is taken twice in the input/, 'a name of its own'),
    )
  })
})

describe('documents', () => {
  const bomb = ['run_name: x', 'a: &a [1,1,1,1,1,1,1,1,1]']
  for (const [i, letter] of [...'bcdefghi'].entries())
    bomb.push(`${letter}: &${letter} [${Array(9).fill(`*${'abcdefgh'[i]}`).join(',')}]`)

  test.each<[string, string | Uint8Array, RegExp]>([
    ['YAML that does not parse', 'a: 1\nb: [1, 2\nc: 3\n', /^standard input:3:1: flow sequence/],
    ['JSON that does not parse', '{"a": 1,\n "b": }\n', /^standard input:2:7: has "}" .*; expected a value$/],
    ['an alias bomb', bomb.join('\n'), /stand for more than 1000 values/],
    ['__proto__ in JSON', '{"run_name": "x", "params": {"__proto__": {"a": 1}}}', /:1:30: has the key "__proto__"/],
    ['__proto__ in YAML', 'run_name: x\nparams:\n  __proto__:\n    a: 1\n', /:3:3: params has the key "__proto__"/],
    ['a key twice', '{"run_name": "x", "run_name": "y"}', /:1:19: has the key .* twice/],
    ['NUL', 'run_name: "x\0y"\n', /:1:13: has the control character U\+0000/],
    ['UTF-16', Buffer.from('\ufeff{"run_name": "x"}', 'utf16le'), /is UTF-16; expected UTF-8$/],
    ['nothing', '', /is empty; expected a JSON or YAML document/],
  ])('%s', (_, input, message) => {
    expect(place.refused(['record', '-'], {input})).toEqual(refusal('BAD_DOCUMENT', 3, message, 'git exp record'))
  })

  test('50 MB, from a file and through a pipe', () => {
    const input = JSON.stringify({run_name: 'x', notes: 'y'.repeat(50_000_000)})
    writeFileSync(join(place.cwd, 'huge.json'), input)
    for (const args of [
      ['record', 'huge.json'],
      ['record', '-'],
    ])
      expect(place.refused(args, {input})).toEqual(refusal('TOO_BIG', 3, 'is larger than 32.0 MB', 'split -l 1000 '))
    expect(place.refused(['template', 'check', './huge.json'])).toEqual(
      refusal('TOO_BIG', 3, 'is larger than 1', 'git exp template show generic'),
    )
    rmSync(join(place.cwd, 'huge.json'))
  })

  test('a note that is none', () => {
    expect(place.refused(['note', 'latest', 'x'.repeat(70_000)])).toEqual(
      refusal('TOO_BIG', 3, 'longer than 64 KB', 'artifact of the next run'),
    )
  })

  test('every problem of a record at once, each with its line', () => {
    const record = {
      run_name: '',
      dataset: 3,
      params: 'x',
      metrics: {dev: {f1: 'high'}},
      created: 'yesterday',
    }
    const error = place.refused(['record', place.write('wrong.json', record)])
    expect(error).toEqual(refusal('BAD_RECORD', 3, /^5 problems, nothing recorded\n/, 'git exp template show generic'))
    expect(places(error.data)).toEqual([
      ['/name', 2],
      ['/dataset', 3],
      ['/params', 4],
      ['/metrics/dev/f1', 7],
      ['/created', 10],
    ])
    expect(error.message).toContain('\nwrong.json:7:7: metrics.dev.f1 is "high"; expected a number')
  })

  test('one wrong document of three: none is recorded, and its line is named', () => {
    const lines = [plainRecord('one'), plainRecord('two', {metrics: 'good'}), plainRecord('three')]
    const error = place.refused(['record', '-'], {input: lines.map(line => JSON.stringify(line)).join('\n')})
    expect(error).toMatchObject({code: 'BAD_RECORD', exit: 3})
    expect(places(error.data)).toEqual([['/metrics', 2]])
  })

  test('control characters in a name', () => {
    const error = place.refused(['record', '-'], {input: JSON.stringify(plainRecord('a\u001b[31mb'))})
    expect(error).toMatchObject({code: 'BAD_RECORD', exit: 3})
    expect(error.message).toMatch(/name holds a control character/)
    expect(error.message).not.toMatch(/\u001b/)
  })

  test('a record over the cap', () => {
    const input = JSON.stringify(plainRecord('long', {notes: 'x'.repeat(300_000)}))
    expect(place.refused(['record', '-'], {input})).toMatchObject({
      code: 'BAD_RECORD',
      message: expect.stringContaining("makes a record of 294 KB; the ledger's cap is 256 KB"),
    })
  })

  test('an unknown template', () => {
    expect(place.refused(['record', '--template', 'text-clasification', '-'], {input: '{"run_name": "x"}'})).toEqual(
      refusal(
        'TEMPLATE_NOT_FOUND',
        4,
        /there is no template "text-clasification"/,
        'did you mean text-classification?',
      ),
    )
  })
})

describe('artifacts', () => {
  const refusedFor = (name: string, ...flags: string[]) => {
    const file = place.write('run.json', plainRecord('one', {artifacts: [name]}))
    const error = place.refused(['record', ...flags, file])
    expect(error).toMatchObject({code: 'BAD_RECORD', exit: 3})
    return error.message
  }

  test.each([
    ['../secret', /has a ".." part/],
    ['a/../../secret', /has a ".." part/],
    ['/etc/passwd', /is an absolute path/],
    ['.git/config', /leads into \.git/],
    ['a/.GIT/config', /leads into \.git/],
    ['con', /which Windows reserves/],
    ['x\u0007', /holds a control character/],
  ])('the path %j', (path, why) => {
    expect(refusedFor(path)).toMatch(why)
    expect(refusedFor(path)).toMatch(/run.json:\d+:\d+: artifacts.0 .*; expected a path below the run's own folder/)
  })

  test('a directory, a link that leads out, a pointer for the file', () => {
    mkdirSync(join(place.cwd, 'folder'), {recursive: true})
    expect(refusedFor('folder')).toMatch(/"folder" is a directory; expected a file/)
    symlinkSync('/etc/hostname', join(place.cwd, 'leak'))
    expect(refusedFor('leak')).toMatch(/"leak" is a symbolic link that leads out of /)
    const oid = 'a'.repeat(64)
    place.write('pointer.bin', `version https://git-lfs.github.com/spec/v1\noid sha256:${oid}\nsize 12345\n`)
    expect(refusedFor('pointer.bin')).toMatch(/is a pointer, not the file itself \(git lfs pull brings the file\)/)
  })

  test('missing is a warning; under --strict a refusal', () => {
    expect(refusedFor('nowhere.pt', '--strict')).toMatch(/artifacts.0 is "nowhere.pt", which is not on disk/)
    const {warnings} = place.json(['record', '--dry-run', 'run.json'])
    expect(warnings).toEqual([expect.stringContaining('nobody has it: nowhere.pt (not on disk)')])
  })

  test('--artifacts that is no folder', () => {
    const file = place.write('run.json', plainRecord('one'))
    expect(place.refused(['record', '--artifacts', 'nowhere', file])).toEqual(
      refusal('FILE_NOT_FOUND', 4, 'there is no folder "nowhere"', /^what is there: ls /),
    )
  })

  test('over the cap', () => {
    const capped = workplace()
    capped.setLedger('caps:\n  artifact: 10')
    noise(join(capped.cwd, 'big.bin'), 100)
    const file = capped.write('run.json', plainRecord('one', {artifacts: ['big.bin']}))
    expect(capped.refused(['record', file])).toMatchObject({
      code: 'BAD_RECORD',
      message: expect.stringContaining(`"big.bin" has 100 B; the ledger's cap for an artifact is 10 B`),
    })
  })

  test('what is wrong with the bytes is found before any is stored, and by --dry-run', () => {
    const fresh = workplace()
    noise(join(fresh.cwd, 'big.bin'), 200_000)
    fresh.write('pointer.bin', `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`)
    const wrong = {path: 'big.bin', digest: `sha256:${'b'.repeat(64)}`}
    const lines = [
      plainRecord('good', {artifacts: ['big.bin']}),
      plainRecord('other bytes', {artifacts: [wrong]}),
      plainRecord('stand-in', {artifacts: ['big.bin', 'pointer.bin']}),
      plainRecord('long', {artifacts: ['big.bin'], notes: 'x'.repeat(300_000)}),
    ]
    const input = lines.map(line => JSON.stringify(line)).join('\n')
    for (const flags of [[], ['--dry-run']]) {
      const error = fresh.refused(['record', '-', ...flags], {input})
      expect(error).toMatchObject({code: 'BAD_RECORD', message: expect.stringMatching(/^3 problems, nothing recorded/)})
      expect(error.message).toMatch(/:2:\d+: artifacts.0 "big.bin" is sha256:\w{64}; the input says sha256:b{64}/)
      expect(places(error.data)).toEqual([
        ['/artifacts/0', 2],
        ['/artifacts/1', 3],
        ['', 4],
      ])
    }
  })

  test('a template that asks for certain bytes sees their digest', () => {
    const pinned = workplace()
    pinned.write('vocab.txt', 'a\nb\n')
    const digest = {const: `sha256:${sha256(Buffer.from('a\nb\n'))}`}
    const schema = {properties: {artifacts: {items: {properties: {digest}, required: ['digest']}}}}
    pinned.putOnLedger('templates/pinned.schema.json', JSON.stringify(schema))
    const file = pinned.write('run.json', plainRecord('one', {artifacts: ['vocab.txt']}))
    expect(pinned.json(['record', '--template', 'pinned', file]).commit).toMatch(/^\w{40}$/)
    pinned.write('vocab.txt', 'c\n')
    expect(pinned.refused(['record', '--template', 'pinned', file])).toEqual(
      refusal('BAD_RECORD', 3, /artifacts\.0\.digest is "sha256:(?!0{64})\w{20}/, 'template show pinned'),
    )
  })

  unlessRoot('unreadable', () => {
    noise(join(place.cwd, 'big.bin'), 200_000)
    place.write('secret.bin', 'x')
    chmodSync(join(place.cwd, 'secret.bin'), 0)
    const file = place.write('run.json', plainRecord('one', {artifacts: ['big.bin', 'secret.bin', '../x']}))
    expect(place.refused(['record', file])).toEqual(
      refusal('BAD_RECORD', 3, /^2 problems[\s\S]*artifacts.1 "secret.bin" may not be read by you/, 'template show'),
    )
  })
})

describe('templates that mean harm', () => {
  test.each<[string, string, RegExp]>([
    ['huge', JSON.stringify({description: 'x'.repeat(300_000)}), /has 293 KB; the most is 256 KB/],
    ['deep', `${'{"properties":{"a":'.repeat(80)}{}${'}}'.repeat(80)}`, /nested more than 64 deep/],
    ['remote', '{"properties": {"name": {"$ref": "https://example.com/x.json"}}}', /refers to "https:/],
    ['slow', '{"properties": {"name": {"type": "string", "pattern": "^(a+)+$"}}}', /took longer than 2 s/],
    ['proto', '{"properties": {"__proto__": {"type": "string"}}}', /holds a key "__proto__"/],
    ['broken', '{nope', /is no JSON/],
    ['wrong', '{"type": "strin"}', /breaks the rule "enum" of JSON Schema/],
  ])('%s', (name, text, message) => {
    place.putOnLedger(`templates/${name}.schema.json`, text)
    const input = JSON.stringify(plainRecord(`${'a'.repeat(40)}!`))
    const start = performance.now()
    expect(place.refused(['record', '--template', name, '-'], {input})).toEqual(
      refusal('BAD_TEMPLATE', 3, message, `git exp template show ${name}`),
    )
    expect(performance.now() - start).toBeLessThan(8000)
    expect(place.json(['template', 'list']).templates).toContainEqual(expect.objectContaining({name}))
  })

  test('a naming pattern', () => {
    const slow = workplace()
    slow.setLedger('naming:\n  pattern: "^(a+)+$"')
    const input = JSON.stringify(plainRecord(`${'a'.repeat(40)}!`))
    expect(slow.refused(['record', '-'], {input})).toEqual(
      refusal('BAD_LEDGER_FILE', 3, /naming.pattern in ledger.yaml took longer than 2 s/, 'ledger.yaml'),
    )
  })
})

describe('naming a run', () => {
  let named: Workplace
  let ids: string[]
  beforeAll(() => {
    named = workplace()
    const records = ['one', 'twin', 'twin'].map(name => JSON.stringify(plainRecord(name)))
    const {runs} = JSON.parse(named.exp(['record', '-', '--json'], {input: records.join('\n')}).stdout)
    ids = runs.map(({id}: {id: string}) => id)
    // A fourth whose id begins as the first one's does, as a merge may bring.
    const other = `${ids[0]!.slice(0, 11)}${ids[0]!.endsWith('0') ? '1' : '0'}`
    const path = `${runs[0].path}/run.yaml`
    named.putOnLedger(path.replace(ids[0]!, other), named.ledgerFile(path).replace(ids[0]!, other))
    ids.push(other)
  })

  test('a name of two, a prefix of two: the candidates are listed', () => {
    const twins = named.refused(['show', 'twin'])
    expect(twins).toEqual(refusal('RUN_AMBIGUOUS', 4, '"twin" names 2 runs', `git exp show ${ids[1]}`))
    expect([...(twins.data['candidates'] as string[])].sort()).toEqual(ids.slice(1, 3).sort())
    const prefix = named.refused(['tag', ids[0]!.slice(0, 8), 'x'])
    expect(prefix).toMatchObject({code: 'RUN_AMBIGUOUS', exit: 4})
    expect([...(prefix.data['candidates'] as string[])].sort()).toEqual([ids[0], ids[3]].sort())
  })

  test('not found: the nearest is offered', () => {
    expect(named.refused(['show', 'twinn'])).toEqual(refusal('RUN_NOT_FOUND', 4, /"twinn"/, 'did you mean twin?'))
    for (const word of ['zz', 'latest~9', 'tag:none'])
      expect(named.refused(['show', word])).toEqual(refusal('RUN_NOT_FOUND', 4, word, 'git exp ls'))
  })

  test('a filter that does not parse: a caret below the place', () => {
    expect(named.refused(['ls', '--where', 'metrics.dev.macro_f1 >'])).toMatchObject({
      code: 'BAD_FILTER',
      exit: 3,
      message: `the filter ends too early; expected a value\n  metrics.dev.macro_f1 >\n${' '.repeat(24)}^`,
    })
    expect(named.refused(['ls', '--where', 'params.lr = 3'])).toEqual(
      refusal('BAD_FILTER', 3, /\n {12}\^$/, '"=" is written =='),
    )
    expect(named.refused(['ls', '--where', 'nosuch.x > 1'])).toEqual(
      refusal('BAD_FILTER', 3, /no field "nosuch"/, 'params., metrics.'),
    )
  })

  test('a filter that gives a number where yes or no belongs; a column that nobody has', () => {
    const error = named.refused(['ls', '--where', 'status == "finished" && params.lr'])
    expect(error).toMatchObject({code: 'BAD_FILTER', exit: 3, hints: [], data: {start: 24, end: 33}})
    expect(error.message).toMatch(/^params\.lr is the number 0\.0001 in run \w{12}; expected yes or no.*\n.*\n {26}\^$/)
    const {status, stderr} = named.exp(['ls', '--columns', 'name,params.lrr'])
    expect([status, stderr]).toEqual([0, 'hint: no run has a field "params.lrr"; did you mean params.lr?\n'])
  })

  test('usage: the nearest command and flag', () => {
    expect(named.refused(['recrod', 'x'])).toEqual(refusal('USAGE', 2, /'recrod'/, 'git exp record'))
    expect(named.refused(['ls', '--limitt', '3'])).toEqual(refusal('USAGE', 2, /'--limitt'/, '--limit'))
    expect(named.refused(['record'])).toEqual(refusal('USAGE', 2, /missing FILE/, 'git exp record -h'))
    expect(named.refused(['ls', '--limit', '-1'])).toMatchObject({code: 'USAGE', exit: 2})
    expect(named.refused(['tag', ids[0]!, 'a\u001b'])).toMatchObject({code: 'USAGE', exit: 2})
    expect(named.refused(['note', ids[0]!, ''])).toMatchObject({code: 'USAGE', exit: 2})
  })

  test('settings', () => {
    expect(named.refused(['config', 'exp.stor'])).toEqual(refusal('BAD_SETTING', 3, 'exp.stor', 'exp.store'))
    expect(named.refused(['config', 'exp.store', 's3'])).toMatchObject({code: 'BAD_SETTING', exit: 3})
    expect(named.refused(['ls'], {env: {GIT_EXP_STORE: 's3'}})).toEqual(
      refusal('BAD_SETTING', 3, /GIT_EXP_STORE is "s3"; expected one of/, 'unset GIT_EXP_STORE'),
    )
  })
})

describe('what keeps a record waiting', () => {
  test('a broken entry in the spool is set aside, with the reason', () => {
    const broken = workplace()
    broken.write('run.json', plainRecord('one'))
    broken.ok('record', 'run.json')
    mkdirSync(broken.inGit('exp/spool'), {recursive: true})
    writeFileSync(broken.inGit('exp/spool/000000000-0000-broken'), '{"half')
    broken.ok('record', 'run.json')
    expect(broken.spool()).toEqual([])
    const rejected = broken.spool('rejected')
    expect(rejected).toEqual([expect.stringMatching(/broken$/), expect.stringMatching(/broken\.why$/)])
    expect(readFileSync(broken.inGit(`exp/rejected/${rejected[1]}`), 'utf8')).toMatch(/cannot be read/)
    expect(broken.json(['ls']).total).toBe(2)
    const said = 'warning: 1 change could not be committed and lies aside: git exp recover says why\n'
    expect(broken.exp(['record', 'run.json']).stderr).toContain(said)
    const recover = broken.exp(['recover'])
    const path = broken.inGit(`exp/rejected/${rejected[0]}`)
    expect([recover.status, recover.stdout]).toEqual([1, '0 committed\n'])
    expect(recover.stderr).toContain(`warning: set aside: ${path}: `)
    expect(recover.stderr).toContain(`hint: to forget one that is dealt with: rm ${path}*\n`)
    for (const name of rejected) rmSync(broken.inGit(`exp/rejected/${name}`))
    expect(broken.exp(['record', 'run.json']).stderr).not.toContain('aside')
    expect(broken.exp(['recover']).status).toBe(0)
  })

  test('a locked ref: it waits in the spool, and recover commits it', () => {
    const locked = workplace()
    locked.write('run.json', plainRecord('one'))
    const env = {GIT_EXP_LOCK_TIMEOUT: '1'}
    const lock = locked.inGit('refs/heads/exp-ledger.lock')
    const tip = locked.git('rev-parse', 'exp-ledger')
    writeFileSync(lock, '')
    const {status, stdout} = locked.exp(['record', 'run.json', '--json'], {env})
    expect([status, JSON.parse(stdout).error]).toEqual([5, refusal('LEDGER_LOCKED', 5, /locked/, 'git exp recover')])
    expect(locked.spool()).toHaveLength(1)
    expect(locked.json(['ls']).total).toBe(0)
    expect(locked.exp(['recover'], {env}).status).toBe(5)
    expect([locked.spool().length, existsSync(lock), locked.git('rev-parse', 'exp-ledger')]).toEqual([1, true, tip])
    rmSync(lock)
    expect(locked.json(['recover'])).toEqual({committed: 1, rejected: [], left: 0, runs: []})
    expect([locked.spool(), locked.json(['ls']).total]).toEqual([[], 1])
  })

  test('no commit yet: recorded, the code marked as unresolved', () => {
    const unborn = new Workplace(tempFolder())
    unborn.git('init', '--quiet')
    unborn.ok('init')
    unborn.write('run.json', plainRecord('one'))
    expect(unborn.json(['record', 'run.json']).warnings).toEqual([
      expect.stringContaining('nobody has it: code.commit (not said, and no commit here to fill in);'),
    ])
    expect(unborn.refused(['record', '--strict', 'run.json'])).toMatchObject({
      message: expect.stringContaining('code.commit is missing, and there is no commit here to fill in'),
    })
    expect(unborn.ok('show', 'latest')).toContain('(unresolved: no commit was known)')
    expect(unborn.json(['show', 'latest']).code).toEqual({branch: 'main', unresolved: true})
  })

  unlessRoot('a git dir that cannot be written', () => {
    const readOnly = workplace()
    readOnly.write('run.json', plainRecord('one'))
    const dir = readOnly.inGit('.')
    const env = hermetic()
    chmodSync(dir, 0o555)
    try {
      const {stdout} = readOnly.exp(['record', 'run.json', '--json'], {env})
      expect(JSON.parse(stdout).error).toEqual(refusal('READ_ONLY', 5, /cannot be written/, 'git exp recover'))
      expect(readOnly.json(['ls']).total).toBe(0)
    } finally {
      chmodSync(dir, 0o755)
    }
  })
})
