import {chmodSync, mkdirSync, symlinkSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import {tempFolder} from '../support/git'
import {plainRecord, Workplace, workplace} from '../support/workplace'
const out: string[] = []
function show(label: string, place: Workplace, args: string[], s = {}) {
  const before = JSON.stringify(place.state())
  const t = Date.now()
  const a = place.exp([...args, '--json'], s)
  const same = before === JSON.stringify(place.state())
  let e: any = {}
  try { e = JSON.parse(a.stdout).error ?? {ok: a.stdout.slice(0, 600)} } catch { e = {raw: a.stdout.slice(0, 300), err: a.stderr.slice(0,500)} }
  if (e.data?.stack) e.data = {stack: e.data.stack.slice(0,600)}
  out.push(`## ${label} [${a.status}] same=${same} ${Date.now() - t}ms\n${JSON.stringify(e, null, 1).slice(0, 1500)}`)
}
test('x', () => {
  const p = workplace()
  const rec = (more = {}) => p.write('run.json', plainRecord('one', more))
  show('not a repo', new Workplace(tempFolder()), ['ls'])
  const none = workplace({ledger: false}); none.write('run.json', plainRecord('a'))
  for (const a of [['ls'], ['record', 'run.json'], ['show', 'x'], ['log'], ['template', 'list'], ['recover'], ['tag', 'x', 'y']]) show('no ledger ' + a, none, a)
  const newer = workplace(); newer.write('run.json', plainRecord('a')); newer.ok('record', 'run.json'); newer.setLedger('format: 2')
  out.push(newer.ledgerFile('ledger.yaml'))
  for (const a of [['record', 'run.json'], ['ls'], ['show', 'latest'], ['log'], ['tag', 'latest', 'x'], ['note', 'latest', 'x'],['diff','latest','latest']]) show('newer ' + a, newer, a)
  p.write('bad.yaml', 'a: 1\nb: [1, 2\nc: 3\n'); show('bad yaml', p, ['record', 'bad.yaml'])
  p.write('bad.json', '{"a": 1,\n "b": }\n'); show('bad json', p, ['record', 'bad.json'])
  p.write('viol.json', {run_name: '', dataset: 3, params: 'x', metrics: {dev: {f1: 'high'}}, created: 'yesterday'}); show('violations', p, ['record', 'viol.json'])
  show('template', p, ['record', '--template', 'text-clasification', rec()])
  show('missing artifact strict', p, ['record', '--strict', rec({artifacts: ['nope.pt']})])
  mkdirSync(join(p.cwd, 'dir')); show('dir artifact', p, ['record', rec({artifacts: ['dir']})])
  symlinkSync('/etc/hostname', join(p.cwd, 'leak')); show('symlink', p, ['record', rec({artifacts: ['leak']})])
  for (const a of ['../x', '/etc/passwd', '.git/config', 'a/../../b', 'a/.GIT/x', 'con', 'x\u0007']) show('path ' + a, p, ['record', rec({artifacts: [a]})])
  p.write('ptr.bin', `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`)
  show('lfs pointer', p, ['record', rec({artifacts: ['ptr.bin']})])
  show('control name', p, ['record', p.write('c.json', plainRecord('a\u001b[31mb'))])
  const cap = workplace(); cap.setLedger('caps:\n  artifact: 10'); cap.write('big.txt', 'x'.repeat(100)); out.push(cap.ledgerFile('ledger.yaml'))
  show('cap', cap, ['record', cap.write('run.json', plainRecord('a', {artifacts: ['big.txt']}))])
  writeFileSync(join(p.cwd, 'big.json'), JSON.stringify({run_name: 'x', notes: 'y'.repeat(50e6)})); show('50MB', p, ['record', 'big.json'])
  show('50MB stdin', p, ['record', '-'], {input: JSON.stringify({run_name: 'x', notes: 'y'.repeat(50e6)})})
  const bomb = ['run_name: x', 'a: &a [1,1,1,1,1,1,1,1,1]']; for (let i = 1; i < 9; i++) bomb.push(`${'abcdefghij'[i]}: &${'abcdefghij'[i]} [${Array(9).fill('*' + 'abcdefghij'[i - 1]).join(',')}]`)
  show('bomb', p, ['record', p.write('bomb.yaml', bomb.join('\n') + '\n')])
  show('proto', p, ['record', p.write('proto.json', '{"run_name": "x", "params": {"__proto__": {"a": 1}}, "metrics": {"a": 1}}')])
  show('proto yaml', p, ['record', p.write('proto.yaml', 'run_name: x\nparams:\n  __proto__:\n    a: 1\nmetrics: {a: 1}\n')])
  writeFileSync(join(p.cwd, 'u16.json'), Buffer.from('\ufeff{"run_name": "x"}', 'utf16le')); show('utf16', p, ['record', 'u16.json'])
  show('nul', p, ['record', p.write('nul.yaml', 'run_name: "x\0y"\n')])
  show('nul json', p, ['record', p.write('nul.json', '{"run_name": "x\\u0000y", "metrics": {"a": 1}}')])
  show('empty', p, ['record', p.write('empty.json', '')])
  show('dup key', p, ['record', p.write('dup.json', '{"run_name": "x", "run_name": "y"}')])
  show('no file', p, ['record', 'nofile.json'])
  show('dir', p, ['record', 'dir'])
  show('usage', p, ['record'])
  show('usage2', p, ['recrod', 'x'])
  show('usage3', p, ['ls', '--limitt', '3'])
  writeFileSync('/tmp/scratch/t1/out1.txt', out.join('\n'))
})
