import {execFileSync} from 'node:child_process'
import {ran, warningsOf} from '../support/running'
import {type Workplace, workplace} from '../support/workplace'

// Put together here, so that no scanner takes this file for a leak.
const BASE62 = `q7Zt2Kx9Lm4Wp8Rv3Yc6Hn1Bd5Fg0Js${'TkE4uA7wM2oPiQ9zXr6ySb3Gf8VhN1De'}`
let used = 0
const random = (length: number) => {
  used += 7
  return BASE62.repeat(6).slice(used % 41, (used % 41) + length - 2) + String(10 + (used % 90))
}
const hex = (length: number) =>
  `${used++}3f9a1c7e5b0d8264`
    .repeat(6)
    .replace(/\D(?=\d{9})/g, 'c')
    .slice(0, length)
const of = (...parts: readonly string[]) => parts.join('')

/** Where it is planted → how it looks there and what of that is the secret. */
type Planted = readonly [secret: string, text: (secret: string) => string]

const ARGV: readonly Planted[] = [
  [random(40), it => `--api-key=${it}`],
  [of('gh', 'p_', random(36)), it => `--repo=https://${it}@example.com/x.git`],
  [of('hunter', '2abc'), it => `--db=postgres://ml:${it}@db.example.com/runs`],
  [of('h', 'f_', random(34)), it => it],
  [of('AK', 'IA', 'Q3EGQYZ7LKJM4N5P'), it => `AWS_ACCESS_KEY_ID=${it}`],
  [random(40), it => `AWS_SECRET_ACCESS_KEY=${it}`],
  [hex(40), it => `WANDB_API_KEY=${it}`],
  [of('Tr0ub4dor', '&3xyz'), it => `--password=${it}`],
]
const PARAMS: readonly Planted[] = [
  [of('s', 'k-proj-', random(48)), it => `openai_key=${it}`],
  [random(32), it => `auth.token=${it}`],
  [of('pass', 'word9z'), it => `db.password=${it}`],
  [of('gl', 'pat-', random(20)), it => `url=https://bot:${it}@git.example.com/a.git`],
  [of('xo', 'xb-', '123456789012-', random(24)), it => `slack=${it}`],
]
const NOTES: readonly Planted[] = [
  [of('sk', '-ant-', 'api03-', random(60)), it => `used ${it} by accident`],
  [random(32), it => `curl -H 'Authorization: Bearer ${it}' https://example.com`],
  [of('correct', 'h0rse'), it => `the password: ${it}`],
  [of('np', 'm_', random(36)), it => `token ${it}`],
]
const HYPOTHESIS: readonly Planted[] = [
  [of('py', 'pi-', 'AgEIcHlwaS5vcmc', random(60)), it => `better with ${it}`],
  [of('r', '8_', random(37)), it => `or with REPLICATE=${it}`],
]
const DATA_URI: readonly Planted[] = [
  [of('s3cr', 'etpw'), it => `https://reader:${it}@data.example.com/train.csv`],
  [hex(64), it => `https://b.example.com/w.pt?X-Amz-Expires=60&X-Amz-Signature=${it}`],
  [random(43), it => `https://a.example.com/c?sv=2024&sig=${it}`],
]
const REMOTE: readonly Planted[] = [[of('gh', 'o_', random(36)), it => `https://me:${it}@git.example.com/me/code.git`]]
const CONFIG: readonly Planted[] = [
  [random(40), it => `api_key: ${it}`],
  [of('let', 'me1nn'), it => `password: "${it}"`],
  [of('h', 'f_', random(34)), it => `hub: ${it}`],
  [of('gs', 'k_', random(52)), it => `# ${it}`],
]
const DIFF: readonly Planted[] = [
  [of('s', 'k-', random(48)), it => `client = OpenAI(api_key="${it}")`],
  [hex(40), it => `wandb.login(key="${it}")`],
  [of('qwe', 'rty77!'), it => `password = "${it}"`],
]
const STDERR: readonly Planted[] = [
  [of('h', 'f_', random(34)), it => `401 for token ${it}`],
  [of('dapi', hex(32)), it => `DATABRICKS_TOKEN=${it}`],
  [of('fail', 'ed4pw'), it => `cannot open https://u:${it}@example.com/`],
]
const PEM = (it: string) => of('-----BEGIN RSA PRIV', `ATE KEY-----\n${it}\n-----END RSA PRIV`, 'ATE KEY-----\n')
const FILES: readonly (readonly [file: string, ...Planted])[] = [
  ['.env', random(32), it => `SESSION_SECRET=${it}\n`],
  ['deploy/.env.production', of('pr0d', 'pass'), it => `DB_PASS=${it}\n`],
  ['server.pem', random(64), PEM],
  ['keys/id_ed25519', random(64), it => it],
  ['settings.py', of('gh', 's_', random(36)), it => `TOKEN = "${it}"\n`],
  ['credentials.json', random(64), it => JSON.stringify({private_key: it})],
  ['notes.txt', random(64), PEM],
]

const secrets = (planted: readonly Planted[]) => planted.map(([secret]) => secret)
const texts = (planted: readonly Planted[]) => planted.map(([secret, text]) => text(secret))

