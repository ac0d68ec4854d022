import {chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {git, tempFolder} from '../support/git'
import {noise, plainRecord, Workplace, workplace} from '../support/workplace'
const out: string[] = []
function show(label: string, place: Workplace, args: string[], s = {}) {
  const before = JSON.stringify(place.state())
  const t = Date.now()
  const a = place.exp([...args, '--json'], s)
  const same = before === JSON.stringify(place.state())
  let e: any = {}
  try { const j = JSON.parse(a.stdout); e = j.error ?? {ok: a.stdout.slice(0, 400), err: a.stderr} } catch { e = {raw: a.stdout.slice(0, 300), err: a.stderr.slice(0,500)} }
  if (e.data?.stack) e.data = {stack: e.data.stack.slice(0,600)}
  out.push(`## ${label} [${a.status}] same=${same} ${Date.now() - t}ms\n${JSON.stringify(e).slice(0, 900)}`)
}
test('x', () => {
  const p = workplace(); p.write('ok.json', plainRecord('one'))
  const u = workplace(); u.setLedger('naming:\n  unique: true'); u.write('ok.json', plainRecord('one')); u.ok('record', 'ok.json'); show('dup', u, ['record', 'ok.json'])
  u.write('two.jsonl', [plainRecord('t'), plainRecord('t')].map(x => JSON.stringify(x)).join('\n')); show('dup in', u, ['record', 'two.jsonl'])
  p.write('ptr.bin', `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`); noise(join(p.cwd, 'big.bin'), 200000)
  p.write('ptr.json', plainRecord('p', {artifacts: ['big.bin', 'ptr.bin']})); show('ptr dry', p, ['record', '--dry-run', 'ptr.json']); show('ptr stores?', p, ['record', 'ptr.json'])
  const ex = workplace({ledger: false}); ex.git('branch', 'exp'); show('exp init', ex, ['init']); ex.write('ok.json', plainRecord('one')); show('exp rec', ex, ['record', 'ok.json'])
  const rc = workplace({ledger: false}); rc.git('config', 'exp.ledger', 'main/x'); show('refconflict', rc, ['init'])
  rc.git('config', 'exp.ledger', 'main'); show('ledger=main init', rc, ['init']); rc.write('ok.json', plainRecord('one')); show('ledger=main rec', rc, ['record', 'ok.json'])
  rc.git('config', 'exp.ledger', 'a..b'); show('bad ref', rc, ['ls'])
  const t: Record<string, string> = {
    huge: JSON.stringify({type: 'object', description: 'x'.repeat(300000)}),
    deep: '{"properties":'.repeat(1) + '{"a":{"properties":'.repeat(80) + '{}' + '}}'.repeat(80) + '}',
    remote: JSON.stringify({properties: {name: {$ref: 'https://example.com/x.json'}}}),
    pattern: JSON.stringify({type: 'object', properties: {name: {type: 'string', pattern: '^(a+)+$'}}}),
    notjson: '{nope', array: '[]', badkw: JSON.stringify({type: 'strin'}),
    selfref: JSON.stringify({$ref: '#'}),
    proto: '{"properties":{"__proto__":{"type":"string"}}}',
  }
  for (const [n, x] of Object.entries(t)) { p.putOnLedger(`templates/${n}.schema.json`, x) }
  for (const n of Object.keys(t)) { show('tmpl ' + n, p, ['record', '--template', n, p.write('t.json', plainRecord('a'.repeat(40) + '!'))]) }
  show('tmpl check pattern', p, ['template', 'check', 'pattern']); show('tmpl check remote', p, ['template', 'check', 'remote'])
  show('tmpl show', p, ['template', 'show', 'notjson']); show('tmpl list', p, ['template', 'list'])
  const np = workplace(); np.setLedger('naming:\n  pattern: "^(a+)+$"'); show('name pattern', np, ['record', np.write('t.json', plainRecord('a'.repeat(40) + '!'))])
  const bl = workplace(); bl.putOnLedger('ledger.yaml', 'format: 1\ntemplate: [\n'); bl.write('ok.json', plainRecord('a')); show('bad ledger', bl, ['record', 'ok.json']); show('bad ledger ls', bl, ['ls'])
  bl.putOnLedger('ledger.yaml', 'format: 1\ntemplate: nosuch\n');  show('ledger default tmpl missing', bl, ['record', 'ok.json'])
  bl.putOnLedger('ledger.yaml', 'format: 1\ntemplate: generic\ncaps:\n  record: lots\nbanana: 1\n');  show('ledger bad caps', bl, ['record', 'ok.json'])
  // spool
  const s = workplace(); s.write('ok.json', plainRecord('one')); s.ok('record', 'ok.json'); mkdirSync(s.inGit('exp/spool'), {recursive: true}); out.push(JSON.stringify(readdirSync(s.inGit('exp'))))
  s.write('bad', ''); writeFileSync(s.inGit('exp/spool/20260101T000000000Z-aaaaaaaa.json'), '{"broken'); show('spool broken', s, ['record', 'ok.json']); out.push(JSON.stringify([s.spool(), s.spool('rejected')]))
  for (const f of s.spool('rejected').filter(f => f.endsWith('.why'))) out.push(readFileSync(s.inGit('exp/rejected/' + f), 'utf8'))
  // ambiguous
  show('ambiguous name', s, ['show', 'one']); show('not found', s, ['show', 'onee']); show('short prefix', s, ['show', 'ab']); show('latest~9', s, ['show', 'latest~9']); show('tag none', s, ['show', 'tag:zz'])
  for (const w of ['metrics.dev.macro_f1 >', 'metrics.dev.macro_f1 = 3', 'nosuch.x > 1', 'params.lr > "a"', 'name', 'name.matches("(a+)+$")', ''])  show('where ' + w, s, ['ls', '--where', w])
  show('sort nosuch', s, ['ls', '--sort', 'metrics.dev.macro_f']); show('col nosuch', s, ['ls', '--columns', 'nosuch']); show('limit -1', s, ['ls', '--limit', '-1'])
  // lock
  const l = workplace(); l.write('ok.json', plainRecord('one')); writeFileSync(l.inGit('refs/heads/exp-ledger.lock'), ''); show('locked', l, ['record', 'ok.json'], {env: {GIT_EXP_LOCK_TIMEOUT: '1'}}); out.push(JSON.stringify(l.spool()))
  show('locked recover', l, ['recover'], {env: {GIT_EXP_LOCK_TIMEOUT: '1'}}); show('locked ls', l, ['ls'])
  rmSync(l.inGit('refs/heads/exp-ledger.lock')); show('recover', l, ['recover']); show('ls after', l, ['ls'])
  // unborn
  const un = new Workplace(tempFolder()); un.git('init', '--quiet'); show('init unborn', un, ['init']); un.write('ok.json', plainRecord('one')); show('unborn', un, ['record', 'ok.json']); out.push(un.ok('show', 'latest', '--format', 'yaml'))
  const home = mkdtempSync('/tmp/git-exp-noid-'); writeFileSync(join(home, 'gc'), '[user]\n\tuseConfigOnly = true\n')
  for (const a of [['record', 'ok.json'], ['init'], ['tag', 'latest', 'x'], ['ls'], ['record', '--dry-run', 'ok.json']]) show('noid ' + a, p, a, {env: {GIT_CONFIG_GLOBAL: join(home, 'gc'), HOME: home}})
  for (const a of [['record', 'ok.json'], ['ls'], ['init']]) show('nogit ' + a, p, a, {env: {PATH: home}})
  const bare = new Workplace(tempFolder()); bare.git('init', '--quiet', '--bare'); show('bare', bare, ['init']); 
  show('-C none', p, ['-C', 'nosuch', 'ls']); show('env bad', p, ['ls'], {env: {GIT_EXP_STORE: 's3'}}); show('config bad', p, ['config', 'exp.stor']); show('config badval', p, ['config', 'exp.store', 's3'])
  show('tag bad', s, ['tag', 'latest', 'a b\u001b']); show('tag empty', s, ['tag', 'latest', '']); show('note empty', s, ['note', 'latest', '']); show('tag none', s, ['tag', 'latest'])
  show('record cap', p, ['record', p.write('cap.json', plainRecord('a', {notes: 'x'.repeat(300000)}))])
  writeFileSync('/tmp/scratch/t1/out2.txt', out.join('\n'))
}, 110000)
