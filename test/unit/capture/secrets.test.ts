import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Json} from '../../../src/base/json'
import {mayHoldSecrets} from '../../../src/capture/secret-hint'
import {redactArgv, redactJson, redactText, redactUrl} from '../../../src/capture/secrets'
import {secretFile} from '../../../src/capture/secrets/file'
import {strengthOf} from '../../../src/capture/secrets/names'
import {vendorRules} from '../../../src/capture/secrets/vendor-tokens'

// Secrets are put together here, so that no scanner takes this file for a leak.
const BASE62 = 'q7Zt2Kx9Lm4Wp8Rv3Yc6Hn1Bd5Fg0Js' + 'TkE4uA7wM2oPiQ9zXr6ySb3Gf8VhN1De'
const ALNUM = (length: number, from = 0) => BASE62.repeat(4).slice(from, from + length)
const HEX = (length: number) => '3f9a1c7e5b0d8264'.repeat(8).slice(0, length)
const join_ = (...parts: readonly string[]) => parts.join('')
const b64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const JWT = join_(b64url({alg: 'HS256', typ: 'JWT'}), '.', b64url({sub: '1234567890', iat: 1}), '.', ALNUM(43))
const AWS_SECRET = join_('wJalrXUtn', 'FEMI/K7MDENG/bPx', 'RfiCYzzAbC12345')
const WANDB = HEX(40)
const PEM_LINES = [ALNUM(64), join_(ALNUM(40, 5), '+/', ALNUM(22, 9)), join_(ALNUM(10, 3), '==')]
const pem = (kind: string, separator: string) =>
  [`-----BEGIN ${kind}PRIVATE KEY-----`, ...PEM_LINES, `-----END ${kind}PRIVATE KEY-----`].join(separator)

/** [rule, the secret]: found wherever it stands. */
const TOKENS: readonly (readonly [string, string])[] = [
  ['aws-access-key', join_('AK', 'IA', 'IOSFODNN7EXAMPLE')],
  ['aws-access-key', join_('AS', 'IA', 'Y34FZKBOKMUTVV7A')],
  ['github-token', join_('gh', 'p_', ALNUM(36))],
  ['github-token', join_('gh', 's_', ALNUM(36))],
  ['github-token', join_('github', '_pat_', ALNUM(22), '_', ALNUM(59))],
  ['gitlab-token', join_('gl', 'pat-', ALNUM(20))],
  ['gitlab-token', join_('gl', 'pat-', ALNUM(27), '.01.', '0a1b2c3d4')],
  ['gitlab-token', join_('gl', 'ptt-', HEX(40))],
  ['huggingface-token', join_('h', 'f_', ALNUM(34))],
  ['huggingface-token', join_('api', '_org_', ALNUM(34))],
  ['openai-key', join_('s', 'k-', ALNUM(48))],
  ['openai-key', join_('s', 'k-proj-', ALNUM(60), '_', ALNUM(30), '-x')],
  ['openai-key', join_('s', 'k-', HEX(32))],
  ['anthropic-key', join_('sk', '-ant-', 'api03-', ALNUM(80), '-', ALNUM(10), 'AA')],
  ['openrouter-key', join_('sk', '-or-v1-', HEX(64))],
  ['wandb-key', join_('wandb', '_v1_', ALNUM(80))],
  ['groq-key', join_('gs', 'k_', ALNUM(52))],
  ['xai-key', join_('x', 'ai-', ALNUM(80))],
  ['replicate-token', join_('r', '8_', ALNUM(37))],
  ['perplexity-key', join_('pp', 'lx-', ALNUM(48))],
  ['nvidia-key', join_('nv', 'api-', ALNUM(64))],
  ['google-key', join_('AI', 'za', 'SyD', ALNUM(32))],
  ['google-key', join_('GOC', 'SPX-', ALNUM(28))],
  ['slack-token', join_('xo', 'xb-', '123456789012-', '1234567890123-', ALNUM(24))],
  ['slack-webhook', join_('hooks.', 'slack.com/services/', 'T00000000/B00000000/', ALNUM(24))],
  ['stripe-key', join_('sk', '_live_', ALNUM(24))],
  ['stripe-key', join_('rk', '_test_', ALNUM(24))],
  ['npm-token', join_('np', 'm_', ALNUM(36))],
  ['pypi-token', join_('py', 'pi-', 'AgEIcHlwaS5vcmc', ALNUM(70))],
  ['docker-token', join_('dckr', '_pat_', ALNUM(27))],
  ['neptune-token', join_('eyJh', 'cGlf', ALNUM(80))],
  ['databricks-token', join_('da', 'pi', HEX(32))],
  ['digitalocean-token', join_('dop', '_v1_', HEX(64))],
  ['sendgrid-key', join_('S', 'G.', ALNUM(22), '.', ALNUM(43))],
  ['vault-token', join_('hv', 's.', ALNUM(24))],
  ['jwt', JWT],
]

