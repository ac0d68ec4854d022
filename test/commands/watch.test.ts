import {type ChildProcess, spawn} from 'node:child_process'
import {readFileSync} from 'node:fs'
import {join, resolve} from 'node:path'
import Ajv2020 from 'ajv/dist/2020'
import {hermetic} from '../support/env'
import {appears, begin} from '../support/running'
import {type Workplace, workplace} from '../support/workplace'

const BIN = resolve('bin/git-exp.js')

/** Runs the words on a pseudo-terminal of 12 rows and 80 columns, hands on what it writes, and sends it what it is sent. */
const ON_TERMINAL = `
import fcntl, os, pty, select, struct, sys, termios
pid, terminal = pty.fork()
if pid == 0: os.execvp(sys.argv[1], sys.argv[1:])
fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 12, 80, 0, 0))
while True:
    ready, _, _ = select.select([terminal, 0], [], [])
    if 0 in ready:
        typed = os.read(0, 100)
        if typed == b"narrow": fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 5, 30, 0, 0))
        else: os.write(terminal, typed)
    if terminal in ready:
        try: os.write(1, os.read(terminal, 65536))
        except OSError: break
_, status = os.waitpid(pid, 0)
sys.exit(128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))
`

const going: ChildProcess[] = []
afterAll(() => {
  for (const child of going) child.kill('SIGKILL')
})

/** A watch that goes on, and what it has said so far. */
class Watch {
  said = ''
  errors = ''
  readonly ended: Promise<number | string | null>

  constructor(readonly child: ChildProcess) {
    going.push(child)
    child.stdout!.on('data', chunk => {
      this.said += chunk
    })
    child.stderr!.on('data', chunk => {
      this.errors += chunk
    })
    this.ended = new Promise(done => child.on('close', (code, signal) => done(code ?? signal)))
  }

  /** Waits until what it has said, from `from` on, matches. */
  async until(pattern: RegExp, from = 0): Promise<void> {
    for (let waited = 0; waited < 20_000; waited += 20) {
      if (pattern.test(this.said.slice(from)) || pattern.test(this.errors)) return
      await new Promise(done => setTimeout(done, 20))
    }
    throw new Error(`${pattern} did not come: ${JSON.stringify(this.said.slice(from))} ${this.errors}`)
  }
}

let place: Workplace
beforeEach(() => {
  place = workplace()
})

const watch = (...flags: string[]) => new Watch(begin(place, ['ls', '--watch=1', ...flags]).child)

function onTerminal(terminal = 'xterm'): Watch {
  const env = {...hermetic(), TERM: terminal, NO_COLOR: '1'}
  const words = ['-c', ON_TERMINAL, process.execPath, BIN, 'ls', '--watch=1']
  return new Watch(spawn('python3', words, {cwd: place.cwd, env, stdio: 'pipe'}))
}

/** A run that goes on until it is told to end with an exit code. */
async function run(name: string, ...flags: string[]): Promise<{end: (exit?: number) => Promise<void>}> {
  const script = `echo x > ${name}.ready; while [ ! -s ${name}.done ]; do sleep 0.05; done; exit $(cat ${name}.done)`
  const {ended} = begin(place, ['run', '--name', name, ...flags, '--', 'sh', '-c', script])
  await appears(join(place.cwd, `${name}.ready`))
  const end = async (exit = 0) => {
    place.write(`${name}.done`, String(exit))
    expect((await ended).status).toBe(exit)
  }
  return {end}
}

test('in a pipe: a line when a run begins, is left, or ends; nothing in between', async () => {
  const first = await run('first')
  const seen = watch()
  await seen.until(/running {2}\w{12} {2}first\n/)
  place.ok('put', 'first', 'dev.f1=0.5', '--step', '3')
  const second = await run('second')
  await seen.until(/running {2}\w{12} {2}second\n/)
  await first.end(3)
  await seen.until(/failed {2}\w{12} {2}first/)
  await second.end()
  await seen.until(/finished {2}\w{12} {2}second/)
  place.exp(['run', '--name', 'third', '--', 'sh', '-c', 'kill -9 $PPID'])
  await seen.until(/left\) {2}\w{12} {2}third/)
  const plain = seen.said.replace(/^\S+Z {2}/gm, '').replace(/ {2}\w{12} {2}/g, ' ID ')
  expect(plain.replace(/ {2}\d.*? s\b/g, ' TIME')).toBe(
    'running ID first\nrunning ID second\nfailed ID first TIME  dev.f1 0.5\nfinished ID second TIME\nrunning ID third\nrunning (left) ID third\n',
  )
  expect(seen.errors).toBe('')
  seen.child.kill('SIGINT')
  expect([130, 'SIGINT']).toContain(await seen.ended)
})