let place: Workplace
let stderr: string
let snapshot: string
let id: string
beforeAll(() => {
  place = workplace()
  place.git('remote', 'add', 'origin', texts(REMOTE)[0]!)
  place.write('conf.yaml', `${texts(CONFIG).join('\n')}\n`)
  place.write('login.py', 'password = None\n')
  place.git('add', 'conf.yaml', 'login.py')
  place.git('commit', '--quiet', '-m', 'a config with secrets: theirs, and in their history already')
  place.write('train.py', `print("train")\n${texts(DIFF).slice(0, 2).join('\n')}\n`)
  place.write('login.py', `${texts(DIFF)[2]}\n`)
  for (const [file, secret, text] of FILES) place.write(file, text(secret))
  place.write('fail.sh', 'while read -r line; do echo "$line" >&2; done; exit 1\n')
  const flags = [
    ...texts(PARAMS).flatMap(text => ['--param', text]),
    ...texts(NOTES).flatMap(text => ['--note', text]),
    ...['--hypothesis', texts(HYPOTHESIS).join(', ')],
    ...texts(DATA_URI).flatMap((text, i) => ['--data', `train${i}=${text}`]),
  ]
  const answer = ran(place, [...flags, '--', 'sh', 'fail.sh', 'conf.yaml', ...texts(ARGV)], {
    input: `${texts(STDERR).join('\n')}\n`,
  })
  ;({stderr, id} = answer)
  snapshot = answer.record.code.snapshot
})

/** Everything that a commit's tree holds, and the messages of its history. */
function everything(commit: string): string {
  const script =
    'git log --format=%B "$1"; git ls-tree -r "$1" | while read -r m t o p; do echo "$p"; git cat-file blob "$o"; done'
  return execFileSync('sh', ['-c', script, 'sh', commit], {cwd: place.cwd, maxBuffer: 1 << 26}).toString()
}

const leaked = (planted: readonly string[], text: string) => planted.filter(secret => text.includes(secret))

test('forty secrets are planted, each once', () => {
  const all = [ARGV, PARAMS, NOTES, HYPOTHESIS, DATA_URI, REMOTE, CONFIG, DIFF, STDERR].flatMap(secrets)
  const planted = [...all, ...FILES.map(([, secret]) => secret)]
  expect([planted.length, new Set(planted).size]).toEqual([40, 40])
})

describe('none of them is on the ledger', () => {
  const PLACES = {ARGV, PARAMS, NOTES, HYPOTHESIS, DATA_URI, REMOTE, CONFIG, DIFF, STDERR}
  for (const [where, planted] of Object.entries(PLACES)) {
    test(`${where}: ${planted.length} of ${planted.length} caught`, () => {
      expect(leaked(secrets(planted), everything('exp-ledger'))).toEqual([])
    })
  }

  test(`untracked files: ${FILES.length} of ${FILES.length}`, () => {
    expect(
      leaked(
        FILES.map(([, secret]) => secret),
        everything('exp-ledger'),
      ),
    ).toEqual([])
  })

  test('nor in what is kept beside it', () => {
    const kept = execFileSync('sh', ['-c', 'cat $(find .git/exp -type f -not -path "*/cache/*") /dev/null'], {
      cwd: place.cwd,
    })
    const all = Object.values(PLACES).flatMap(secrets)
    expect(leaked(all, kept.toString('latin1'))).toEqual([])
  })
})

test('the snapshot has none of the files that look like keys; each is named', () => {
  const names = FILES.map(([file]) => file)
  const inside = place.git('ls-tree', '-r', '--name-only', snapshot).split('\n')
  expect(inside.filter(file => names.includes(file))).toEqual([])
  expect(
    leaked(
      FILES.map(([, secret]) => secret),
      everything(snapshot),
    ),
  ).toEqual([])
  const {excluded} = place.json(['show', id]).code
  const left = excluded.map(({path}: {path: string}) => path)
  // The edit of the tracked one is left out with them.
  expect(left.sort()).toEqual([...names, 'train.py'].sort())
  expect(stderr).toContain('left out of the snapshot because they look like keys')
})

test('a plain password in a tracked file is code as it stands: in the snapshot, not in the diff', () => {
  expect(leaked(secrets(DIFF), everything(snapshot))).toEqual(secrets(DIFF).slice(2))
  expect(place.git('show', `${snapshot}:train.py`)).toBe('print("train")')
  const said = warningsOf({stderr}).join('\n')
  expect(said).toContain('a secret on the command line is not recorded')
  expect(said).toContain('a secret in conf.yaml is not recorded')
  expect(said).toMatch(/in the code looks like a secret in places \(password\): code\.diff is without it/)
})

test('the command itself gets every word as it was typed', () => {
  const words = texts(ARGV)
  const {stdout} = ran(place, ['--', 'sh', '-c', 'for word; do echo "$word"; done', 'x', ...words])
  expect(stdout).toBe(`${words.join('\n')}\n`)
})

test('a name and a remote that are secrets, an address among the inputs', () => {
  const {record} = ran(place, ['--input', 'base_model=https://u:pw12secret@example.com/m.bin', '--', 'true'])
  expect(JSON.stringify(record)).not.toContain('pw12secret')
  expect(record.code.repo).toBe('https://git.example.com/me/code.git')
})