/** [rule, a text, the part of it that must go]. */
const IN_CONTEXT: readonly (readonly [string, string, string])[] = [
  ['named-secret', `AWS_SECRET_ACCESS_KEY=${AWS_SECRET}`, AWS_SECRET],
  ['named-secret', `aws_secret_access_key = ${AWS_SECRET}`, AWS_SECRET],
  ['named-secret', `export WANDB_API_KEY=${WANDB}`, WANDB],
  ['wandb-key', `$ wandb login --relogin ${WANDB}`, WANDB],
  ['wandb-key', `+wandb.login(key="${WANDB}")`, WANDB],
  ['azure-key', `AccountName=ml;AccountKey=${ALNUM(86)}==;EndpointSuffix=x`, ALNUM(86)],
  ['authorization', `curl -H 'Authorization: Bearer ${ALNUM(24)}' https://x.org`, ALNUM(24)],
  ['authorization', `headers={"Authorization": f"Basic ${ALNUM(20)}=="}`, ALNUM(20)],
  ['authorization', `used bearer ${ALNUM(32)} for the upload`, ALNUM(32)],
  ['url-credentials', 'git clone https://bob:hunter2@host.org/x.git', 'hunter2'],
  ['url-credentials', 'postgres://mlflow:pa@ss:w0rd@db.internal:5432/ml', 'pa@ss:w0rd'],
  ['url-credentials', `pip install git+https://${ALNUM(24)}@host.org/x.git`, ALNUM(24)],
  ['url-token', `https://b.s3.amazonaws.com/w.pt?X-Amz-Expires=60&X-Amz-Signature=${HEX(64)}&x=1`, HEX(64)],
  ['url-token', `https://a.blob.core.windows.net/c?sv=2024&sig=${ALNUM(43)}%3D`, ALNUM(43)],
  ['named-secret', `https://host.org/v1?access_token=${ALNUM(24)}&page=2`, ALNUM(24)],
  ['password', 'DB_PASSWORD=Tr0ub4dor&3xyz', 'Tr0ub4dor&3xyz'],
  ['password', 'password: hunter2', 'hunter2'],
  ['password', 'connect(user="ml", password="swordfish")', 'swordfish'],
  ['password', '{"db": {"password": "swordfish"}}', 'swordfish'],
  ['password', String.raw`{\"password\": \"swordfish\"}`, 'swordfish'],
  ['password', 'mysql --user ml --password s3same-open', 's3same-open'],
  ['password', 'The password is hunter2, do not tell.', 'hunter2'],
  ['password', '<password>s3same!</password>', 's3same!'],
  ['password', `+    parser.parse(["--password", "swordfish"])`, 'swordfish'],
  ['named-secret', `api_key: str = "${ALNUM(20)}"`, ALNUM(20)],
  ['named-secret', `os.environ["OPENAI_API_KEY"] = '${ALNUM(32)}'`, ALNUM(32)],
  ['named-secret', `client_secret: ${ALNUM(20)}`, ALNUM(20)],
  ['named-secret', `my api key is ${ALNUM(20)}.`, ALNUM(20)],
  ['named-secret', `KAGGLE_KEY=${HEX(32)}`, HEX(32)],
  ['named-secret', `token = "${ALNUM(24)}"`, ALNUM(24)],
  ['named-secret', `python push.py --token ${ALNUM(24)} --lr 1e-4`, ALNUM(24)],
  ['named-secret', `if auth_token == '${ALNUM(24)}':`, ALNUM(24)],
  ['named-secret', `X-Api-Key: ${ALNUM(24)}`, ALNUM(24)],
  ['named-secret', `NEPTUNE_API_TOKEN=${b64url({api_address: 'https://x.org'})}`, 'eyJhcGlf'],
]