test('--json: a line of JSON a change; filters hold; a reader that leaves ends it', async () => {
  const seen = watch('--json', '--where', 'params.lr > 1')
  await seen.until(/nothing is running; waiting\n/)
  const [small, large] = [await run('small', '--param', 'lr=0.5'), await run('large', '--param', 'lr=2')]
  await seen.until(/"large".*\n/)
  await small.end()
  await large.end()
  await seen.until(/"finished".*\n/)
  const lines = seen.said
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line)) // prettier-ignore
  expect(lines).toMatchObject([
    {was: null, run: {name: 'large', status: 'running', params: {lr: 2}}},
    {was: 'running', run: {name: 'large', status: 'finished'}},
  ])
  const schema = JSON.parse(readFileSync('schemas/output/ls.schema.json', 'utf8'))
  const valid = new Ajv2020({strict: true, strictTypes: false}).compile(schema)
  for (const line of lines) expect([line, valid(line), valid.errors]).toEqual([line, true, null])
  seen.child.stdout!.destroy()
  const again = await run('again', '--param', 'lr=2')
  expect(await seen.ended).toBe(141)
  await again.end()
})

test('on a terminal: drawn over in place, with step and metrics, again when the size changes; Ctrl-C leaves all sane', async () => {
  const seen = onTerminal()
  await seen.until(/nothing is running; waiting · watched for \d+ s · Ctrl-C ends\u001b\[K\r\n\u001b\[J\u001b\[\?25h/)
  const one = await run('one')
  place.ok('put', 'one', 'dev.f1=0.5', '--step', '3')
  await seen.until(/1 running .*\r\n.*step +f1.*\r\n\w{8} +one +running +\d+ s +3 +0\.5\u001b/)
  let from = seen.said.length
  seen.child.stdin!.write('narrow')
  await seen.until(/\u001b\[H\u001b\[2J1 running · watched for.*…/, from)
  from = seen.said.length
  await one.end()
  await seen.until(/nothing is running.*\r\nid .*\r\n.*\bone +finished.*\r\nno room for/, from)
  seen.child.stdin!.write('\u0003')
  expect(await seen.ended).toBe(130)
  const [shown, hidden] = [seen.said.lastIndexOf('\u001b[?25h'), seen.said.lastIndexOf('\u001b[?25l')]
  expect([shown > hidden, seen.said.includes('\u001b[?1049h')]).toEqual([true, false])
  expect(seen.said.slice(shown)).toBe('\u001b[?25h^C')
})

test('a terminal that cannot be written over gets lines', async () => {
  const seen = onTerminal('dumb')
  const one = await run('one')
  await seen.until(/running {2}\w{12} {2}one\r\n/)
  await one.end()
  await seen.until(/finished {2}\w{12} {2}one.*\r\n/)
  seen.child.stdin!.write('\u0003')
  expect(await seen.ended).toBe(130)
  expect(seen.said).not.toContain('\u001b')
})

test.each([
  [
    ['--sort', 'name'],
    '--watch has an order of its own: what is running, the newest first, then what ended',
    'git exp ls --watch',
  ],
  [
    ['--desc'],
    '--watch has an order of its own: what is running, the newest first, then what ended',
    'git exp ls --watch',
  ],
  [['--format', 'csv'], '--watch prints no csv: it does not come to an end', 'git exp ls --watch --format jsonl'],
  [['--format', 'json'], '--watch prints no json: it does not come to an end', 'git exp ls --watch --format jsonl'],
])('--watch %j is a mistake', (flags, message, hint) => {
  expect(place.refused(['ls', '--watch', ...flags])).toMatchObject({code: 'USAGE', message, hints: [hint]})
})

test('what is no interval, no filter, no ledger', () => {
  expect(place.refused(['ls', '--watch=0']).message).toBe("--watch is '0'; expected a whole number of at least 1")
  expect(place.refused(['ls', '--watch=soon']).code).toBe('USAGE')
  expect(place.refused(['ls', '--watch', '--where', 'name ==']).code).toBe('BAD_FILTER')
  expect(workplace({ledger: false}).refused(['ls', '--watch']).code).toBe('NO_LEDGER')
})