const ALL = [...TOKENS.map(([rule, secret]) => [rule, `see ${secret} there`, secret] as const), ...IN_CONTEXT]

/** What people in machine learning write; nothing of it is a secret. */
const INNOCENT: readonly string[] = [
  `commit ${HEX(40)}`,
  `+Subproject commit ${HEX(40)}`,
  `index 61e9540..7c2b9d1 100644`,
  `sha256:${HEX(64)}`,
  `"digest": "sha256:${HEX(64)}"`,
  `oid sha256:${HEX(64)}`,
  `revision: ${HEX(40)}`,
  `cache_key: ${HEX(64)}`,
  `key = "${HEX(64)}"`,
  'model: meta-llama/Llama-3.1-8B-Instruct',
  'model_name_or_path = "distilbert-base-uncased-finetuned-sst-2-english"',
  '--tokenizer Qwen/Qwen2.5-0.5B-Instruct-GPTQ-Int4',
  '--token-type bpe',
  '--token bpe',
  'max_tokens=512',
  'max_new_tokens: 2048',
  'tokenizer=fast',
  'pad_token="<pad>"',
  'eos_token = "<|endoftext|>"',
  'tokenizer.pad_token = tokenizer.eos_token',
  '{"token": "COVID-19", "label": "B-MISC"}',
  '{"token": "state-of-the-art-2019-benchmark"}',
  'num_tokens: 1234567890123456789',
  'tokens_per_second: 15234.77',
  'key_size: 64',
  'secret_ratio: 0.1',
  'num_key_value_heads: 8',
  'key: dev/macro_f1',
  'sort_key = "metrics.dev.macro_f1_weighted_2024"',
  'primary_key: user_id',
  'key = jax.random.PRNGKey(0)',
  'key, subkey = jax.random.split(key)',
  'state_dict key: bert.encoder.layer.11.attention.self.query.weight',
  'sorted(rows, key=lambda row: row["f1"])',
  'password = getpass.getpass("Password: ")',
  'password: str = None',
  'def login(user: str, password: Optional[str] = None) -> None:',
  'api_key = os.environ["OPENAI_API_KEY"]',
  'api_key=os.getenv("WANDB_API_KEY")',
  'token = args.hf_token',
  'use_auth_token=True',
  'HF_TOKEN=$HF_TOKEN',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: as workflows spell it
  'token: ${{ secrets.GITHUB_TOKEN }}',
  'api_key: <your-api-key>',
  'api_key="your-api-key-here-123"',
  `GITHUB_TOKEN=gh${''}p_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx`,
  'Authorization: Bearer {token}',
  'headers = {"Authorization": f"Bearer {token}"}',
  'parser.add_argument("--token", default=None, help="API token: see the docs")',
  'secret_key = secrets.token_hex(32)',
  'git@github.com:org/repo.git',
  'ssh://git@github.com/org/repo.git',
  'https://huggingface.co/datasets/tweet_eval/resolve/main/README.md?download=true',
  'docker://ubuntu:22.04@sha256:' + HEX(64),
  'http://localhost:8080/@scope/package',
  `data:image/png;base64,${Buffer.from(ALNUM(120)).toString('base64')}`,
  'PWD=/home/ml/project2',
  '--password-file /run/secrets/db.txt',
  'private_key_id: ' + HEX(40),
  'run_id: 0a1b2c3d4e5f',
  'wandb run 3xk2j9qz at commit ' + HEX(40),
  'uuid: 123e4567-e89b-12d3-a456-426614174000',
  'the token is padded and the key is sorted',
  'forward_pass = 2, backward_pass: 3x',
  'sk-learn-pipeline-with-tfidf-features-and-logreg-v2',
  'hf_transformers_config_for_sequence_classification',
  'lr=1e-4 seed=42 f1=0.8437 loss=nan',
  '-----BEGIN CERTIFICATE-----\n' + ALNUM(64) + '\n-----END CERTIFICATE-----',
  'if line.startswith("-----BEGIN PRIVATE KEY-----"): raise ValueError("a key")',
  'keyboard: us, monkey: 3, turkey = istanbul2024',
  'trigger_token=sks',
  'author: bob_2024_the_third',
  'def open(self, mode="r", pwd=None):',
  ':type passphrase: :py:data:`bytes`',
  'CHALLENGE_PASSWORD: "challengePassword",',
  "user_pass = '%s:%s' % pair",
  'socks5h://<username>:{password}@proxy-host',
  'attention_key_dim=64 attention_query_key="q_proj"',
]

describe('what is taken out', () => {
  test.each(ALL)('%s of a text: %#', (rule, text, secret) => {
    const redacted = redactText(`a first line\n${text}\nlr: 0.1\n`)
    expect(redacted.text).not.toContain(secret)
    expect(redacted.text).toContain(`[redacted:${rule}]`)
    expect(redacted.text).toMatch(/^a first line\n[^\n]*\nlr: 0\.1\n$/)
    expect(redacted.found).toContainEqual({rule, where: 'line 2'})
    expect(JSON.stringify(redacted.found)).not.toContain(secret)
  })

  test.each(ALL)('%s of a diff, whose marks stay: %#', (_, text, secret) => {
    const diff = (line: string) => `@@ -1,3 +1,3 @@\n lr = 0.1\n-${line}\n+${line}\n seed = 1\n`
    const redacted = redactText(diff(text)).text
    expect(redacted).not.toContain(secret)
    expect(redacted.split('\n').map(line => line.slice(0, 1))).toEqual(['@', ' ', '-', '+', ' ', ''])
  })

  test.each(TOKENS)('%s of a command, a param and a URL: %#', (rule, secret) => {
    expect(redactArgv(['train.py', '--hub', secret, `--x=${secret}`]).argv.join()).not.toContain(secret)
    expect(redactJson({params: {x: secret, list: [secret], deep: {notes: `used ${secret}.`}}})).toEqual({
      value: {params: {x: `[redacted:${rule}]`, list: [`[redacted:${rule}]`], deep: {notes: expect.anything()}}},
      found: ['/params/x', '/params/list/0', '/params/deep/notes'].map(where => ({rule, where})),
    })
    expect(redactUrl(`https://host.org/x/${secret}?y=1`)).not.toContain(secret)
  })

  test('all else stays byte for byte', () => {
    expect(redactText(`\r\n a\t"api_key": "${ALNUM(20)}",\u0000 é\r\n`).text).toBe(
      '\r\n a\t"api_key": "[redacted:named-secret]",\u0000 é\r\n',
    )
    expect(redactText('https://bob:hunter2@host.org/x').text).toBe('https://[redacted:url-credentials]@host.org/x')
  })
})

test('no finding passes what says whether it is worth looking', () => {
  for (const [, text] of ALL) {
    expect([text, redactText(text).found.length > 0, mayHoldSecrets({notes: text})]).toEqual([text, true, true])
  }
  expect(mayHoldSecrets({params: {tokenizer: 'fast', lr: 1e-5, max_tokens: 512}, tags: ['baseline']})).toBe(false)
})

describe('private keys', () => {
  test.each(['', 'RSA ', 'EC ', 'OPENSSH ', 'ENCRYPTED '])('%s: line by line', kind => {
    const tag = '[redacted:private-key]'
    expect(redactText(`x\n${pem(kind, '\n+')}\ny`).text).toBe(
      `x\n-----BEGIN ${kind}PRIVATE KEY-----\n+${tag}\n+${tag}\n+${tag}\n+-----END ${kind}PRIVATE KEY-----\ny`,
    )
  })

  test.each(['\n', '\r\n', '\\n', '\\\\n', '\n-', '\n    ', ' ', '"\n  "'])('with %j between the lines', separator => {
    const {text} = redactText(pem('', separator))
    for (const line of PEM_LINES) expect(text).not.toContain(line.replaceAll('=', ''))
    expect(text.replace(/(BEGIN|END) PRIVATE KEY/g, '').split(separator)).toHaveLength(5)
  })

  test('a piece of one, as a hunk shows it', () => {
    const lines = pem('RSA ', '\n ').split('\n')
    expect(redactText(` ${lines.slice(1).join('\n')}`).text).not.toContain(PEM_LINES[2])
    expect(redactText(lines.slice(0, -1).join('\n')).text).not.toContain(PEM_LINES[1])
  })

  test('of a service account', () => {
    const account = {type: 'service_account', private_key_id: HEX(40), private_key: pem('', '\n')}
    const tag = '[redacted:private-key]'
    const key = `-----BEGIN PRIVATE KEY-----\n${tag}\n${tag}\n${tag}\n-----END PRIVATE KEY-----`
    expect(redactJson(account).value).toEqual({...account, private_key: key})
    expect(JSON.parse(redactText(JSON.stringify(account)).text)).toEqual({...account, private_key: key})
  })
})

describe('what stays', () => {
  test.each(INNOCENT)('%s', text => {
    expect(redactText(text)).toEqual({text, found: []})
    expect(redactText(`+${text}\n`).text).toBe(`+${text}\n`)
  })

  test('in a command', () => {
    const argv =
      'python train.py --token-type bpe --token bpe --tokenizer fast --max_tokens 512 --pad_token <pad> --key f1'
    const words = [
      ...argv.split(' '),
      'model.pad_token=[PAD]',
      '+data.sort_key=len',
      'CUDA_VISIBLE_DEVICES=0',
      '-p',
      '8080',
    ]
    expect(redactArgv(words)).toEqual({argv: words, found: []})
  })

  test('in params, which come back as they were', () => {
    const params: Json = {
      max_tokens: 512,
      tokenizer: 'bert-base-uncased',
      pad_token: '<pad>',
      token: 'bpe',
      key_size: 64,
      secret_ratio: 0.1,
      key: HEX(64),
      cache_key: HEX(40),
      use_auth_token: true,
      api_key: null,
      password: '',
      special_tokens: ['[CLS]', '[SEP]'],
      big: 2n ** 70n,
      loss: Number.NaN,
    }
    expect(redactJson(params).value).toBe(params)
  })

  test('a record of the plain template', () => {
    const record = JSON.parse(readFileSync('test/fixtures/minimal-template.json', 'utf8')) as Json
    expect(redactJson(record)).toEqual({value: record, found: []})
  })

  test('the sources of this project, comments that speak of secrets included', () => {
    const source = ['errors', 'digest', 'text']
      .map(name => readFileSync(join('src/base', `${name}.ts`), 'utf8'))
      .join('')
    expect(redactText(source).found).toEqual([])
  })
})

describe('redactArgv', () => {
  test.each([
    [
      ['--password', 'swordfish'],
      ['--password', '[redacted:password]'],
    ],
    [
      ['-password', 'swordfish'],
      ['-password', '[redacted:password]'],
    ],
    [['--password=sword fish'], ['--password=[redacted:password]']],
    [
      ['--token', ALNUM(20)],
      ['--token', '[redacted:named-secret]'],
    ],
    [
      ['--hub_token', HEX(40)],
      ['--hub_token', '[redacted:named-secret]'],
    ],
    [
      ['--hf-token', join_('h', 'f_', ALNUM(34))],
      ['--hf-token', '[redacted:huggingface-token]'],
    ],
    [
      [`WANDB_API_KEY=${WANDB}`, 'python'],
      ['WANDB_API_KEY=[redacted:named-secret]', 'python'],
    ],
    [[`++logger.api_key=${WANDB}`], ['++logger.api_key=[redacted:named-secret]']],
    [
      ['-p', 'hunter2'],
      ['-p', 'hunter2'],
    ],
    [
      ['--repo', 'https://bob:hunter2@host.org/x?a=1'],
      ['--repo', 'https://host.org/x?a=1'],
    ],
    [[`--data=https://host.org/x?a=1&sig=${ALNUM(20)}#f`], ['--data=https://host.org/x?a=1#f']],
    [
      ['sh', '-c', `HF_TOKEN=${ALNUM(20)} python t.py`],
      ['sh', '-c', 'HF_TOKEN=[redacted:named-secret] python t.py'],
    ],
    [
      ['--password-file', 'db.txt', '--ask-password', 'x1y2z3'],
      ['--password-file', 'db.txt', '--ask-password', 'x1y2z3'],
    ],
  ])('%j', (argv, expected) => {
    expect(redactArgv(argv).argv).toEqual(expected)
    expect(redactArgv(expected)).toEqual({argv: expected, found: []})
  })

  test('says where', () => {
    expect(redactArgv(['a', '--password', 'swordfish', 'https://u:pw@h.org']).found).toEqual([
      {rule: 'password', where: 'argv[2]'},
      {rule: 'url-credentials', where: 'argv[3]'},
    ])
  })
})

describe('redactJson', () => {
  test('keys say what values are', () => {
    const secret = ALNUM(16)
    const {value, found} = redactJson({
      db: {password: 'swordfish', pin: 1234},
      openai: {key: secret},
      tokens: {hf: 'x'},
      auth: {Authorization: `Bearer ${secret}`},
      api_keys: [secret],
      passwd: 20240101,
    })
    expect(value).toEqual({
      db: {password: '[redacted:password]', pin: 1234},
      openai: {key: '[redacted:named-secret]'},
      tokens: {hf: 'x'},
      auth: {Authorization: '[redacted:named-secret]'},
      api_keys: ['[redacted:named-secret]'],
      passwd: '[redacted:password]',
    })
    expect(found.map(each => each.where)).toEqual([
      '/db/password',
      '/openai/key',
      '/auth/Authorization',
      '/api_keys/0',
      '/passwd',
    ])
  })

  test('a list of words with flags is a command', () => {
    expect(redactJson({command: ['t.py', '--password', 'swordfish']})).toEqual({
      value: {command: ['t.py', '--password', '[redacted:password]']},
      found: [{rule: 'password', where: '/command/2'}],
    })
  })

  test('a key that is a secret goes, and does not stand in the place either', () => {
    const [a, b] = [join_('gh', 'p_', ALNUM(36)), join_('gh', 'p_', ALNUM(36, 3))]
    const {value, found} = redactJson({[a]: 1, [b]: 2})
    expect(value).toEqual({'[redacted:github-token]': 1, '[redacted:github-token] 2': 2})
    expect(JSON.stringify(found)).not.toMatch(/ghp_/)
  })

  test('what held no secret is the same object', () => {
    const value = {innocent: {a: [1, {b: 'x'}]}, password: 'swordfish'}
    expect(redactJson(value).value).toHaveProperty('innocent', value.innocent)
    expect((redactJson(value).value as typeof value).innocent).toBe(value.innocent)
  })
})

test.each([
  ['https://bob:hunter2@host.org/x.git', 'https://host.org/x.git'],
  ['https://token@host.org/x.git', 'https://host.org/x.git'],
  ['https://a:b@c:d@host.org/x', 'https://host.org/x'],
  ['ssh://git@host.org/x.git', 'ssh://git@host.org/x.git'],
  ['ssh://bob:pw@host.org/x.git', 'ssh://host.org/x.git'],
  ['git@host.org:x.git', 'git@host.org:x.git'],
  ['s3://bucket/key', 's3://bucket/key'],
  ['https://h/x?token=abc&a=1&api_key=x#top', 'https://h/x?a=1#top'],
  ['https://h/x?access_token=abc', 'https://h/x'],
  ['https://h/x#access_token=abc', 'https://h/x'],
  ['https://h/x?key=short&max_tokens=5', 'https://h/x?key=short&max_tokens=5'],
  ['https://h/x?', 'https://h/x?'],
  ['../relative/path@2', '../relative/path@2'],
  ['', ''],
])('redactUrl %s', (url, expected) => {
  expect(redactUrl(url)).toBe(expected)
  expect(redactUrl(expected)).toBe(expected)
})

describe('secretFile', () => {
  const head = (text: string) => Buffer.from(text)
  test.each([
    ['.env', ''],
    ['config/.env.local', ''],
    ['prod.env', ''],
    ['certs/server.pem', ''],
    ['server.pem', `-----BEGIN CERTIFICATE-----\nx\n${pem('', '\n')}`],
    ['keys/id_rsa', ''],
    ['id_ed25519_work', ''],
    ['a.p12', ''],
    ['server.key', pem('', '\n')],
    ['.netrc', ''],
    ['.npmrc', '//host/:_authToken=abc'],
    ['.pypirc', '[pypi]\npassword = abc\n'],
    ['credentials.json', '{"private_key": "x"}'],
    ['gcp-service-account.json', '{"type": "x", "private_key": "x"}'],
    ['.git-credentials', ''],
    ['home/.aws/credentials', ''],
    ['.streamlit/secrets.toml', 'a = 1'],
    ['notes.txt', `the key:\n${pem('RSA ', '\n')}\n`],
    ['train.py', `TOKEN = "${join_('h', 'f_', ALNUM(34))}"`],
    ['windows.txt', Buffer.from(`\ufeff${join_('gh', 'p_', ALNUM(36))}`, 'utf16le').toString('latin1')],
  ])('%s', (path, text) => {
    expect(secretFile(path, Buffer.from(text, 'latin1'))).toEqual(expect.any(String))
    expect(secretFile(path, Buffer.from(text, 'latin1'))).not.toContain(ALNUM(10))
  })

  test.each([
    ['.env.example', 'HF_TOKEN='],
    ['environment.yml', 'name: x'],
    ['cacert.pem', '-----BEGIN CERTIFICATE-----\nabc\n-----END CERTIFICATE-----\n'],
    ['id_rsa.pub', 'ssh-rsa AAAA'],
    ['slides.key', 'PK\u0003\u0004'],
    ['.npmrc', 'save-exact=true'],
    ['credentials.json', '{"user": "bob"}'],
    ['secrets.yaml', 'a: ENC[AES256_GCM,data:x]\nsops:\n  version: 3\n'],
    ['src/secrets.py', 'password = "swordfish"'],
    ['tokenizer.json', '{"added_tokens": []}'],
    [
      'README.md',
      `export HF_TOKEN=h${''}f_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx and ${JWT} and AKIA${''}IOSFODNN7EXAMPLE`,
    ],
    ['weights.bin', '\u0000\u0001\u0002'],
  ])('not %s', (path, text) => expect(secretFile(path, head(text))).toBeUndefined())

  test('only of the first 8 KB', () => {
    expect(secretFile('a.txt', head(' '.repeat(8192) + join_('gh', 'p_', ALNUM(36))))).toBeUndefined()
  })
})

test.each([
  ['password', 'password'],
  ['PGPASSWORD', 'password'],
  ['smtp_pass', 'password'],
  ['apiKey', 'credential'],
  ['AWS_SECRET_ACCESS_KEY', 'credential'],
  ['openai.key', 'credential'],
  ['--hf-token', 'credential'],
  ['HF_TOKEN_2', 'credential'],
  ['client_secret.value', 'credential'],
  ['token', 'token'],
  ['key', 'key'],
  ['pad_token', undefined],
  ['max_tokens', undefined],
  ['primary_key', undefined],
  ['secret_ratio', undefined],
  ['no_auth', undefined],
  ['tokenizer', undefined],
  ['', undefined],
])('the name %s says %s', (name, strength) => expect(strengthOf(name)).toBe(strength))

test('the page of the rules names each', () => {
  const page = readFileSync('docs/reference/secrets.md', 'utf8')
  const named = ['private-key', 'authorization', 'url-credentials', 'url-token', 'password', 'named-secret']
  expect([...vendorRules(), ...named].filter(rule => !page.includes(`\`${rule}\``))).toEqual([])
})

test('time: hostile texts of 200 KB take no longer than they should', () => {
  const hostile = [
    'token'.repeat(40_000),
    'key: '.repeat(40_000),
    'token: a, '.repeat(20_000),
    '://'.repeat(66_000),
    '://a:'.repeat(40_000),
    '-----BEGIN PRIVATE KEY-----\\n\\\\n \n'.repeat(5_000),
    '-----END PRIVATE KEY-----\n'.repeat(8_000),
    'eyJ'.repeat(66_000),
    'sk-'.repeat(66_000),
    'a'.repeat(200_000),
    '"'.repeat(200_000),
    `password=${'"'.repeat(100)}`.repeat(1_800),
  ]
  const slow = hostile.filter(text => {
    const before = performance.now()
    redactText(text)
    return performance.now() - before > 1500
  })
  expect(slow.map(text => text.slice(0, 30))).toEqual([])
})
